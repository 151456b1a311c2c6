"""The only door through which WeasyPrint reads: files of the dossier's folder and of the program.

Everything else (the network, a file elsewhere, a link that leads out of the folder) is refused and noted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from weasyprint.urls import URLFetcher, URLFetcherResponse


@dataclass(frozen=True, slots=True)
class Refusal:
    """An address that was not read, and why, in words for the author. `file` is the stylesheet that asks."""

    url: str
    reason: str
    file: str = ""


class DossierFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Gives the bytes of files below `folders`; notes what it refuses in `refusals`."""

    def __init__(self, folders: Sequence[Path], file: str = "") -> None:
        super().__init__()
        self.file = file
        self.folders = tuple(folders)
        self.refusals: list[Refusal] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Raises ValueError for what is refused; WeasyPrint goes on without the resource."""
        parts = urlsplit(url)
        if parts.scheme == "data":
            # Small pictures written into the template itself; nothing is read.
            return URLFetcher(allowed_protocols=["data"]).fetch(url)
        if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
            self._refuse(url, "no address outside the dossier's folder is read while compiling")
        path = Path(url2pathname(unquote(parts.path))).resolve()
        if not any(path.is_relative_to(folder) for folder in self.folders):
            self._refuse(url, "the file lies outside the dossier's folder")
        try:
            return URLFetcherResponse(url, path.read_bytes())
        except OSError as problem:
            self._refuse(url, problem.strerror or str(problem))

    def _refuse(self, url: str, reason: str) -> NoReturn:
        self.refusals.append(Refusal(url, reason, self.file))
        raise ValueError(reason)
