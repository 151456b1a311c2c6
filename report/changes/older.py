"""The state to compare with: an earlier PDF, an edition by its name, or the last one.

In goes what the user named; out comes a `Record` and what it is called. Both may be a stranger's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from report.changes.record import NotARecordError, Record, read_record
from report.editions.keep import FOLDER, PDF
from report.load.near import near_or_all
from report.model import Place, Problem, error
from report.read.manifest import MANIFEST, MOST_BYTES, NotReadableError, manifest_of

_HEADER = 1024
"""Bytes: where a PDF's header may begin (ISO 32000-1, annex H, implementation note 13)."""


class OlderError(Exception):
    """There is nothing to compare with; `hint` says how to mend it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint

    @property
    def problem(self) -> Problem:
        """The same for the outcome of a build."""
        return error("nothing-to-compare", str(self), Place("dossier.yaml"), self.hint)


@dataclass(frozen=True, slots=True)
class Older:
    """`name` is how the user calls it: the edition's name, or the file's."""

    record: Record
    name: str


def find_older(root: Path, given: Path | None) -> Older:
    """`given` is a PDF, a manifest, or the name of an edition; None is the last one. Raises OlderError."""
    if given is None:
        return _last(root)
    if given.is_file():
        return Older(_read(given), given.name)
    if given.is_dir():
        return _edition(given)
    if given.parent == Path() and (root / FOLDER / given.name).is_dir():
        return _edition(root / FOLDER / given.name)
    names = [edition.name for edition in editions_of(root)]
    hint = (near_or_all(str(given), names) if names else "") or "name an earlier PDF of the dossier"
    raise OlderError(f"{given}: there is no such file or edition", hint)


def editions_of(root: Path) -> list[Path]:
    """The folders of the final editions, the last one last.

    Each manifest names the edition before it (`after`); where none follows several, and with manifests that
    do not say so, the file's own time decides, then the name.
    """
    folder = root / FOLDER
    found = [
        edition
        for edition in (folder.iterdir() if folder.is_dir() else ())
        if not edition.name.startswith(".") and any((edition / name).is_file() for name in (PDF, MANIFEST))
    ]
    followed = {_after(edition) for edition in found}
    return sorted(found, key=lambda edition: (edition.name not in followed, *_age(edition)))


class _Follows(BaseModel):
    """Of a manifest nothing but the edition before."""

    after: str = ""


def _after(edition: Path) -> str:
    """The name of the edition before, "" where the manifest does not tell."""
    file = edition / MANIFEST
    try:
        return _Follows.model_validate_json(file.read_bytes()).after if file.is_file() else ""
    except (OSError, ValueError):
        return ""  # told when it is the one to compare with


def _age(edition: Path) -> tuple[float, list[tuple[int, str]]]:
    file = next(edition / name for name in (PDF, MANIFEST) if (edition / name).is_file())
    runs = re.findall(r"(\d{1,18})|(\D+|\d)", edition.name)
    return file.stat().st_mtime, [(int(digits or 0), letters) for digits, letters in runs]


def _last(root: Path) -> Older:
    editions = editions_of(root)
    if not editions:
        raise OlderError(
            f"there is nothing to compare with: no edition is kept in {FOLDER}/",
            "name an earlier PDF, or a commit with --git REV",
        )
    return _edition(editions[-1])


def _edition(folder: Path) -> Older:
    """Its manifest is kept beside the PDF, which may have none inside."""
    for name in (MANIFEST, PDF):
        if (folder / name).is_file():
            return Older(_read(folder / name), folder.name)
    raise OlderError(f"{folder}: this folder is no edition: it holds neither {PDF} nor {MANIFEST}")


def _read(file: Path) -> Record:
    try:
        return read_record(manifest_in(file))
    except NotARecordError as refusal:
        hint = "name a PDF that Attest has compiled"
        raise OlderError(f"{file}: this cannot be compared with: {refusal}", hint) from None
    except OSError as failure:
        raise OlderError(f"{file}: {failure.strerror or failure}") from None


def manifest_in(file: Path) -> bytes:
    """The manifest that a file is, or that is attached to it. Raises NotARecordError, OSError."""
    with file.open("rb") as opened:
        head = opened.read(_HEADER)
        if head.lstrip()[:1] == b"{":
            return head + opened.read(MOST_BYTES + 1 - len(head))
    if b"%PDF-" not in head:
        raise NotARecordError("it is not a PDF")
    try:
        data = manifest_of(file)
    except NotReadableError as fault:
        raise NotARecordError(str(fault)) from None
    if data is None:
        raise NotARecordError(
            f"nothing called {MANIFEST} is attached to it: it is not Attest's, or was compiled with "
            '"manifest: none"'
        )
    return data
