"""Where a page of the file stands on the paper: pure geometry, from a page's box to a matrix and a size."""

from __future__ import annotations

from dataclasses import dataclass

from report.read.pdf.geometry import IDENTITY, Matrix, after, inverse, moved_box
from report.read.pdf.tree import SourcePage
from report.read.settings import BAND, ReadSettings

_HAIR = 1.01
"""How much wider than high a page must be to count as landscape: scans of square things are not."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The fitted page's size in points, and the matrix from the source page's default user space to it.

    `scale` is what the page was scaled by (1 for its own size), `turned` whether a landscape page was
    turned to stand on the upright paper.
    """

    width: float
    height: float
    matrix: Matrix
    scale: float
    turned: bool


def fit(page: SourcePage, settings: ReadSettings) -> Fit:
    """The page upright by its own rotation, and where it is asked for shrunk to the paper."""
    matrix, width, height = _upright(page)
    if settings.fit == "keep":
        return Fit(round(width, 3), round(height, 3), _rounded(matrix), 1.0, turned=False)
    paper = settings.paper
    lying, paper_lies = width > height * _HAIR, paper[0] > paper[1]
    turned = lying and not paper_lies and settings.landscape == "turn"
    if turned:
        # A quarter counterclockwise: (x, y) goes to (-y, x), then back to the right of the axis.
        matrix = after(matrix, (0.0, 1.0, -1.0, 0.0, height, 0.0))
        width, height = height, width
    elif lying and not paper_lies:
        paper = (paper[1], paper[0])
    room = (paper[0], paper[1] - BAND)
    scale = min(1.0, room[0] / width, room[1] / height)
    left = (room[0] - width * scale) / 2
    bottom = BAND + (room[1] - height * scale) / 2
    matrix = after(matrix, (scale, 0.0, 0.0, scale, left, bottom))
    return Fit(paper[0], paper[1], _rounded(matrix), scale, turned)


def _upright(page: SourcePage) -> tuple[Matrix, float, float]:
    """From default user space to points, turned clockwise by /Rotate, the shown box's corner at 0, 0."""
    unit = page.unit
    turn = {
        0: IDENTITY,
        90: (0.0, -1.0, 1.0, 0.0, 0.0, 0.0),
        180: (-1.0, 0.0, 0.0, -1.0, 0.0, 0.0),
        270: (0.0, 1.0, -1.0, 0.0, 0.0, 0.0),
    }[page.rotate]
    matrix = after((unit, 0.0, 0.0, unit, 0.0, 0.0), turn)
    left, bottom, right, top = moved_box(matrix, page.box)
    return after(matrix, (1.0, 0.0, 0.0, 1.0, -left, -bottom)), right - left, top - bottom


def _rounded(matrix: Matrix) -> Matrix:
    """As many digits as are written, so that what is told is what is drawn."""
    a, b, c, d, e, f = (round(value, 6) + 0.0 for value in matrix)
    return a, b, c, d, e, f


def shown_square(page: SourcePage) -> Matrix:
    """From the unit square to default user space, so that a picture of the page as shown fills its box."""
    matrix, width, height = _upright(page)
    return after((width, 0.0, 0.0, height, 0.0, 0.0), inverse(matrix))
