"""Archived files as they were read (by `read`), and citations as they are written (by `cite`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from markupsafe import Markup


class FileKind(StrEnum):
    """What an archived file is, told from its content."""

    PDF = "pdf"
    IMAGE = "image"
    TEXT = "text"
    WEB = "web"  # HTML, MHTML
    MAIL = "mail"  # .eml
    OFFICE = "office"  # DOCX, ODT


class Change(StrEnum):
    """What was done to the copy of an archived file that is appended."""

    REPAIRED = "repaired"
    DECRYPTED = "decrypted"
    FLATTENED = "flattened"  # forms and comments became part of the page
    CLEANED = "cleaned"  # active content and metadata were taken out
    SCALED = "scaled"
    TURNED = "turned"  # landscape pages, to stand upright on the paper
    CONVERTED = "converted"  # from another kind than PDF
    PICTURED = "pictured"  # pages that can be shown but not copied are there as pictures


@dataclass(frozen=True, slots=True)
class FilePage:
    """A page of an archived file, as it was fitted.

    `number` counts the file's pages from 1; `label` is its page label in the file, "" where the file has
    none. `width` and `height` are those of the fitted page, in points. `matrix` (a, b, c, d, e, f) leads
    from the file's own page (default user space, ISO 32000-1, 8.3.2.3) to the fitted page, both counted from
    the bottom left. `text` is what stands on it, in reading order.
    """

    number: int
    label: str
    width: float
    height: float
    matrix: tuple[float, float, float, float, float, float]
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FileBookmark:
    """A line of the file's own outline: `level` from 1, `page` an index into the appended pages.

    `x` and `y` are in points from the top left of the fitted page.
    """

    level: int
    title: str
    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in an archived file, and did to the copy. Plain values: they cross a process.

    `count` is the number of the file's pages, `pages` those that are appended. `changes` pairs each change
    with a detail for people ("" if none). `removed` counts what was taken out, by its name in PDF
    (`JavaScript`, `Launch`). `restrictions` are the owner's that the copy no longer has, `embedded` the
    names of files inside the file, left out. `tagged`: the pages keep the file's own tags. `clean`: their
    content has no marks or fonts that would keep the whole from being PDF/UA. `warnings` are for the author.
    """

    kind: FileKind
    count: int
    pages: tuple[FilePage, ...]
    title: str = ""
    bookmarks: tuple[FileBookmark, ...] = ()
    changes: tuple[tuple[Change, str], ...] = ()
    removed: Mapping[str, int] = field(default_factory=dict)
    restrictions: tuple[str, ...] = ()
    signatures: int = 0
    embedded: tuple[str, ...] = ()
    tagged: bool = False
    clean: bool = False
    warnings: tuple[tuple[str, str], ...] = ()  # code, message


@dataclass(frozen=True, slots=True)
class PagedFile:
    """An archived file as pages, ready to be joined; no number, stamp or mark of the dossier is in them.

    `pdf` holds the pages and nothing else, each with its content as one form. A link to another page of the
    file has the index of that page as the first item of its `/Dest`, a link outside has a `/URI`.
    """

    path: str
    sha256: str
    size: int
    pdf: Path
    reading: Reading
    cached: bool = False
    seconds: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class OtherFile:
    """An archived file of which the author wants no page appended: it was hashed, not read."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class FailedFile:
    """An archived file that cannot be appended, and why: for a dossier that is compiled all the same."""

    path: str
    sha256: str
    size: int
    reason: str


@dataclass(frozen=True, slots=True)
class TextFile:
    """An archived text: its lines without their ends, and what identifies the file as received."""

    path: str
    sha256: str
    size: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """An archived file that is appended. `number` counts from 1; `sources` are the keys that it serves.

    First come those whose own file it is, then those whose words it reproduces, which are also in `via`.
    `name` is the number as it is printed (3, C, III). `first_page` is the number printed on the file's first
    page, where the author gives it. `attached`: the untouched file goes with the PDF.
    """

    number: int
    file: TextFile | PagedFile | FailedFile | OtherFile
    sources: tuple[str, ...]
    via: tuple[str, ...] = ()
    name: str = ""
    first_page: int | None = None
    attached: bool = False

    @property
    def appended(self) -> bool:
        """Whether it is more than a cover sheet."""
        return isinstance(self.file, TextFile | PagedFile)


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation, written by citeproc.

    `note` is the text of its note (no mark, no number), "" with an in-text style. `in_text` is what
    stands in the sentence itself: "" with a note style unless the author is named in the text, the
    whole citation with an in-text style. For a citation inside a footnote `in_text` is its text there
    and `note` is "".
    """

    in_text: Markup
    note: Markup


@dataclass(frozen=True, slots=True)
class Citations:
    """What citeproc made of the dossier's citations.

    `cited[i]` belongs to the i-th item of the sequence that went in: one `Cited` for a citation in
    running text, one for each citation inside a footnote (none for a plain footnote).
    `bibliography` maps a source's key to its HTML in the table of sources, in the style's order.
    """

    cited: tuple[tuple[Cited, ...], ...]
    bibliography: Mapping[str, Markup]
