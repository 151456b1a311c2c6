"""Which numbers the objects of the PDF have: those that many parts use first, then each part's.

In go the pieces; out come the number with which each part begins, and those of shared objects. Numbers leave
room, so that a part that grows by a note does not move the ones behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from report.join.dress import Piece
from report.join.writer import streams_for

_STEP = 32


def room(objects: int) -> int:
    """Numbers that are kept for so many objects: an eighth more, at least, in steps."""
    return -(-(objects + objects // 8) // _STEP) * _STEP


def size_of(piece: Piece) -> int:
    """The numbers of a part, those of its object streams among them."""
    streams = sum(streams_for(len(some.numbers)) for some in piece.chunks)
    return room(max(piece.count + streams, piece.keys))


def bases(pieces: Sequence[Piece], first: int) -> tuple[int, ...]:
    """The number with which each part begins, and the one behind the last."""
    return tuple(accumulate(map(size_of, pieces), initial=first))
