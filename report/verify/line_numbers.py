"""Numbers of lines in a margin, which may be passed over: in go a page and its lines, out come their runs.

A table or a list has numbers before or behind its lines as well, and there each counts. Lines are numbered
where the numbers count on line by line or every five, stand apart from the text and below each other, and
sentences run on from line to line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from report.model.attestation import Box, PageWords

_FEWEST = 4
"""Numbers that count on."""
_RUNNING = 0.25
"""The part of the lines that begin within a sentence: with a small letter."""
_COVERED = 0.5
"""The part of a page's lines among which the numbers stand."""
_APART = 0.9
"""Times the height of its letters that the space beside a number is wide at least."""
_ALIGNED = 3.0
"""Points by which the numbers may be out of line."""
_NUMBERED = re.compile(r"^[ \t]*(\d{1,3})(?=[ \t]+\S|[ \t]*$)|(?<=\S)[ \t]+(\d{1,3})[ \t]*$")
_FIRST_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number at one end of a line: where the line is among the others, and where the number stands."""

    value: int
    line: int
    start: int
    end: int
    leads: bool


def line_numbers(page: PageWords, lines: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Where the numbers begin and end."""
    for chain in _chains(list(_numbers(lines))):
        if _in_a_text(chain, lines) and _in_a_margin(chain, page):
            yield from ((number.start, number.end) for number in chain)


def _numbers(lines: Sequence[re.Match[str]]) -> Iterator[_Number]:
    for at, line in enumerate(lines):
        text = line.group().strip(" \t")
        if not (text[0].isdigit() or text[-1].isdigit()):
            continue  # nearly all of them
        if number := _NUMBERED.search(line.group()):
            group = 1 if number[1] else 2
            start = line.start() + number.start(group)
            yield _Number(int(number[group]), at, start, line.start() + number.end(group), group == 1)


def _chains(numbers: Sequence[_Number]) -> Iterator[list[_Number]]:
    """Those that count on by one from line to line, or by five or ten as many lines on."""
    chain: list[_Number] = []
    for number in numbers:
        if chain:
            step = number.value - chain[-1].value
            distance = number.line - chain[-1].line
            first = step if len(chain) < 2 else chain[1].value - chain[0].value
            even = step == 1 or number.value % step == 0 if step else False
            if not (step in (1, 5, 10) and step == first and even and step - 2 <= distance <= step + 1):
                if len(chain) >= _FEWEST:
                    yield chain
                chain = []
        chain.append(number)
    if len(chain) >= _FEWEST:
        yield chain


def _in_a_text(chain: Sequence[_Number], lines: Sequence[re.Match[str]]) -> bool:
    """Whether sentences run on in the lines that the numbers count, and these are most of the page."""
    counted = lines[chain[0].line : chain[-1].line + 1]
    if len(counted) < _COVERED * len(lines):
        return False
    first = [found[0] for line in counted if (found := _FIRST_LETTER.search(line.group()))]
    running = sum(letter.islower() or not letter.isupper() for letter in first)
    return running >= max(2, _RUNNING * len(counted))


def _in_a_margin(chain: Sequence[_Number], page: PageWords) -> bool:
    """Whether the page has them below each other, apart from the text; without boxes nobody can tell."""
    boxes = page.boxes
    if not boxes:
        return True
    lefts: list[float] = []
    rights: list[float] = []
    for number in chain:
        one, other = boxes[number.start], boxes[number.end - 1]
        if one is None or other is None or not _stands_apart(number, page, one, other):
            return False
        lefts.append(one[0])
        rights.append(other[2])
    return min(max(lefts) - min(lefts), max(rights) - min(rights)) <= _ALIGNED


def _stands_apart(number: _Number, page: PageWords, first: Box, last: Box) -> bool:
    text, boxes = page.text, page.boxes
    at, step = (number.end, 1) if number.leads else (number.start - 1, -1)
    while 0 <= at < len(text) and text[at] in " \t":
        at += step
    if not 0 <= at < len(text) or text[at] in "\r\n":
        return True  # alone on its line
    beside = boxes[at]
    if beside is None:
        return False
    gap = max(beside[0] - last[2], first[0] - beside[2])
    return gap >= _APART * max(first[3] - first[1], beside[3] - beside[1])
