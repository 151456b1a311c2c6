"""Characters in the order of a page's content: in go pdfium's, out come text and edges as they are kept.

Each line ends with LF, a hyphen at its end stays before that, and what lies outside of the page's
box, where nobody sees it, is left out, as is what cannot be printed.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from math import isfinite

from report.read.letters.glyphs import HYPHEN, Glyphs
from report.read.letters.page import NOWHERE, UNIT
from report.read.pdf.geometry import Box

_SPECIAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufff9-\ufffc\ufffe\uffff]")
"""What cannot be printed, carriage returns and pdfium's hyphens among it."""
_EMPTY = array("i", (NOWHERE, 0, 0, 0))
_NARROW = 1.0
"""Points around the content's box in which a letter still belongs to it."""
_FAR = 2.0**24
"""Steps: beyond, a place is as good as any other."""


@dataclass(frozen=True, slots=True)
class Content:
    """A page's characters: `edges` as in `Letters`; `origins` are their indices in pdfium's, -1 for a line's
    end that was added.
    """

    text: str
    edges: array[int] = field(repr=False)
    origins: list[int] = field(repr=False)


def in_content_order(found: Glyphs, box: Box) -> Content:
    """The characters that touch the box, which is in points from the page's bottom left."""
    steps = _in_steps(found.edges)
    outside = _outside(found, box)
    text: list[str] = []
    edges = array("i")
    origins: list[int] = []

    def keep(start: int, end: int) -> None:
        text.append(found.text[start:end])
        edges.extend(steps[4 * start : 4 * end])
        origins.extend(range(start, end))

    at = 0
    breaks = sorted({match.start() for match in _SPECIAL.finditer(found.text)} | outside)
    for index in breaks:
        keep(at, index)
        at = index + 1
        if found.text[index] == HYPHEN and index not in outside:
            keep(index, at)
            text[-1] = "-\n"
            edges.extend(_EMPTY)
            origins.append(-1)
    keep(at, len(found.text))
    return Content("".join(text), edges, origins)


def _in_steps(edges: array[float]) -> array[int]:
    """Left, bottom, right, top: pdfium has the right before the bottom."""
    scale = 1 / UNIT
    try:
        steps = array("i", map(int, map(scale.__mul__, edges)))
    except (ValueError, OverflowError):  # no number, or one beyond all paper
        steps = array("i", (int(max(-_FAR, min(value * scale, _FAR))) for value in map(_finite, edges)))
    steps[1::4], steps[2::4] = steps[2::4], steps[1::4]
    return steps


def _finite(value: float) -> float:
    return value if isfinite(value) else 0.0


def _outside(found: Glyphs, box: Box) -> set[int]:
    """Indices of the characters outside of the box, line ends apart."""
    edges = found.edges
    if not edges:
        return set()
    left, bottom, right, top = box[0] - _NARROW, box[1] - _NARROW, box[2] + _NARROW, box[3] + _NARROW
    inside = min(edges[1::4]) >= left and max(edges[0::4]) <= right
    if inside and min(edges[3::4]) >= bottom and max(edges[2::4]) <= top:
        return set()
    return {
        index
        for index, sign in enumerate(found.text)
        if not sign.isspace()
        and (
            edges[4 * index] > right
            or edges[4 * index + 1] < left
            or edges[4 * index + 2] > top
            or edges[4 * index + 3] < bottom
        )
    }
