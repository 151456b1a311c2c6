"""The marked content of a page's stream: read as WeasyPrint wrote it, written anew as the tree wants it.

WeasyPrint marks every run of a line by itself, artifacts (an underline) inside of it. Here runs that belong
to one element and were drawn one after the other become one piece, so that a paragraph on a page is one MCID;
what has no place in the tree becomes an artifact; an artifact inside a piece loses its marks
(ISO 14289-1, 7.1: neither may stand inside the other).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pydyf

from report.render.tags.tree import Leaf


class Canvas:
    """One stream with marks: a page's, or that of a transparency group (`group`) on the page.

    `owners` are the elements (as references) of the pieces, by their new number.
    """

    def __init__(self, page: int, stream: Any, group: bool) -> None:
        self.page, self.group, self.owners = page, group, list[bytes]()
        self._stream: Any = stream
        self._spans: dict[int, tuple[int, int]] = {}
        self._begins: dict[int, tuple[str, int]] = {}
        self._placed: set[int] = set()
        self._dropped: set[int] = set()
        self._read()

    @property
    def reference(self) -> bytes:
        reference: bytes = self._stream.reference
        return reference

    @property
    def numbers(self) -> Sequence[int]:
        return list(self._spans)

    def name(self, parent: int) -> None:
        """Say where the parent tree has this stream's pieces (a page says it itself)."""
        self._stream.extra["StructParents"] = parent

    def place(self, run: Sequence[Leaf], tag: str, owner: bytes) -> Iterator[int]:
        """Give the leaves of one element, in their order, as few numbers as can be; yields the new ones."""
        for piece in self._pieces(run):
            if all(leaf.blank for leaf in piece):
                continue
            self._begins[piece[0].number] = (tag, len(self.owners))
            self._placed.update(leaf.number for leaf in piece)
            for leaf in piece[1:]:
                self._join_to_last(leaf)
            yield len(self.owners)
            self.owners.append(owner)

    def placed(self, leaf: Leaf) -> bool:
        return leaf.number in self._placed

    def write(self) -> None:
        """Put the new marks into the stream."""
        items: list[Any] = self._stream.stream
        marks: dict[int, tuple[Any, ...]] = dict.fromkeys(self._dropped, ())
        for number, (begin, _) in self._spans.items():
            tag, new = self._begins.get(number, ("Artifact", None))
            if new is None:
                marks[begin] = (f"/{tag}", b"BMC")
            else:
                marks[begin] = (f"/{tag}", pydyf.Dictionary({"MCID": new}), b"BDC")
            marks[begin + 1] = marks[begin + 2] = ()
        items[:] = [new for i, item in enumerate(items) for new in marks.get(i, (item,))]

    def _read(self) -> None:
        """Find the begin (its tag) and end of each numbered piece, and drop the marks inside of others."""
        items = self._stream.stream
        open_: list[tuple[int, int | None]] = []
        for i, item in enumerate(items):
            if item == b"BDC" or item == b"BMC":
                numbered = item == b"BDC"
                begin = i - 2 if numbered else i - 1
                open_.append((begin, items[i - 1]["MCID"] if numbered else None))
            elif item == b"EMC":
                begin, number = open_.pop()
                if number is not None:
                    self._spans[number] = (begin, i)
                elif open_:
                    self._dropped.update((begin, begin + 1, i))

    def _pieces(self, run: Sequence[Leaf]) -> Iterator[list[Leaf]]:
        piece: list[Leaf] = []
        for leaf in run:
            if piece and self._spans[piece[-1].number][1] + 1 != self._spans[leaf.number][0]:
                yield piece
                piece = []
            piece.append(leaf)
        if piece:
            yield piece

    def _join_to_last(self, leaf: Leaf) -> None:
        """Take out the end of the run before, which is the item in front, and the begin of this one."""
        begin, _ = self._spans.pop(leaf.number)
        self._dropped.update(range(begin - 1, begin + 3))
