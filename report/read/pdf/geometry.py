"""Boxes and matrices (ISO 32000-1, 8.3.3): a matrix is (a, b, c, d, e, f), a box left, bottom, right, top."""

from __future__ import annotations

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def after(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does `first`, and `then` to what came out."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where the matrix takes a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def moved_box(matrix: Matrix, box: Box) -> Box:
    """The upright box around what the matrix makes of a box."""
    left, bottom, right, top = box
    corners = [moved(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def sorted_box(values: tuple[float, ...]) -> Box:
    """A rectangle may name any two opposite corners (ISO 32000-1, 7.9.5)."""
    x, y, u, v = values
    return min(x, u), min(y, v), max(x, u), max(y, v)


def common(box: Box, other: Box) -> Box | None:
    """What two boxes share; None where that has no area."""
    shared = (
        max(box[0], other[0]),
        max(box[1], other[1]),
        min(box[2], other[2]),
        min(box[3], other[3]),
    )
    return shared if shared[2] > shared[0] and shared[3] > shared[1] else None


def written(values: tuple[float, ...]) -> bytes:
    """Numbers as operands: plain decimals, never with an exponent (ISO 32000-1, 7.3.3)."""
    return b" ".join(f"{value:.6f}".rstrip("0").rstrip(".").encode() for value in values)


def inverse(matrix: Matrix) -> Matrix:
    """The matrix that leads back."""
    a, b, c, d, e, f = matrix
    area = a * d - b * c
    return d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area
