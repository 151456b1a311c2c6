"""The letters of a page: its characters in the order of its content, and the other orders to read them in.

Values, made by the reader (`reader`), carried by `frame`, and used by whoever looks words up.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

UNIT = 1 / 20
"""Points of one step of `Letters.edges`."""

NOWHERE = -(2**31)
"""The left edge of what is not drawn."""


@dataclass(frozen=True, slots=True)
class Order:
    """Another order of reading. `places` says which of the page's characters each of its own is, -1 where
    it is an inferred space or a line's end.
    """

    text: str = field(repr=False)
    places: array[int] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Letters:
    """A page: `number` counts the fitted pages from 1; `text` is in the order of the content.

    `edges` are the left, bottom, right and top of each character, in steps of `UNIT` from the bottom left.
    """

    number: int
    text: str = field(default="", repr=False)
    edges: array[int] = field(default_factory=lambda: array("i"), repr=False)
    others: tuple[Order, ...] = ()
