"""Boxes of characters, made when they are asked for: few of a file's million are."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import overload

from report.model.attestation import Box
from report.read.letters.page import UNIT

_HAIR = 2
"""Steps: as low are boxes of spaces, but of no ink."""


class Boxes(Sequence[Box | None]):
    """The box of each character in one order of reading, in points; None for what is not drawn."""

    def __init__(self, edges: array[int], places: array[int] | None = None) -> None:
        """`edges` are those of `Letters`, `places` those of an `Order`; None for the order of the content."""
        self._edges = edges
        self._places = places

    def __len__(self) -> int:
        return len(self._edges) // 4 if self._places is None else len(self._places)

    @overload
    def __getitem__(self, index: int) -> Box | None: ...
    @overload
    def __getitem__(self, index: slice) -> list[Box | None]: ...
    def __getitem__(self, index: int | slice) -> Box | list[Box | None] | None:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        place = range(len(self))[index] if self._places is None else self._places[index]
        if place < 0:
            return None
        left, bottom, right, top = self._edges[4 * place : 4 * place + 4]
        # Of a space pdfium tells the line of writing and the width.
        if right <= left or top - bottom <= _HAIR:
            return None
        return left * UNIT, bottom * UNIT, right * UNIT, top * UNIT
