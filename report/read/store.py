"""Keeps what readers gave, so that a file that has not changed is not read again.

In goes a key (the file's sha256, its settings, the program's own code), out comes a reading with its PDF, or
nothing. Only a cache: what is damaged or foreign is thrown away, and where nothing can be written, all is
read again. What was opened with a password is never kept.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from errno import ENOSPC
from functools import cache
from hashlib import file_digest, sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shutil import disk_usage
from tempfile import NamedTemporaryFile, TemporaryDirectory
from types import TracebackType
from typing import Self

from pydantic import TypeAdapter, ValidationError

from report.model import FileKind, Reading
from report.read import answers
from report.read.answers import MalformedError
from report.read.settings import ReadSettings
from report.seal import holds, seal

LARGEST = 2_000_000_000
"""Bytes of all items together."""

_LIBRARIES = ("pikepdf", "pypdfium2", "weasyprint", "pillow", "pi-heif")
_IN_USE = 3600.0
"""Seconds in which an item that was taken is not thrown away: another build may be using it."""
_UNFINISHED = ".new-"
_LETTERS = ".letters"
_NOWHERE = Path(os.devnull) / "nowhere"
"""A folder that cannot be made."""
_LARGEST_LETTERS = 100_000_000
"""Bytes, of a thousand full pages and more."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """An item without its PDF, whose digest is `sha256`."""

    sha256: str
    reading: Reading


_KEPT = TypeAdapter(_Kept)


def key(digest: str, kind: FileKind, settings: ReadSettings) -> str:
    """The name of an item: the same file, read in the same way by the same code, is the same pages.

    `digest` is the file's sha256. The password is not part of it.
    """
    parts = (digest, kind.value, asdict(replace(settings, password="")), _code())
    return sha256(json.dumps(parts).encode()).hexdigest()


class Store:
    """The readings of earlier builds, and a place for those of this one. A context: it is tidied at the end.

    Two builds can use one folder at once.
    """

    def __init__(self, folder: Path | None, largest: int = LARGEST) -> None:
        """`folder` is made when it is needed, nothing is kept where it is None; `largest` is in bytes."""
        self._folder = folder.absolute() if folder else _NOWHERE
        self._largest = largest
        self._private: TemporaryDirectory[str] | None = None
        self._made = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._private is not None:
            self._private.cleanup()
        with suppress(OSError):
            self._tidy()

    def take(self, name: str) -> tuple[Reading, Path] | None:
        """The item of the key `name`: its reading and its PDF, which is whole."""
        item = self._folder / f"{name}.json"
        try:
            kept = _opened(name, item.read_bytes())
            pdf = self._folder / _pdf_name(name, kept.sha256)
            with pdf.open("rb") as file:
                if file_digest(file, "sha256").hexdigest() != kept.sha256:
                    raise MalformedError("another PDF")
        except (OSError, ValueError, MalformedError):
            # Its PDFs go when the folder is tidied: one may be in use.
            with suppress(OSError):
                item.unlink()
            return None
        for used in (pdf, item):
            with suppress(OSError):
                os.utime(used)
        return kept.reading, pdf

    def take_letters(self, pdf: Path, name: str) -> bytes | None:
        """The letters kept under `name`, of pages that are in `pdf`, which `take` or `keep` gave."""
        item = self._folder / f"{pdf.stem}-{name}{_LETTERS}"
        try:
            mark, _, data = item.read_bytes().partition(b"\n")
            if not holds(item.name.encode() + data, mark.decode("ascii", "replace")):
                raise MalformedError("no seal of ours")
        except (OSError, MalformedError):
            with suppress(OSError):
                item.unlink()
            return None
        with suppress(OSError):
            os.utime(item)
        return data

    def keep_letters(self, pdf: Path, name: str, data: bytes) -> None:
        """Keep letters, if the pages that they are of are kept."""
        if pdf.parent != self._folder or len(data) > _LARGEST_LETTERS:
            return
        item = self._folder / f"{pdf.stem}-{name}{_LETTERS}"
        with suppress(OSError):
            self._write(item, seal(item.name.encode() + data).encode() + b"\n" + data)

    def drop(self, place: Path) -> None:
        """What was written to a place that `place` gave is not wanted any more."""
        with suppress(OSError):
            place.unlink()

    def place(self, secret: bool, room: int = 0) -> Path:
        """A new path for a PDF that may need `room` bytes.

        With `secret` it is in a folder that only this user can enter, and that goes at the end; so too where
        nothing can be kept. Raises OSError.
        """
        self._made += 1
        if not secret:
            with suppress(OSError):
                self._folder.mkdir(parents=True, exist_ok=True)
                if disk_usage(self._folder).free < room:
                    raise OSError(ENOSPC, "no room")
                with NamedTemporaryFile(
                    dir=self._folder, prefix=_UNFINISHED, suffix=".pdf", delete=False
                ) as new:
                    return Path(new.name)
        if self._private is None:
            self._private = TemporaryDirectory(prefix="attest-", ignore_cleanup_errors=True)
        return Path(self._private.name) / f"{self._made}.pdf"

    def keep(self, name: str, reading: Reading, pdf: Path) -> Path:
        """Keep what was read into `pdf`, which `place` gave, and say where it is now."""
        if pdf.parent != self._folder:
            return pdf
        kept = pdf
        with suppress(OSError):
            with pdf.open("rb") as file:
                digest = file_digest(file, "sha256").hexdigest()
            # By its content: another build may write other bytes for the same key at the same time.
            kept = pdf.replace(self._folder / _pdf_name(name, digest))
            self._write(self._folder / f"{name}.json", _closed(name, _Kept(digest, reading)))
        return kept

    def _write(self, target: Path, data: bytes) -> None:
        with NamedTemporaryFile(dir=self._folder, prefix=_UNFINISHED, delete=False) as file:
            temporary = Path(file.name)
            try:
                file.write(data)
                file.flush()
                temporary.replace(target)
            except BaseException:  # also when interrupted: nothing is left behind
                with suppress(OSError):
                    temporary.unlink()
                raise

    def _tidy(self) -> None:
        """Drop the items that were used least lately, down to `largest`, and what broken builds left."""
        old = time.time() - _IN_USE
        files = sorted((status.st_mtime, status.st_size, path) for path, status in self._files())
        total = sum(size for _, size, _ in files)
        for used, size, path in files:
            if used >= old:
                break
            if total > self._largest or path.name.startswith(_UNFINISHED) or self._orphan(path):
                path.unlink(missing_ok=True)
                total -= size

    def _files(self) -> Iterator[tuple[Path, os.stat_result]]:
        for path in self._folder.iterdir():
            with suppress(OSError):
                yield path, path.stat(follow_symlinks=False)

    def _orphan(self, path: Path) -> bool:
        """A PDF whose item is gone."""
        return path.suffix == ".pdf" and not (self._folder / f"{path.name.partition('-')[0]}.json").exists()


def _pdf_name(name: str, digest: str) -> str:
    return f"{name}-{digest[:16]}.pdf"


def _closed(name: str, kept: _Kept) -> bytes:
    """An item as it is written: its seal, then JSON."""
    data = answers.as_json(asdict(kept))
    return seal(name.encode() + data).encode() + b"\n" + data


def _opened(name: str, data: bytes) -> _Kept:
    """Raises MalformedError for what this user's Attest did not write under this key, and whole."""
    mark, _, told = data.partition(b"\n")
    if not holds(name.encode() + told, mark.decode("ascii", "replace")):
        raise MalformedError("no seal of ours")
    try:
        kept = _KEPT.validate_json(told)
    except ValidationError as trouble:
        raise MalformedError("not of the types of an item") from trouble
    if not answers.sound(kept.reading):
        raise MalformedError("values that no file has")
    return kept


@cache
def _code() -> str:
    """A digest of all that decides what a reader gives, beside the file and its settings."""
    digest = sha256()
    here = Path(__file__).parent
    for file in (*sorted(here.rglob("*.py")), here.parent / "model" / "evidence.py"):
        digest.update(file.relative_to(here.parent).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    for library in _LIBRARIES:
        with suppress(PackageNotFoundError):
            digest.update(f"{library} {version(library)}\0".encode())
    return digest.hexdigest()
