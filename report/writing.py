"""Puts a finished file in its place: whole or not at all."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from tempfile import NamedTemporaryFile

from report.model import Place, Problem, error


class Unfinished:
    """A file that is being written beside its target; `path` is where it is."""

    def __init__(self, path: Path, target: Path) -> None:
        self.path = path
        self._target = target

    def put_in_place(self) -> None:
        """Make it the target, which another file was before. Raises OSError."""
        with self.path.open("rb") as file:
            os.fsync(file.fileno())
        # A temporary file is its maker's alone; the PDF is as readable as any new file.
        self.path.chmod(0o666 & ~_umask())
        self.path.replace(self._target)


@contextmanager
def beside(target: Path) -> Iterator[Unfinished]:
    """A file to write to; what is not put in place is gone afterwards, also when interrupted.

    Raises OSError where there is no place for it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{target.name}-"
    _sweep(target.parent, prefix)
    with _locked(target.parent, prefix) as path:
        try:
            yield Unfinished(path, target)
        finally:
            with suppress(FileNotFoundError):
                path.unlink()


@contextmanager
def _locked(folder: Path, prefix: str) -> Iterator[Path]:
    """A new file, locked while somebody writes to it: the lock ends with its process, however that ends."""
    while True:
        with NamedTemporaryFile(dir=folder, prefix=prefix, delete=False) as file:
            with suppress(OSError):  # a file system without locks
                fcntl.flock(file, fcntl.LOCK_EX)
            # Another build may have swept it away before it was locked.
            if os.fstat(file.fileno()).st_nlink:
                yield Path(file.name)
                return


def _sweep(folder: Path, prefix: str) -> None:
    """Remove what builds left that were killed."""
    for path in folder.glob(f"{escape(prefix)}*"):
        with suppress(OSError), path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


def unwritable(target: Path, trouble: OSError) -> Problem:
    """What cannot be written is a problem of the output, not an exception."""
    reason = trouble.strerror or str(trouble)
    return error(
        "unwritable-output",
        f"the PDF cannot be written: {reason}",
        Place(str(target.absolute())),
        "choose another place with -o, or mend the folder's permissions or space",
    )


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
