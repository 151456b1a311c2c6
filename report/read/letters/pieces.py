"""Cuts a page's text into pieces: words that stand on one line, one behind the other, without a wide gap.

In go the characters in the order of the content, out come pieces, each with its box, turned upright.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import pi

from report.read.letters.content import Content

_WORD = re.compile(r"\S+")
_GAP = 0.8
"""Times the height of its letters that a space can be wide within a piece: what is wider may be a gutter."""
_BACK = 0.4
"""Times the height that a word may begin before the end of the one in front of it: letters lean over."""

Edges = tuple[int, int, int, int]


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
    line_end = True
    last = 0
    for start, end in _words(content.text):
        line_end = line_end or "\n" in content.text[last:start]
        last = end
        edges = _box(content.edges, start, end)
        turn = found[-1].turn if found and not line_end else _quarters(angle(content.origins[start]))
        word = Piece(start, end, *_turned(edges, turn), turn)
        if found and not line_end and _follows(found[-1], word):
            word = _joined(found.pop(), word)
        found.append(word)
        line_end = False
    return found


def _words(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _WORD.finditer(text))


def _box(edges: array[int], start: int, end: int) -> Edges:
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


def _turned(edges: Edges, turn: int) -> Edges:
    """Turned clockwise about the corner of the page."""
    left, bottom, right, top = edges
    match turn:
        case 1:
            return bottom, -right, top, -left
        case 2:
            return -right, -top, -left, -bottom
        case 3:
            return -top, left, -bottom, right
    return edges


def _follows(piece: Piece, word: Piece) -> bool:
    """Whether the word stands on the piece's line and next to it, on either side."""
    height = max(piece.height, word.height)
    overlap = min(piece.top, word.top) - max(piece.bottom, word.bottom)
    gap = max(word.left - piece.right, piece.left - word.right)
    return overlap * 3 >= min(piece.height, word.height) and -_BACK * height <= gap <= _GAP * height


def _joined(piece: Piece, word: Piece) -> Piece:
    return Piece(
        piece.start,
        word.end,
        min(piece.left, word.left),
        min(piece.bottom, word.bottom),
        max(piece.right, word.right),
        max(piece.top, word.top),
        piece.turn,
    )
