"""Keeps what a stage gave, by a key of all that it depends on, so that it is not made twice.

Bytes go in under a key and come out again, or nothing does. Only a cache: what is damaged or foreign counts
as missing, and where nothing can be written all is made again. Two builds can use one folder at once, and a
build that is killed leaves whole items behind or none.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import TracebackType
from typing import Self

from report.seal import holds, seal

LARGEST = 1_000_000_000
"""Bytes of all items together."""

_IN_USE = 3600.0
"""Seconds in which an item that was used is not marked again, and an unfinished one is taken for a build's
that still runs."""
_UNFINISHED = ".new-"


def key_of(*parts: str) -> str:
    """The key of an item that depends on these texts, and on their order."""
    digest = sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


class Cache:
    """Items in a folder. A context: at its end those that were used least lately go, down to `largest`; in a
    process that goes on also whenever a tenth of it has come.
    """

    def __init__(self, folder: Path | None, largest: int = LARGEST) -> None:
        """`folder` is made when it is needed; with None nothing is kept. `largest` is in bytes."""
        self._folder = folder.absolute() if folder else None
        self._largest = largest
        self._come = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._come:
            with suppress(OSError):
                self._tidy()

    def get(self, key: str) -> bytes | None:
        """What was kept under the key, whole and by this user's Attest."""
        if self._folder is None:
            return None
        item = self._path(self._folder, key)
        try:
            with item.open("rb") as file:
                mark, _, data = file.read().partition(b"\n")
                used = os.fstat(file.fileno()).st_mtime
        except OSError:
            return None
        if not holds(key.encode() + data, mark.decode("ascii", "replace")):
            with suppress(OSError):
                item.unlink()
            return None
        if used < time.time() - _IN_USE:
            with suppress(OSError):
                os.utime(item)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep it, if that can be done."""
        if self._folder is None:
            return
        item = self._path(self._folder, key)
        with suppress(OSError):
            item.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=item.parent, prefix=_UNFINISHED, delete=False) as file:
                try:
                    file.write(seal(key.encode() + data).encode() + b"\n" + data)
                    file.flush()
                    Path(file.name).replace(item)
                except BaseException:  # also when interrupted: nothing is left behind
                    with suppress(OSError):
                        Path(file.name).unlink()
                    raise
            self._come += len(data)
            if self._come > self._largest / 10:
                self._tidy()

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / key[:2] / key[2:]

    def _tidy(self) -> None:
        self._come = 0
        old = time.time() - _IN_USE
        files = sorted((status.st_mtime, status.st_size, path) for path, status in self._files())
        total = sum(size for _, size, _ in files)
        for used, size, path in files:
            broken = used < old and path.name.startswith(_UNFINISHED)
            if total <= self._largest and not broken:
                continue
            path.unlink(missing_ok=True)
            total -= size

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        assert self._folder is not None
        for path in self._folder.glob("*/*"):
            with suppress(OSError):
                yield path, path.stat(follow_symlinks=False)
