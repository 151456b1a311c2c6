"""Cuts a page's text into pieces: words that stand on one line, one behind the other, without a wide gap.

In go the characters in the order of the content, out come pieces, each with its box, turned upright.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import pi

from report.read.letters.bidi import RIGHT_TO_LEFT
from report.read.letters.content import Content

_LINE = re.compile(r"\S(?:.*\S)?")
_SPACE = re.compile(r"\s+")
_GAP = 0.8
"""Times the height of its letters that a space can be wide within a piece: what is wider may be a gutter."""
_BACK = 0.4
"""Times the height that a word may begin before the end of the one in front of it: letters lean over."""
_OFF = 0.5
"""Times the height by which neighbours on a line, a comma and a quotation mark, are above each other."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The characters from `start` up to `end`, and their box in steps, as if the page were turned so that the
    writing is level: by `turn` quarters clockwise.
    """

    start: int
    end: int
    left: int
    bottom: int
    right: int
    top: int
    turn: int = 0

    @property
    def height(self) -> int:
        return self.top - self.bottom


def pieces(content: Content, angle: Callable[[int], float]) -> list[Piece]:
    """`angle` gives the direction in which pdfium's character of an index is written, in radians."""
    found: list[Piece] = []
    for line in _LINE.finditer(content.text):
        start, end = line.span()
        turn = _quarters(angle(content.origins[start]))
        found += (
            Piece(first, last, *_turned(_box(content.edges, first, last), turn), turn)
            for first, last in _cut(content, start, end, turn)
        )
    return found


def _cut(content: Content, start: int, end: int, turn: int) -> Iterator[tuple[int, int]]:
    """A line's text, cut where there is a wide gap, or the writing goes on somewhere else."""
    edges, text = content.edges, content.text
    _, bottom, _, top = _turned(_box(edges, start, end), turn)
    height = top - bottom
    begin = start
    for space in _SPACE.finditer(text, start, end):
        before, behind = space.start() - 1, space.end()
        left, low, right, high = edges[4 * before : 4 * before + 4]
        next_left, next_low, next_right, next_high = edges[4 * behind : 4 * behind + 4]
        if turn:
            left, low, right, high = _turned((left, low, right, high), turn)
            following = (next_left, next_low, next_right, next_high)
            next_left, next_low, next_right, next_high = _turned(following, turn)
        gap = next_left - right
        if gap < 0 and (RIGHT_TO_LEFT.match(text, before) or RIGHT_TO_LEFT.match(text, behind)):
            gap = max(gap, left - next_right)
        off = max(next_low - high, low - next_high)
        if not -_BACK * height <= gap <= _GAP * height or off > _OFF * height:
            yield begin, before + 1
            begin = behind
    yield begin, end


def _box(edges: array[int], start: int, end: int) -> tuple[int, int, int, int]:
    at, to = 4 * start, 4 * end
    return (
        min(edges[at:to:4]),
        min(edges[at + 1 : to : 4]),
        max(edges[at + 2 : to : 4]),
        max(edges[at + 3 : to : 4]),
    )


def _quarters(angle: float) -> int:
    """The nearest number of quarter turns: slanted writing is read with what is nearly as it is."""
    return round(angle / (pi / 2)) % 4


def _turned(edges: Sequence[int], turn: int) -> tuple[int, int, int, int]:
    """Turned clockwise about the corner of the page."""
    left, bottom, right, top = edges
    match turn:
        case 1:
            return bottom, -right, top, -left
        case 2:
            return -right, -top, -left, -bottom
        case 3:
            return -top, left, -bottom, right
    return left, bottom, right, top
