"""The only door through which WeasyPrint reads: what was given with the request.

What is refused is noted for the author; what was not given is noted too, and the request is to be made
again with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from weasyprint.urls import URLFetcher, URLFetcherResponse

from report.door import DOSSIER, Resource
from report.render.values import Refusal


class GivenFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Gives the bytes of `resources`; notes what it refuses in `refusals`, what it lacks in `wanted`."""

    def __init__(self, resources: Sequence[Resource], file: str = "") -> None:
        super().__init__()
        self._file = file
        self._given = {resource.url: resource for resource in resources}
        self.refusals: list[Refusal] = []
        self.wanted: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Raises ValueError for what is not given; WeasyPrint goes on without the resource."""
        if url.lower().startswith("data:"):
            # Small pictures written into the template itself; nothing is read.
            return URLFetcher(allowed_protocols=["data"]).fetch(url)
        resource = self._given.get(url)
        if resource is None:
            self.wanted.append(url)
            raise ValueError("not given yet")
        if resource.refusal:
            self._refuse(resource)
        return URLFetcherResponse(url, resource.data)

    def _refuse(self, resource: Resource) -> NoReturn:
        self.refusals.append(Refusal(resource.url.removeprefix(DOSSIER), resource.refusal, self._file))
        raise ValueError(resource.refusal)
