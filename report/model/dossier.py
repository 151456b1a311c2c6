"""What the author wrote, checked: made by `load`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from markupsafe import Markup

from report.model.problems import Place, Severity
from report.model.settings import AnnexSettings, Fit, Landscape, Original, Pagination


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar as typed, and where it stands.

    For a literal block (`|`) `indent` is the number of columns that YAML took off each line, and
    `place` is the first character of its first line, so that a position in the text has an exact place
    in the file. For every other style `indent` is None and `place` is all that can be said.
    """

    value: str
    place: Place
    indent: int | None = None

    def at(self, line: int, column: int = 0) -> Place:
        """The place of a line and column of `value`, both counted from 0."""
        if self.indent is None:
            return self.place
        return Place(self.place.file, self.place.line + line, self.indent + column + 1)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of the Gregorian calendar, known to the year, the month or the day (ISO 8601, reduced)."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        parts = [f"{self.year:04}"]
        if self.month is not None:
            parts.append(f"{self.month:02}")
        if self.day is not None:
            parts.append(f"{self.day:02}")
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Range:
    """An inclusive run of lines or pages; `start == end` for a single one."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Locator:
    """The pinpoint of a citation. `label` is CSL's term (`page`, `paragraph`, `line`, …)."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class CitationItem:
    """One source within a citation, in Pandoc's terms.

    `prefix` and `suffix` are the words around the key as the author wrote them, the locator still in
    the suffix: citeproc reads it there. `locator` is the same pinpoint as far as we could read it.
    """

    key: str
    place: Place
    prefix: str = ""
    suffix: str = ""
    locator: Locator | None = None
    suppress_author: bool = False
    author_in_text: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """`[see @a, para. 5; @b]` in running text or in a footnote.

    In running text `lead` is the white space in front of it and `trail` the punctuation right behind
    it: where the note's mark stands relative to them depends on the language, so `compose` puts them
    back. Inside a footnote both are empty and the text keeps its own.
    """

    items: tuple[CitationItem, ...]
    place: Place
    lead: str = ""
    trail: str = ""


@dataclass(frozen=True, slots=True)
class EntryReference:
    """`[the motion](#edm-448)`: a link to another entry, printed with its page."""

    target: str
    text: Markup
    place: Place


@dataclass(frozen=True, slots=True)
class Footnote:
    """`[^1]` or `^[inline]`: the author's own note. `parts` is the content of the note."""

    parts: tuple[Part, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the program's own in the entry's language; `key` is that of `compose`'s phrases."""

    key: str


@dataclass(frozen=True, slots=True)
class OriginalPassage:
    """The passage of which a quoted block is a translation, printed beside it.

    `language` is the author's word for it, "" where that of the archived file of the source `key` holds.
    """

    text: str
    language: str
    key: str


Part = Markup | Citation | EntryReference | Footnote | Term | OriginalPassage
"""A piece of a body in reading order: finished HTML, or what only a later stage can write."""


def flat(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts with those of their footnotes, each footnote before what it holds."""
    for part in parts:
        yield part
        if isinstance(part, Footnote):
            yield from flat(part.parts)


def cited_items(parts: Iterable[Part]) -> Iterator[CitationItem]:
    """Every source cited in the parts and in their footnotes, in order of reading."""
    return (item for part in flat(parts) if isinstance(part, Citation) for item in part.items)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Verbatim words with a citation: a blockquote that ends with one, or a quoted run before one."""

    text: str
    citation: Citation
    place: Place
    block: bool
    language: str = ""
    original: str = ""
    translation: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a body shows; `path` is relative to the dossier's folder."""

    path: str
    place: Place


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a body: `level` as printed (2 to 6), `title` as plain text."""

    level: int
    title: str


@dataclass(frozen=True, slots=True)
class Body:
    """An entry's text: HTML in pieces, with the citations and notes between them still unwritten.

    The n-th of `headings` is the element with `data-heading="n"`, counted from 1.
    """

    parts: tuple[Part, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    pictures: tuple[Picture, ...] = ()
    headings: tuple[Heading, ...] = ()


class Kind(StrEnum):
    STATEMENT = "statement"
    REPORT = "report"
    MOTION = "motion"
    RESOLUTION = "resolution"
    PRESS = "press"
    LETTER = "letter"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a statement says happened, for the chronology."""

    date: PartialDate
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement on record, or a piece of the compiler's own prose (`Kind.TEXT`).

    `id` is the stem of its file. `language` is a BCP 47 tag, the dossier's where the entry has none.
    `kicker` is a short line that stands above the title in the original. `date_label` says what happened
    on `date` where that is not the statement's own date ("distributed", "tabled"), printed wherever the
    date is. `unreadable`: its file has faults, and all that stands there is that it has.
    """

    id: str
    place: Place
    title: str
    body: Body
    by: tuple[str, ...] = ()
    date: PartialDate | None = None
    kind: Kind = Kind.STATEMENT
    language: str = "en"
    facts: tuple[Fact, ...] = ()
    events: tuple[Event, ...] = ()
    kicker: str = ""
    date_label: str = ""
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One link of the chain of custody, or one transformation of a file (Berkeley Protocol, 153-167)."""

    when: str = ""
    who: str = ""
    what: str = ""
    tool: str = ""


@dataclass(frozen=True, slots=True)
class Archive:
    """The archived file of a source, or where its words are reproduced (`via`).

    Exactly one of `file` (relative to the dossier's folder) and `via` (the key of another source) is
    set. `lines` and `pages` name the part meant, `print_pages` the part appended. `fit`, `landscape`,
    `original` and `append` are for this file alone, None where those of the dossier hold.
    """

    place: Place
    file: str = ""
    via: str = ""
    lines: tuple[Range, ...] = ()
    pages: tuple[Range, ...] = ()
    print_pages: tuple[Range, ...] = ()
    first_page: int | None = None
    sha256: str = ""
    language: str = ""
    captured: str = ""
    captured_by: str = ""
    method: str = ""
    url: str = ""
    password_env: str = ""
    custody: tuple[Step, ...] = ()
    transformations: tuple[Step, ...] = ()
    fit: Fit | None = None
    landscape: Landscape | None = None
    original: Original | None = None
    append: bool | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A thing cited. `csl` is its CSL data as plain JSON values, `archive` left out."""

    id: str
    place: Place
    csl: Mapping[str, object]
    archive: Archive | None = None


class Paper(StrEnum):
    A4 = "A4"
    LETTER = "Letter"


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that the author wrote, checked. `entries` stand in the order in which they print.

    `annexes` is "cited", "none", or the keys of the sources to append. `root` is the dossier's folder.
    `misquoted` is how grave it is that a quotation is not as its source has it; `highlight`: quoted passages
    are marked on annex pages. `edition` is the name that stands on every page. `places` holds the place of
    each top-level key of `dossier.yaml`, for problems found later.
    """

    root: Path
    title: str
    entries: tuple[Entry, ...]
    sources: Mapping[str, Source] = field(default_factory=dict)
    subtitle: str = ""
    language: str = "en"
    date: PartialDate | None = None
    reference: str = ""
    submitter: tuple[str, ...] = ()
    addressee: tuple[str, ...] = ()
    paper: Paper = Paper.A4
    citation_style: str = "un"
    entries_start: str = "new-page"
    pagination: Pagination = Pagination.LABELLED
    duplex: bool = False
    annexes: str | tuple[str, ...] = "cited"
    annex_settings: AnnexSettings = field(default_factory=AnnexSettings)
    misquoted: Severity = Severity.ERROR
    highlight: bool = True
    edition: str = ""
    places: Mapping[str, Place] = field(default_factory=dict)
