"""The values that travel between the stages: frozen, typed, without behaviour of their own.

Every stage is a function from some of these values to others (`docs/architecture.md`). Nothing here
imports a stage; every stage may import this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from markupsafe import Markup

# ---------------------------------------------------------------------------------------------------
# Problems


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a file that the author wrote.

    `file` is relative to the dossier's folder, with forward slashes; `line` and `column` count from 1.
    """

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that the author can mend.

    `code` is a stable kebab-case name for programs (`unknown-source`), `message` says what is wrong,
    `hint` how to mend it ("" when the message says it all).
    """

    severity: Severity
    code: str
    message: str
    place: Place
    hint: str = ""


def error(code: str, message: str, place: Place, hint: str = "") -> Problem:
    return Problem(Severity.ERROR, code, message, place, hint)


def warning(code: str, message: str, place: Place, hint: str = "") -> Problem:
    return Problem(Severity.WARNING, code, message, place, hint)


# ---------------------------------------------------------------------------------------------------
# What the author wrote (made by `load`)


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


Part = Markup | Citation | EntryReference | Footnote
"""A piece of a body in reading order: finished HTML, or what only a later stage can write."""


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
    date is.
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
    set. `lines` and `pages` name the part meant, `print_pages` the part appended.
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
    `place` holds the place of each top-level key of `dossier.yaml`, for problems found later.
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
    pagination: str = "labelled"
    annexes: str | tuple[str, ...] = "cited"
    places: Mapping[str, Place] = field(default_factory=dict)


# ---------------------------------------------------------------------------------------------------
# Archived files, read (made by `read`)


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
    """

    number: int
    file: TextFile
    sources: tuple[str, ...]
    via: tuple[str, ...] = ()


# ---------------------------------------------------------------------------------------------------
# Citations, written (made by `cite`)


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


# ---------------------------------------------------------------------------------------------------
# Pages (made by `compose`, `render`, `join`)


class Series(StrEnum):
    """How a section's pages are counted when `pagination` is `labelled`."""

    FRONT = "front"  # i, ii, iii
    REPORT = "report"  # 1, 2, 3
    ANNEX = "annex"  # A1, A1-i, A1-1


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One line of the PDF's outline: `level` from 1, and the anchor that it leads to."""

    level: int
    title: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Section:
    """The pages between two forced page breaks: the unit of rendering.

    `html` is a complete document without stylesheets of its own; `styles` are their names, in order
    (`type.css`), looked up in the dossier's `styles/` and then in the program's. Where it prints the
    folio of an anchor it has an empty `<span data-folio="ANCHOR"></span>`, and for a list of pages
    `<span data-folios="ANCHOR ANCHOR …"></span>`; both are filled before rendering. Links inside the
    dossier are written `dossier:ANCHOR`, so that a section needs no other to be rendered.
    `notes` are the numbers of its notes: the mark of note 12 has the anchor `mark:12`, the note itself
    `note:12`. `heads` pairs an anchor with the running head that holds from it on.
    `places` says where the author wrote what the section shows, by anchor, for problems found in
    rendering (an entry's, a note's).
    """

    id: str
    html: str
    series: Series
    styles: tuple[str, ...] = ()
    notes: range = range(1, 1)
    heads: tuple[tuple[str, str], ...] = ()
    bookmarks: tuple[Bookmark, ...] = ()
    annex: int | None = None
    cover: bool = False
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spot:
    """A point on a page: `page` counts from 0 in its section; x, y in points from the page's top left."""

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font as it was before it was cut down, so that `join` can cut it once for all its uses."""

    digest: str
    index: int
    data: bytes = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class FontUse:
    """What a section uses of a font: `widths` (in 1/1000 of the size) and `texts` by glyph number.

    The sheet's own font dictionary then has no font file; `join` writes one for the whole dossier.
    `ascent` and `descent` are in 1/1000 of the size, `flags` those of a font descriptor (ISO 32000-1,
    table 123).
    """

    file: FontFile
    name: str
    family: str
    flags: int
    ascent: float
    descent: float
    widths: Mapping[int, float]
    texts: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Sheets:
    """A rendered section: a small tagged PDF and where its anchors fell.

    `fonts` maps the key of a font resource in the PDF to its use; a font that cannot be cut anew
    (variable, coloured, made of bitmaps, lacking a glyph that is wanted) is embedded and not in it.
    """

    pdf: bytes = field(repr=False)
    pages: int
    anchors: Mapping[str, Spot]
    fonts: Mapping[str, FontUse] = field(repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the furniture for text that differs from page to page (a number).

    `x` and the baseline `y` are in points from the page's top left; at `x` the text begins ("left"),
    is centred ("center") or ends ("right"). `glyphs` are the glyph numbers of the characters that it can
    hold, in the font whose resource key is `font`; `paint` sets the colour, in PDF operators.
    """

    name: str
    x: float
    y: float
    align: str
    font: str
    size: float
    glyphs: Mapping[str, int]
    spacing: float = 0.0
    paint: bytes = b""


@dataclass(frozen=True, slots=True)
class Furniture:
    """One kind of furniture, rendered once: a page of `sheets` to lay over others, and its slots."""

    sheets: Sheets
    page: int
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class PageFurniture:
    """The furniture of one page: `texts` fills the slots, by name."""

    furniture: Furniture
    texts: Mapping[str, str]
