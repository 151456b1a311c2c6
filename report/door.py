"""The addresses under which sections and stylesheets name files, and the only door to what is behind them.

An address goes in; out come the file's bytes, or why it is not read. Addresses are the same on every machine
and in every folder: `file:///dossier/` is the dossier's folder, `file:///program/` the program's own.
Everything else (the network, a file elsewhere, a link that leads out of the folder) is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from report.resources import style_folder, template_folder

DOSSIER = "file:///dossier/"
PROGRAM = "file:///program/"


@dataclass(frozen=True, slots=True)
class Resource:
    """What an address gives: bytes, or `refusal`, the reason why there are none, in words for the author.

    Two are equal when their `digest` (sha256 of the bytes, "" of what is refused) is.
    """

    url: str
    data: bytes = field(default=b"", repr=False, compare=False)
    digest: str = ""
    refusal: str = ""


class Door:
    """Reads files below the dossier's folder, and the program's stylesheets and templates; nothing else."""

    def __init__(self, root: Path) -> None:
        styles, templates = style_folder().resolve(), template_folder().resolve()
        self._folders: Mapping[str, tuple[Path, ...]] = {
            DOSSIER: (root.resolve(), styles, templates),
            f"{PROGRAM}styles/": (styles,),
            f"{PROGRAM}templates/": (templates,),
        }

    def read(self, url: str) -> Resource:
        parts = urlsplit(url)
        if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
            return Resource(url, refusal="no address outside the dossier's folder is read while compiling")
        found = next((prefix for prefix in self._folders if url.startswith(prefix)), None)
        if found is None:
            return Resource(url, refusal="the file lies outside the dossier's folder")
        folders = self._folders[found]
        rest = url2pathname(unquote(urlsplit(url.removeprefix(found)).path)).lstrip("/")
        try:
            path = (folders[0] / rest).resolve()
            if not any(path.is_relative_to(folder) for folder in folders):
                return Resource(url, refusal="the file lies outside the dossier's folder")
            data = path.read_bytes()
        except (OSError, ValueError) as trouble:  # ValueError: a null in the name
            reason = trouble.strerror if isinstance(trouble, OSError) else None
            return Resource(url, refusal=reason or str(trouble))
        return Resource(url, data, sha256(data).hexdigest())
