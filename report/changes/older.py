"""The state to compare with: an earlier PDF, an edition by its name, or the last one.

In goes what the user named; out comes a `Record` and what it is called. Both may be a stranger's.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from report.changes.record import NotARecordError, Record, read_record
from report.editions.keep import FOLDER, PDF
from report.editions.kept import editions_of
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
    """`name` is how the user calls it: the edition's name, or the file's. `sha256` is that of its manifest,
    "" where it comes of none.
    """

    record: Record
    name: str
    sha256: str = ""

    @property
    def called(self) -> str:
        """Its name on the pages."""
        return self.record.edition or self.name


def find_older(root: Path, given: Path | None) -> Older:
    """`given` is a PDF, a manifest, or the name of an edition; None is the last one. Raises OlderError."""
    if given is None:
        return _last(root)
    if given.is_file():
        return _older(given, given.name)
    if given.is_dir():
        return _edition(given)
    if given.parent == Path() and (root / FOLDER / given.name).is_dir():
        return _edition(root / FOLDER / given.name)
    names = [edition.name for edition in editions_of(root)]
    hint = (near_or_all(str(given), names) if names else "") or "name an earlier PDF of the dossier"
    raise OlderError(f"{given}: there is no such file or edition", hint)


def of_manifest(root: Path, digest: str) -> Path | None:
    """The folder of the edition whose manifest has this sha256."""
    for folder in editions_of(root):
        with suppress(OlderError):
            if _edition(folder).sha256 == digest:
                return folder
    return None


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
            return _older(folder / name, folder.name)
    raise OlderError(f"{folder}: this folder is no edition: it holds neither {PDF} nor {MANIFEST}")


def _older(file: Path, name: str) -> Older:
    try:
        data = manifest_in(file)
        return Older(read_record(data), name, sha256(data).hexdigest())
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
