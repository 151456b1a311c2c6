"""Keeps an edition under `editions/NAME/`: PDF and manifest together, and never in another's place.

They are written into a folder beside, which is moved in place as a whole at the end.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from report.model import Place, Problem, error
from report.read.manifest import MANIFEST

FOLDER = "editions"
PDF = "dossier.pdf"
_ASIDE = ".unfinished-"


def edition_folder(root: Path, name: str) -> Path:
    return root / FOLDER / name


def edition_exists(name: str) -> Problem:
    return error(
        "edition-exists",
        f'there is an edition "{name}" already, and an edition is never overwritten',
        Place(f"{FOLDER}/{name}"),
        "give the new one another name with --final NAME",
    )


class EditionExistsError(Exception):
    """There is an edition of that name by now."""


class UnfinishedEdition:
    """An edition that is being written beside its place; `path` is where its PDF is to be written."""

    def __init__(self, aside: Path, folder: Path) -> None:
        self.path = aside / PDF
        self._aside = aside
        self._folder = folder

    def put_in_place(self) -> None:
        """Raises EditionExistsError, and OSError."""
        mask = os.umask(0)
        os.umask(mask)
        for path in self._aside.iterdir():
            with path.open("rb") as file:
                os.fsync(file.fileno())
            path.chmod(0o666 & ~mask)
        self._aside.chmod(0o777 & ~mask)
        if os.path.lexists(self._folder):
            raise EditionExistsError
        try:
            # An empty folder is nobody's edition; one with files in it refuses to be replaced.
            self._aside.rename(self._folder)
        except OSError as fault:
            if os.path.lexists(self._folder):
                raise EditionExistsError from fault
            raise


@contextmanager
def new_edition(root: Path, name: str, manifest: bytes) -> Iterator[UnfinishedEdition]:
    """An edition to write; what is not put in place is gone afterwards. Raises OSError."""
    folder = edition_folder(root, name)
    folder.parent.mkdir(parents=True, exist_ok=True)
    _sweep(folder.parent)
    with _locked(folder.parent) as aside:
        try:
            (aside / MANIFEST).write_bytes(manifest)
            yield UnfinishedEdition(aside, folder)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def _locked(parent: Path) -> Iterator[Path]:
    """A new folder, locked while somebody writes to it: the lock ends with its process, however that ends."""
    while True:
        aside = Path(mkdtemp(dir=parent, prefix=_ASIDE))
        with _lock(aside):
            # Another build may have swept it away before it was locked.
            if aside.exists():
                yield aside
                return


def _sweep(parent: Path) -> None:
    """Remove what builds left that were killed."""
    for aside in parent.glob(f"{_ASIDE}*"):
        with suppress(OSError), _lock(aside, fcntl.LOCK_NB):
            shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def _lock(folder: Path, how: int = 0) -> Iterator[None]:
    """Raises BlockingIOError with LOCK_NB where somebody has it."""
    number = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | how)
        except OSError:
            if how:  # else a file system without locks
                raise
        yield
    finally:
        os.close(number)
