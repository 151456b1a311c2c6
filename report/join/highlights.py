"""Marks quoted passages on a page of an annex: a rule beside the lines, and the note's number outside of it.

In go the passages of a page and what stands beside them; out come places, and the operators that draw them.
Nothing is set on text: where there is no room at the side at which lines begin, the other is taken, and in
a gutter that is too narrow for both the number stands over the rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from report.model import Block, Box, Highlight, Note, Slot
from report.turned import turned, turned_back

_RULE = 1.2
"""The width of the rule in points."""
_GREY = 0.35
"""Of the rule: a black-and-white printer keeps it."""
_EDGE = 2.0
"""Points from the page's edge within which nothing is set."""
_SIZE = 7.0
_DIGIT = 3.5
"""Of a number, in points: its size, and the room for a digit."""
_ROW = 4
"""Numbers beside each other."""
_ROOMS = ((7.0, 3.0), (3.5, 2.0))
"""Points between passage and rule, and on either side of the number: as a rule, and where it is narrow."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage marked: its rules and the box of its number, on the page; `turn` is how its lines are turned,
    in degrees against the clock. Where text reaches to the page's edges there is no room for the number.
    """

    note: Note
    name: str
    rules: tuple[Box, ...]
    number: Box | None
    turn: int


@dataclass(frozen=True, slots=True)
class _Place:
    """Of a block's rule and number, as its lines are read; `step` is how far outwards another number goes, 0
    where it goes upwards. There is no number where there is no room.
    """

    rule: Box
    number: Box | None
    step: float


def place_marks(highlights: Sequence[Highlight], page: Box) -> list[Mark]:
    """In the order of the passages; no number stands on another."""
    placed = [[_place(block, one, turned(page, block.turn)) for block in one.blocks] for one in highlights]
    numbers: dict[int, Box] = {}
    for at in _outwards([places[0] for places in placed], highlights):
        number, block = placed[at][0].number, highlights[at].blocks[0]
        if number is None:
            continue
        free = _room(block, turned(page, block.turn))
        for candidate in _candidates(number, placed[at][0].step, free):
            box = turned_back(candidate, block.turn)
            if not any(_touch(box, other) for other in numbers.values()):
                numbers[at] = box
                break
    return [
        Mark(
            one.note,
            one.name,
            tuple(
                turned_back(place.rule, block.turn)
                for place, block in zip(placed[at], one.blocks, strict=True)
            ),
            numbers.get(at),
            one.blocks[0].turn,
        )
        for at, one in enumerate(highlights)
    ]


def _outwards(places: Sequence[_Place], highlights: Sequence[Highlight]) -> list[int]:
    """In which order numbers are set, line by line: at the left of a rule the last in a row comes first."""
    lines: dict[tuple[int, int], list[int]] = {}
    for at, place in enumerate(places):
        lines.setdefault((-round(place.rule[3]), round(place.rule[0])), []).append(at)
    order: list[int] = []
    for _, line in sorted(lines.items()):
        notes = sorted(line, key=lambda at: highlights[at].note)
        for first in range(0, len(notes), _ROW):
            row = notes[first : first + _ROW]
            order += row if places[row[0]].step > 0 else reversed(row)
    return order


def _place(block: Block, highlight: Highlight, page: Box) -> _Place:
    left, bottom, right, top = block.box
    width = _DIGIT * len(str(highlight.note.number))
    free = _room(block, page)
    rooms = {
        False: left - free[0],
        True: free[1] - right,
    }
    for distance, gap in _ROOMS:
        for side in (highlight.right_to_left, not highlight.right_to_left):
            if rooms[side] < distance + _RULE + gap + width + gap:
                continue
            if side:
                at = right + distance
                number = _at(at + _RULE + gap, top - _SIZE, width)
                return _Place((at, bottom, at + _RULE, top), number, width + 3.0)
            at = left - distance
            number = _at(at - _RULE - gap - width, top - _SIZE, width)
            return _Place((at - _RULE, bottom, at, top), number, -width - 3.0)
    start = highlight.right_to_left
    side = start if rooms[start] >= rooms[not start] - 3.0 else not start
    away = min(max(rooms[side] - _RULE, 0.0) / 2, 4.0)
    at = right + away if side else left - away - _RULE
    middle = at + _RULE / 2
    fits = middle - width / 2 >= free[0] and middle + width / 2 <= free[1] and rooms[side] >= width
    return _Place(
        (at, bottom, at + _RULE, top), _at(middle - width / 2, top + 1.0, width) if fits else None, 0.0
    )


def _room(block: Block, page: Box) -> tuple[float, float]:
    """From where to where nothing else stands beside the block."""
    return max(block.left, page[0] + _EDGE), min(block.right, page[2] - _EDGE)


def _at(left: float, bottom: float, width: float) -> Box:
    return left, bottom, left + width, bottom + _SIZE


def _candidates(number: Box, step: float, free: tuple[float, float]) -> Iterator[Box]:
    """Where a number may stand: where it should, farther out, then a line lower; over a rule ever higher."""
    left, bottom, right, top = number
    for row in range(40):
        if step == 0.0:
            yield left, bottom + row * _SIZE, right, top + row * _SIZE
            continue
        down = row * (_SIZE + 1.0)
        for out in range(_ROW):
            moved = left + out * step, right + out * step
            if moved[0] >= free[0] and moved[1] <= free[1]:
                yield moved[0], bottom - down, moved[1], top - down


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def rule_operators(marks: Sequence[Mark]) -> bytes:
    """What draws the rules, each once."""
    rules = dict.fromkeys(rule for mark in marks for rule in mark.rules)
    drawn = (b"%.2f %.2f %.2f %.2f re f" % (x, y, right - x, top - y) for x, y, right, top in rules)
    return b"q %.2f g " % _GREY + b" ".join(drawn) + b" Q"


def number_operators(number_of_note: int, number: Box, turn: int, slot: Slot, font_name: str) -> bytes:
    """What sets a note's number in the letters of a slot, turned as the lines are."""
    left, bottom, _, _ = turned(number, turn)
    x, y, *_ = turned_back((left, bottom + 1.0, left, bottom + 1.0), turn)
    matrix = {0: "1 0 0 1", 90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}[turn]
    code = "".join(f"{slot.glyphs[digit]:04x}" for digit in str(number_of_note))
    return (
        b"BT "
        + slot.paint
        + f"{font_name} {_SIZE:g} Tf 0 Tc {matrix} {x:.3f} {y:.3f} Tm <{code}> Tj ET".encode()
    )
