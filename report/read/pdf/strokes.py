"""Draws marks that have no appearance of their own: in goes an annotation, out come operators on its page.

Readers draw such marks themselves, each in its way (ISO 32000-1, 12.5.6.5 to 12.5.6.13). Here they are drawn
as plainly as pdfium does: lines, shapes, strokes of a pen, and text that is marked, underlined or struck out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from report.read.pdf.geometry import written
from report.read.pdf.values import items, lookup, name, number, numbers

Point = tuple[float, float]

_ROUND = 0.5523
"""How far a control point lies from the end of a quarter of a circle with radius 1."""

_MOST = 20_000
_HAIR = 0.5
"""Points by which the corners of an upright piece of text may be askew."""


def strokes(annotation: Any) -> tuple[bytes, bool]:
    """Operators in default user space, and whether they darken what is below; nothing for other kinds."""
    kind = name(annotation, "/Subtype")
    draw = _KINDS.get(kind)
    width = _width(annotation)
    ink = _colour(annotation, "/C", b"RG G K")
    if draw is None or (not ink and kind not in ("/Square", "/Circle", "/Polygon")):
        return b"", False
    if kind == "/Highlight":
        return _colour(annotation, "/C", b"rg g k") + draw(annotation) + b" f", True
    path = draw(annotation)
    fill = _colour(annotation, "/IC", b"rg g k") if kind in ("/Square", "/Circle", "/Polygon") else b""
    stroke = bool(ink) and width > 0
    if not path or not (fill or stroke):
        return b"", False
    paint = b" B" if fill and stroke else b" f" if fill else b" S"
    return ink + fill + written((width,)) + b" w " + path + paint, False


def _width(annotation: Any) -> float:
    style = number(lookup(annotation, "/BS", "/W"))
    if style is None:
        border = numbers(lookup(annotation, "/Border"), 3)
        style = 1.0 if border is None else border[2]
    return max(0.0, min(style, 100.0))


def _colour(annotation: Any, entry: str, operators: bytes) -> bytes:
    """The operator by the number of components (table 164, C); nothing for a transparent colour."""
    rgb, grey, cmyk = operators.split()
    parts = [number(value) for value in items(annotation, entry)]
    found = [min(max(value, 0.0), 1.0) for value in parts if value is not None]
    operator = {1: grey, 3: rgb, 4: cmyk}.get(len(found), b"")
    return written(tuple(found)) + b" " + operator + b" " if operator else b""


def _quads(annotation: Any) -> list[list[Point]]:
    """Of each marked piece of text: top left, top right, bottom left, bottom right, as is the practice.

    Makers differ in the order (table 179 has another), so an upright piece is put in order by its corners.
    """
    points = _points(lookup(annotation, "/QuadPoints"))
    return [_ordered(points[start : start + 4]) for start in range(0, len(points) - 3, 4)]


def _ordered(corners: list[Point]) -> list[Point]:
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    bottom, top = min(y for _, y in corners), max(y for _, y in corners)
    upright = [(left, top), (right, top), (left, bottom), (right, bottom)]
    return upright if all(_near(corner, upright) for corner in corners) else corners


def _near(corner: Point, others: Sequence[Point]) -> bool:
    return any(abs(corner[0] - x) < _HAIR and abs(corner[1] - y) < _HAIR for x, y in others)


def _points(value: Any) -> list[Point]:
    count = min(len(value), _MOST) if hasattr(value, "__len__") else 0
    found = numbers(value, count) or ()
    return list(zip(found[::2], found[1::2], strict=False))


def _highlight(annotation: Any) -> bytes:
    return b" ".join(_line([a, b, d, c]) + b" h" for a, b, c, d in _quads(annotation))


def _underline(annotation: Any) -> bytes:
    return b" ".join(_line([_between(c, a, 0.08), _between(d, b, 0.08)]) for a, b, c, d in _quads(annotation))


def _strikeout(annotation: Any) -> bytes:
    return b" ".join(_line([_between(c, a, 0.5), _between(d, b, 0.5)]) for a, b, c, d in _quads(annotation))


def _between(start: Point, end: Point, part: float) -> Point:
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def _line(points: Sequence[Point]) -> bytes:
    if len(points) < 2:
        return b""
    return written(points[0]) + b" m " + b" ".join(written(point) + b" l" for point in points[1:])


def _square(annotation: Any) -> bytes:
    left, bottom, right, top = _inside(annotation)
    return written((left, bottom, right - left, top - bottom)) + b" re"


def _circle(annotation: Any) -> bytes:
    left, bottom, right, top = _inside(annotation)
    x, y, u, v = (left + right) / 2, (bottom + top) / 2, (right - left) / 2, (top - bottom) / 2
    path = written((x + u, y)) + b" m"
    quarters = ((1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0))
    for a, b, c, d in quarters:
        curve = (a + _ROUND * c, b + _ROUND * d, c + _ROUND * a, d + _ROUND * b, c, d)
        placed = (value * (u, v)[index % 2] + (x, y)[index % 2] for index, value in enumerate(curve))
        path += b" " + written(tuple(placed)) + b" c"
    return path + b" h"


def _inside(annotation: Any) -> tuple[float, float, float, float]:
    """The rectangle without its differences and half the line."""
    rect = numbers(lookup(annotation, "/Rect"), 4) or (0.0, 0.0, 0.0, 0.0)
    less = numbers(lookup(annotation, "/RD"), 4) or (0.0, 0.0, 0.0, 0.0)
    half = _width(annotation) / 2
    left, bottom = min(rect[0], rect[2]) + less[0] + half, min(rect[1], rect[3]) + less[1] + half
    right, top = max(rect[0], rect[2]) - less[2] - half, max(rect[1], rect[3]) - less[3] - half
    return left, bottom, max(left, right), max(bottom, top)


def _ink(annotation: Any) -> bytes:
    return b" ".join(_line(_points(stroke)) for stroke in items(annotation, "/InkList"))


_KINDS: dict[str, Callable[[Any], bytes]] = {
    "/Highlight": _highlight,
    "/Underline": _underline,
    "/Squiggly": _underline,
    "/StrikeOut": _strikeout,
    "/Square": _square,
    "/Circle": _circle,
    "/Ink": _ink,
    "/Line": lambda annotation: _line(_points(lookup(annotation, "/L"))),
    "/PolyLine": lambda annotation: _line(_points(lookup(annotation, "/Vertices"))),
    "/Polygon": lambda annotation: _line(_points(lookup(annotation, "/Vertices"))) + b" h",
}
