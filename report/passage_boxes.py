"""Where a passage stands on its pages: spans of letters go in, blocks of lines come out.

Lines that follow each other downwards are a block; the next column begins a new one. A page that was turned
is looked at as its reader holds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import overload

from report.directions import begins_from_the_right
from report.model import Block, Box, Document, PageWords, Span
from report.turned import turned

_LINE = 14.0
_SLACK = 0.5
"""A letter of a line may stand so much higher or lower than the line's others: part of a line's height, of
which no more than so many points count."""


@dataclass(frozen=True, slots=True)
class _Letters:
    """The boxes of the letters of a page whose lines are turned by `turn` degrees, as they are read."""

    boxes: Sequence[Box | None]
    turn: int

    def __len__(self) -> int:
        return len(self.boxes)

    @overload
    def __getitem__(self, at: int) -> Box | None: ...
    @overload
    def __getitem__(self, at: slice) -> list[Box | None]: ...
    def __getitem__(self, at: int | slice) -> Box | list[Box | None] | None:
        if isinstance(at, slice):
            return [turned(box, self.turn) if box else None for box in self.boxes[at]]
        box = self.boxes[at]
        return turned(box, self.turn) if box else None


def boxes_of(spans: Sequence[Span], document: Document) -> dict[int, tuple[Block, ...]]:
    """The blocks in which the words stand on each page, in the order of the words."""
    orders = {page[0].number: page for page in document.pages}
    found: dict[int, list[Block]] = {}
    for span in spans:
        order = orders[span.page][span.order]
        turn = _turn(order, span)
        letters = _Letters(order.boxes, turn)
        blocks = found.setdefault(span.page, [])
        for lines in _columns(_lines(letters, span)):
            box = lines[0]
            for line in lines[1:]:
                box = _united(box, line)
            if blocks and blocks[-1].turn == turn and blocks[-1].box == box:
                continue  # two pieces of the same lines
            blocks.append(Block(box, *_free(box, letters, order.text), turn))
    return {page: tuple(blocks) for page, blocks in found.items()}


def _turn(order: PageWords, span: Span) -> int:
    """By the way that the letters go on, most of them."""
    boxes = [box for box in order.boxes[span.start : span.end] if box]
    steps = [(_middle(b, 0) - _middle(a, 0), _middle(b, 1) - _middle(a, 1)) for a, b in pairwise(boxes)]
    upright = sum(abs(x) > abs(y) for x, y in steps)
    if 2 * upright >= len(steps):
        return 0
    upwards = sum(y > 0 for x, y in steps if abs(y) > abs(x))
    rising = 2 * upwards > len(steps) - upright
    return 90 if rising != begins_from_the_right(order.text[span.start : span.end]) else 270


def _middle(box: Box, axis: int) -> float:
    return (box[axis] + box[axis + 2]) / 2


def _lines(letters: _Letters, span: Span) -> list[Box]:
    start, end = _whole_lines(letters, span.start, span.end)
    return _united_lines(letters[start:end])


def _united_lines(letters: Sequence[Box | None]) -> list[Box]:
    """Letters beside each other, united."""
    lines: list[Box] = []
    for box in letters:
        if box is None:
            continue
        if lines and _same_line(lines[-1], box):
            lines[-1] = _united(lines[-1], box)
        else:
            lines.append(box)
    return lines


def _columns(lines: Sequence[Box]) -> list[list[Box]]:
    """One that stands higher than the last begins a new column."""
    columns: list[list[Box]] = []
    for line in lines:
        if columns and _middle(line, 1) <= columns[-1][-1][3]:
            columns[-1].append(line)
        else:
            columns.append([line])
    return columns


def _free(box: Box, letters: _Letters, text: str) -> tuple[float, float]:
    """Where the next letter at the left of a block ends, and where that at its right begins.

    Of each line of the text one letter tells whether it can stand beside the block: a page has thousands of
    letters, and boxes are made when they are asked for.
    """
    left, bottom, right, top = box
    slack = _SLACK * min(top - bottom, _LINE)
    ends, begins = [-inf], [inf]
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        probe = next((one for at in range(start + len(line) // 2, end) if (one := letters[at])), None)
        probe = probe or next((one for at in range(start, end) if (one := letters[at])), None)
        if probe and probe[3] > bottom - slack and probe[1] < top + slack:
            for one in letters[start:end]:
                if one and one[3] > bottom + 0.5 and one[1] < top - 0.5:
                    if one[2] <= left + 1:
                        ends.append(one[2])
                    elif one[0] >= right - 1:
                        begins.append(one[0])
        start = end + 1
    return max(ends), min(begins)


def _whole_lines(letters: _Letters, start: int, end: int) -> tuple[int, int]:
    """The run widened to the lines where it begins and ends: a rule in mid-line would stand on words."""
    lines = _united_lines(letters[start:end])
    if not lines:
        return start, end
    first, last = lines[0], lines[-1]
    while start > 0 and _beside(letters[start - 1], first):
        start -= 1
        first = _with(first, letters[start])
    while end < len(letters) and _beside(letters[end], last):
        last = _with(last, letters[end])
        end += 1
    return start, end


def _with(line: Box, letter: Box | None) -> Box:
    return _united(line, letter) if letter else line


def _beside(box: Box | None, other: Box) -> bool:
    """Whether a letter stands in the line of another, no further from it than words do; a space may."""
    if box is None:
        return True
    gap = max(box[0] - other[2], other[0] - box[2])
    return _same_line(other, box) and gap < 1.2 * (other[3] - other[1])


def _same_line(line: Box, box: Box) -> bool:
    """By the middle of either: a full stop is low, and a quotation mark high."""
    return line[1] <= (box[1] + box[3]) / 2 <= line[3] or box[1] <= (line[1] + line[3]) / 2 <= box[3]


def _united(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )
