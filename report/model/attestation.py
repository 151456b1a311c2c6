"""Words of sources as they can be searched, and what was found of a quotation in them: made by `verify`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points from the bottom left of the appended page."""


@dataclass(frozen=True, slots=True)
class PageWords:
    """What stands on a page of a source, or in a line of a text, in one reading order.

    `number` counts the file's pages from 1 (in a text: the line). `boxes` has one item for each character of
    `text`, None for those that are not drawn (inferred spaces and line ends); () where places do not matter.
    """

    number: int
    text: str = field(repr=False)
    boxes: Sequence[Box | None] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Document:
    """A source: its pages in order, each in the reading orders to be tried, the likeliest first."""

    pages: tuple[tuple[PageWords, ...], ...]
    language: str = ""


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
    """What was found. `spans` are where, in the order of the words; `changes` how the nearest one differs.

    `lesser`: the only differences are in punctuation.
    """

    verdict: Verdict
    spans: tuple[Span, ...] = ()
    changes: tuple[Change, ...] = ()
    lesser: bool = False
