"""Words of sources as they can be searched, and what was found of a quotation in them: made by `verify`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from report.model.dossier import Quotation

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points from the bottom left of the appended page."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a passage that stand below each other, as they are read: the page, where its lines are turned
    by `turn` degrees against the clock, turned back about its bottom left corner.

    `left` is where the next text at its left ends and `right` where that at its right begins, endless where
    there is none.
    """

    box: Box
    left: float
    right: float
    turn: int = 0


@dataclass(frozen=True, slots=True)
class PageWords:
    """What stands on a page of a source, or in a line of a text, in one reading order.

    `number` counts the file's pages from 1 (in a text: the line). `boxes` has one item for each character of
    `text`, None for those that are not drawn (inferred spaces and line ends); () where places do not matter.
    `recognised`: the text was recognised in a picture (OCR), and may have faults.
    """

    number: int
    text: str = field(repr=False)
    boxes: Sequence[Box | None] = field(default=(), repr=False)
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A source: its pages in order, each in the reading orders to be tried, the likeliest first.

    `unread` are the numbers of pages that are pictures and were not recognised: what stands on them is not
    known, but for a stamp or the like. `unrecognised` says why, and how to mend it; None where there are
    none, and where nothing is installed to do it.
    """

    pages: tuple[tuple[PageWords, ...], ...]
    language: str = ""
    unrecognised: tuple[str, str] | None = None
    unread: frozenset[int] = frozenset()


class Verdict(StrEnum):
    VERBATIM = "verbatim"
    ALTERED = "altered"
    ABSENT = "absent"
    UNREADABLE = "unreadable"
    TRANSLATION = "translation"
    NO_ARCHIVE = "no-archive"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters on a page: `start` and `end` are indices into the text of one of its orders."""

    page: int
    order: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what the quotation has and what the source has, "" for nothing there."""

    quoted: str
    source: str


@dataclass(frozen=True, slots=True)
class Match:
    """What was found. `spans` are where, in the order of the words; `changes` how the nearest passage differs
    from them. `lesser`: the only differences are in punctuation.
    """

    verdict: Verdict
    spans: tuple[Span, ...] = ()
    changes: tuple[Change, ...] = ()
    lesser: bool = False


@dataclass(frozen=True, slots=True)
class Attested:
    """A quotation of an entry and what was found of it. `source` is the key that it is said to be of.

    `via` is the key of the source that reproduces that one's words, where they were looked up there. `path`
    and `sha256` are those of the file. `page` or `line` is where in it the words begin (pages counted from
    1), `number` that page's number as the file prints it. `boxes` are the blocks of lines on each page.
    `elsewhere` is the page (of a text, the line) that the citation names, where the words do not stand on it.
    `passage` is what the source has, where the quotation is altered. `paragraph` is the number of the one in
    which the words begin, where the source's can be read; `other_paragraph` the one that the citation names,
    if another.
    `recognised`: the words that it was compared with were recognised in a picture (OCR). `left_out`: they
    stand on a page that is not appended, though others of the file are; then `annex` is None. `unread` are
    the numbers, as the file prints them, of pages that could not be read, if the words are not on others.
    `instead` is where in the files that are quoted absent words stand (`sources/b.pdf, p. 2`), else "".
    """

    entry: str
    quotation: Quotation
    source: str
    match: Match
    via: str | None = None
    path: str = ""
    sha256: str = ""
    annex: int | None = None
    page: int | None = None
    number: str = ""
    line: int | None = None
    boxes: Mapping[int, tuple[Block, ...]] = field(default_factory=dict, repr=False)
    elsewhere: str = ""
    passage: str = field(default="", repr=False)
    paragraph: int | None = None
    other_paragraph: str = ""
    recognised: bool = False
    left_out: bool = False
    unread: tuple[str, ...] = ()
    instead: str = ""

    @property
    def anchor(self) -> str:
        """Of the place in the annex where the words begin, "" where nothing was found or is appended."""
        if self.annex is None or not self.match.spans:
            return ""
        where = f"line:{self.line}" if self.line is not None else f"page:{self.page}"
        return f"annex:{self.annex}:{where}"
