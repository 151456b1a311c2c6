"""Patterns of file names: `entries/*.yaml`, `**/*.yaml`.

Unlike `Path.glob`, the expansion enters no folder through a symbolic link, which may lead anywhere, and
passes over names that begin with a dot: the backups and locks of editors, `.git`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

_SIGNS = frozenset("*?[")


def is_pattern(path: str) -> bool:
    return not _SIGNS.isdisjoint(path)


def expand(folder: Path, pattern: str) -> Iterator[str]:
    """The files below `folder` that match, as paths from there, sorted by name within each folder.

    Raises OSError for a folder that cannot be listed.
    """
    parts: list[str] = []
    for part in pattern.split("/"):
        # `**/**` is `**`, and would take its time.
        if part not in ("", ".") and not (part == "**" and parts[-1:] == ["**"]):
            parts.append(part)
    return _expand(folder, "", parts)


def _expand(folder: Path, path: str, parts: Sequence[str]) -> Iterator[str]:
    first, *rest = parts
    if first == "**" and rest:
        yield from _expand(folder, path, rest)
    with os.scandir(folder / path) as listing:
        entries = sorted((entry.name, entry) for entry in listing)
    for name, entry in entries:
        if name.startswith(".") and not first.startswith("."):
            continue
        below = f"{path}{name}"
        if entry.is_dir(follow_symlinks=False):
            if first == "**":
                yield from _expand(folder, f"{below}/", parts)
            elif rest and fnmatchcase(name, first):
                yield from _expand(folder, f"{below}/", rest)
        elif not rest and not entry.is_dir() and fnmatchcase(name, first):
            yield below
