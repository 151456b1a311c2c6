"""The orders in which a page can be read, beside that of its content: in go its characters, out come those
that differ. Line ends, white space and hyphens are no difference.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from itertools import pairwise

from report.read.letters.columns import Line, lines_in_order
from report.read.letters.content import Content
from report.read.letters.page import Order
from report.read.letters.pieces import Piece, pieces

_SPACE = 0.15
"""Times the height of its line that a gap is wide at least to be a space."""
_BETWEEN = -1


def other_orders(content: Content, angle: Callable[[int], float]) -> tuple[Order, ...]:
    """The likeliest first. `angle` is that of `Glyphs`."""
    found = pieces(content, angle)
    lines = [
        line for turn in _turns(found) for line in lines_in_order([one for one in found if one.turn == turn])
    ]
    if _same(found, lines):
        return ()
    return (_order(content, lines),)


def _turns(found: Sequence[Piece]) -> list[int]:
    """The directions of writing on the page, that of most of it first."""
    amounts = dict.fromkeys(range(4), 0)
    for piece in found:
        amounts[piece.turn] += piece.end - piece.start
    return sorted((turn for turn in amounts if amounts[turn]), key=lambda turn: (-amounts[turn], turn))


def _same(found: Sequence[Piece], lines: Sequence[Line]) -> bool:
    return list(found) == [piece for line in lines for piece in line]


def _order(content: Content, lines: Sequence[Line]) -> Order:
    text: list[str] = []
    places = array("i")

    def separate(sign: str) -> None:
        text.append(sign)
        places.append(_BETWEEN)

    for line in lines:
        if text:
            separate("\n")
        for before, piece in pairwise((None, *line)):
            assert piece is not None
            if before is not None and _apart(before, piece):
                separate(" ")
            text.append(content.text[piece.start : piece.end])
            places.extend(range(piece.start, piece.end))
    return Order("".join(text), places)


def _apart(before: Piece, piece: Piece) -> bool:
    return piece.left - before.right >= _SPACE * min(before.height, piece.height)
