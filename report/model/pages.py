"""Sections, and what they become on paper: made by `compose` and `render`, for `join`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from report.model.attestation import Block
from report.model.evidence import PagedFile
from report.model.problems import Place


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


@dataclass(frozen=True, order=True, slots=True)
class Note:
    """A note by its number in the dossier, from 1, and by its name, which does not change with the notes
    before it: `ENTRY:c3` is the third citation of its entry, `ENTRY:n1` the first note that is none. Its mark
    has the anchor `mark:NAME`.
    """

    number: int
    name: str

    @property
    def anchor(self) -> str:
        return f"note:{self.name}"


@dataclass(frozen=True, slots=True)
class Section:
    """The pages between two forced page breaks: the unit of rendering.

    `html` is a complete document without stylesheets of its own; `styles` are their names, in order
    (`type.css`), looked up in the dossier's `styles/` and then in the program's. Where it prints the
    number of a page or of a note it has an empty element, which is filled before rendering
    (`report/filling.py`). Links inside the
    dossier are written `dossier:ANCHOR`, so that a section needs no other to be rendered.
    `notes` are the numbers of its notes; what they are called in the HTML is `Note`'s. `heads` pairs an
    anchor with the running head that holds from it on.
    `file`, where there is one, is an archived file whose pages are the section's: then `html` is "", and
    page i of the file, from 1, has the anchor `annex:N:page:i`.
    `first_page` is the number printed on the first page of that file, where the author knows it.
    `language` (BCP 47) is the file's, "" where it is the dossier's or not known.
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
    annex_name: str = ""
    cover: bool = False
    file: PagedFile | None = None
    first_page: int | None = None
    language: str = ""
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
class LateNumber:
    """A number that was drawn as a sample, each of its digits 0, and whose digits `join` sets.

    `key` says which number it is (`report/late.py`). On page `page`, from 0, its content has at byte `at` the
    array `drawn` of glyph numbers that show `sample`. `digits` are the glyph numbers of 0 to 9, each as wide
    as `width`, in 1/1000 of the size. In a `column` the number may have fewer digits than the sample: then
    the room for them is left free before it, or behind it where `column` is "left".
    """

    key: str
    page: int
    at: int
    drawn: bytes
    sample: str
    digits: tuple[bytes, ...]
    width: float
    column: str = ""


@dataclass(frozen=True, slots=True)
class Sheets:
    """A rendered section: a small tagged PDF and where its anchors fell.

    Those of an archived file (`Section.file`) have no PDF of their own: it is the file's.

    `fonts` maps the key of a font resource in the PDF to its use; a font that cannot be cut anew
    (variable, coloured, made of bitmaps, lacking a glyph that is wanted) is embedded and not in it.
    `margins` are those on the left and on the right, in points: a page that is printed on the back of
    another is moved by their difference. `numbers` are those whose digits are still to be set.
    """

    pdf: bytes = field(repr=False)
    pages: int
    anchors: Mapping[str, Spot]
    fonts: Mapping[str, FontUse] = field(repr=False, default_factory=dict)
    margins: tuple[float, float] = (0.0, 0.0)
    numbers: tuple[LateNumber, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the furniture for text that differs from page to page (a number).

    `x` and the baseline `y` are in points from the page's top left; at `x` the text begins ("left"),
    is centred ("center") or ends ("right"). `glyphs` are the glyph numbers of the characters that it can
    hold, in the font whose resource key is `font`; `paint` sets the colour, in PDF operators. `area` is
    what a link on it covers: left, top, right, bottom, in points from the page's top left.
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
    area: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Furniture:
    """One kind of furniture, rendered once: pages of `sheets` to lay over others, and slots between them.

    `layers` has the numbers of the pages, from 0, and the slots, in the order in which they are read.
    """

    sheets: Sheets
    layers: tuple[int | Slot, ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(layer for layer in self.layers if isinstance(layer, Slot))


@dataclass(frozen=True, slots=True)
class Imprint:
    """What every page says of the edition: `line` beside the folio, `across` large across the page."""

    line: str = ""
    across: str = ""


NO_IMPRINT = Imprint()


@dataclass(frozen=True, slots=True)
class SlotLink:
    """What a slot leads to: an anchor, and what the link is called for those who do not see it."""

    anchor: str
    name: str


@dataclass(frozen=True, slots=True)
class Highlight:
    """A quoted passage on a page: the note that quotes it, what a link to that is called, blocks of lines.

    `right_to_left` text begins at the right, and is marked there.
    """

    note: Note
    name: str
    blocks: tuple[Block, ...]
    right_to_left: bool = False


@dataclass(frozen=True, slots=True)
class PageFurniture:
    """The furniture of one page: `texts` fills the slots, by name; those in `links` lead somewhere.

    `highlights` are the passages of the page that are quoted.
    """

    furniture: Furniture
    texts: Mapping[str, str]
    links: Mapping[str, SlotLink] = field(default_factory=dict)
    highlights: tuple[Highlight, ...] = ()
