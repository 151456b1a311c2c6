"""The dossier's own templates and stylesheets, which come before the program's: whether they can be read.

What they say is looked at by the stages that use them.
"""

from __future__ import annotations

from collections.abc import Iterator

from report.load.decode import decode_utf8
from report.load.folder import Folder
from report.load.patterns import expand
from report.model import Place, Problem

_FOLDERS = {"templates": "**/*.html", "styles": "**/*.css"}


def check_own_files(folder: Folder) -> Iterator[Problem]:
    for name, pattern in _FOLDERS.items():
        found = folder.inside(name, Place(name))
        if not isinstance(found, Problem):
            for file in expand(found, pattern) if found.is_dir() else ():
                yield from _check(folder, f"{name}/{file}")
        elif found.code != "missing-file":
            yield found


def _check(folder: Folder, file: str) -> Iterator[Problem]:
    found = folder.locate(file, Place(file))
    if isinstance(found, Problem):
        # An empty file takes the place of the program's, and is meant so.
        if found.code != "empty-file":
            yield found
        return
    text = decode_utf8(found.read_bytes(), file)
    if isinstance(text, Problem):
        yield text
