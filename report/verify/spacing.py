"""Whether there is a space in print: the gap between two letters' boxes, measured by their neighbours.

In a PDF spaces are inferred by whoever reads it. Where a quotation and a source differ in nothing else,
the page itself decides. Letters of some shapes stand apart ("1", "il"), so that it takes more than a wide
gap: it must be nearer to the spaces of its line than to the gaps within its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, quantiles

from report.model.attestation import Box

_SPACE = 0.12
"""In parts of the letters' height, more than the gap within words, that a space is wide at least."""
_NO_SPACE = 0.15
"""The same, that a gap is wide at most where no space is."""
_OF_SPACES = 0.6
"""The part of the line's usual space from which on a gap is one."""
_SET_APART = 0.2
"""In parts of the letters' height, the usual gap within words from which on letters are set apart. Whoever
reads them may have a space behind each; behind some only, where spaces are no wider than such gaps."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter's box, and whether whoever read the page has a space before it."""

    box: Box
    spaced: bool


def printed_gap(
    letters: Sequence[Letter], at: int, *, spaced: bool, single: bool = False, numbers: bool = False
) -> bool:
    """Whether the letters `at - 1` and `at` may be read as `spaced`; without boxes never.

    `single`: whoever read them so has all letters of the word singly; `numbers`: both are digits, of which
    a space makes other numbers.
    """
    if not 0 < at < len(letters):
        return False
    before, after = letters[at - 1].box, letters[at].box
    if not _one_line(before, after) and _one_line(_turned(before), _turned(after)):  # written up or down
        letters = [Letter(_turned(letter.box), letter.spaced) for letter in letters]
        before, after = letters[at - 1].box, letters[at].box
    line = [letter for letter in letters if _one_line(letter.box, after)]
    height = max(letter.box[3] - letter.box[1] for letter in line)
    if height <= 0 or not _one_line(before, after):
        return spaced  # a line's end parts words
    within: list[float] = []
    between: list[float] = []
    for one, other in pairwise(line):
        if other is not letters[at]:
            (between if other.spaced else within).append(max(0.0, _gap(one.box, other.box)))
    usual = median(within) if within else 0.0
    space = median(between) if between else 0.0
    if usual > _SET_APART * height:
        unclear = not between or quantiles([*between, space])[0] <= max(within)
        if single or (unclear and not numbers):
            return True
    own = _gap(before, after)
    middle = usual + _OF_SPACES * (space - usual) if space > usual else 0.0
    if spaced:
        return own >= middle and own - usual > _SPACE * height
    return (own <= middle or not middle) and own - usual < _NO_SPACE * height


def _gap(one: Box, other: Box) -> float:
    """Between two letters, in either direction of writing."""
    return max(other[0] - one[2], one[0] - other[2])


def _turned(box: Box) -> Box:
    """With the axes changed for each other."""
    left, bottom, right, top = box
    return bottom, left, top, right


def _one_line(one: Box, other: Box) -> bool:
    return one[1] < other[3] and other[1] < one[3]
