"""A page as its reader holds it: boxes go in and come out turned by quarters about the page's corner."""

from __future__ import annotations

from report.model import Box


def turned(box: Box, turn: int) -> Box:
    """A box on the page, where lines are turned by `turn` degrees against the clock, as they are read."""
    left, bottom, right, top = box
    if turn == 90:
        return bottom, -right, top, -left
    if turn == 180:
        return -right, -top, -left, -bottom
    if turn == 270:
        return -top, left, -bottom, right
    return box


def turned_back(box: Box, turn: int) -> Box:
    """The same box on the page."""
    return turned(box, -turn % 360)
