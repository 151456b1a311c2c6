"""Whether there is a space in print: the gap between two letters' boxes, measured by their neighbours.

In a PDF spaces are inferred by whoever reads it. Where a quotation and a source differ in nothing else,
the page itself decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from report.model.attestation import Box

_SPACE = 0.18
_NO_SPACE = 0.10
"""In parts of the letters' height, more than the gap within words; between the two both are right."""


def printed_gap(boxes: Sequence[Box | None], at: int, *, spaced: bool) -> bool:
    """Whether the boxes `at - 1` and `at` may be read as `spaced`; without boxes never."""
    if not boxes or at <= 0 or at >= len(boxes):
        return False
    before, after = boxes[at - 1], boxes[at]
    if before is None or after is None:
        return False
    line = [box for box in boxes if box is not None and _one_line(box, after)]
    height = max(box[3] - box[1] for box in line)
    if height <= 0 or not _one_line(before, after):
        return spaced  # a line's end parts words
    gaps = sorted(max(0.0, _gap(one, other)) for one, other in pairwise(line))
    usual = median(gaps[: max(1, len(gaps) * 3 // 4)]) if gaps else 0.0
    if usual > _NO_SPACE * height:
        return True  # letters set apart: nobody can tell
    own = (_gap(before, after) - usual) / height
    return own > _NO_SPACE if spaced else own < _SPACE


def _gap(one: Box, other: Box) -> float:
    """Between two letters, in either direction of writing."""
    return max(other[0] - one[2], one[0] - other[2])


def _one_line(one: Box, other: Box) -> bool:
    return one[1] < other[3] and other[1] < one[3]
