"""Remembers the last good build of a folder, so that one in which nothing changed is nothing but a look.

In go the folder and the options of a build; out comes its `Outcome` of before, if every file, the program,
its libraries, the system's fonts and the options are those of before, and the PDF is the one that was made.
Files are known by size, times and inode, as git knows them.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import msgspec

from report import environment
from report.cache import Cache, key_of
from report.outcome import Outcome
from report.stopwatch import Stopwatch

LEFT_OUT = frozenset({"build", "node_modules", "__pycache__"})
"""Folders in which no file of a dossier stands; nor in those whose names begin with a dot. A file there that
the dossier names all the same is watched by its name."""

_SETTLED_NS = 50_000_000
"""A file that changed less than this before it was looked at may change again at the same time of its clock
(ext4, APFS: a few milliseconds)."""
_COARSE_NS = 2_000_000_000
"""The same where the file system counts whole seconds (FAT: two)."""

_TOOLS = ("tesseract", "soffice", "libreoffice", "git")
_VARIABLES = ("SOURCE_DATE_EPOCH", "TESSDATA_PREFIX")


@dataclass(frozen=True, slots=True)
class _Kept:
    """`named` are the files that were read, where the dossier names them; `pdf` tells the PDF."""

    state: str
    named: tuple[str, ...]
    pdf: str
    outcome: Outcome


class Record:
    """Of builds of one folder with the same options: `options` is their text, `target` the PDF.

    `ignored` are files that are written, not read.
    """

    def __init__(
        self, root: Path, cache: Cache, options: str, target: Path, ignored: Sequence[Path] = ()
    ) -> None:
        self._root = root
        self._cache = cache
        self._target = target
        self._ignored = frozenset(path.absolute() for path in (target, *ignored))
        self._options = options
        self._key = key_of("record", str(root.resolve()), options, str(target.absolute()))
        # Looked at before anything is read: what changes from now on makes the record wrong, not the build.
        self._before = self._tree()

    def known(self) -> Outcome | None:
        """What the same build gave before, if nothing has changed since."""
        watch = Stopwatch()
        data = self._cache.get(self._key)
        if data is None or self._before is None:
            return None
        kept = msgspec.msgpack.decode(data, type=_Kept, dec_hook=_to_path)
        if kept.pdf != _identity(self._target) or kept.state != self._state(kept.named):
            return None
        before = kept.outcome
        return replace(
            before,
            sections=tuple(replace(one, cached=True, seconds=0.0) for one in before.sections),
            annexes=tuple(replace(one, cached=True, seconds=0.0) for one in before.annexes),
            seconds=watch.seconds,
        )

    def keep(self, outcome: Outcome, named: Sequence[str]) -> None:
        """Remember a build that made a PDF; `named` are the files that it read, relative to the folder."""
        state = self._state(tuple(sorted(set(named))))
        if state is None or outcome.pdf is None or outcome.failed:
            return
        kept = _Kept(state, tuple(sorted(set(named))), _identity(self._target), outcome)
        self._cache.put(self._key, msgspec.msgpack.encode(kept, enc_hook=str))

    def _state(self, named: tuple[str, ...]) -> str | None:
        """A digest of all that decides the result; None where a file changed just now."""
        if self._before is None:
            return None
        others = (f"{name} {_identity(self._root / name)}" for name in named)
        tools = (f"{name} {shutil.which(name) or ''}" for name in _TOOLS)
        variables = (f"{name}={os.environ.get(name, '')}" for name in _VARIABLES)
        return key_of(
            self._before,
            self._options,
            environment.program(),
            environment.fonts(),
            *others,
            *tools,
            *variables,
        )

    def _tree(self) -> str | None:
        """A digest of the folder's files; None where one of them changed just now."""
        now = time.time_ns()
        digest = sha256()
        for path, status in self._walk(str(self._root.absolute()), frozenset()):
            fine = status.st_mtime_ns % 1_000_000_000
            if abs(now - status.st_mtime_ns) < (_SETTLED_NS if fine else _COARSE_NS):
                return None
            digest.update(f"{path} {_told(status)}\0".encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    def _walk(self, folder: str, above: frozenset[tuple[int, int]]) -> Iterator[tuple[str, os.stat_result]]:
        """All files, in order; symbolic links are followed, but never round and round."""
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            return
        for entry in entries:
            try:
                status = entry.stat()
                if not entry.is_dir():
                    if Path(entry.path) not in self._ignored:
                        yield entry.path, status
                elif not (entry.name.startswith(".") or entry.name in LEFT_OUT):
                    place = (status.st_dev, status.st_ino)
                    if place not in above:
                        yield from self._walk(entry.path, above | {place})
            except OSError:
                continue


def _identity(path: Path) -> str:
    try:
        return _told(path.stat())
    except OSError:
        return ""


def _told(status: os.stat_result) -> str:
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def _to_path(kind: type, value: object) -> object:
    return Path(str(value)) if kind is Path else value
