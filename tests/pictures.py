"""Pages as pictures: how many pixels of two pages differ."""

from __future__ import annotations

import pypdfium2
from PIL import Image, ImageChops

SCALE = 1.0
"""Pixels a point."""

TOLERANCE = 24
"""Of 255: what rounding of a coordinate may change in a pixel's grey."""


def picture(page: pypdfium2.PdfPage, scale: float = SCALE) -> Image.Image:
    """The page in greys."""
    image: Image.Image = page.render(scale=scale).to_pil().convert("L")
    return image


def differing_pixels(one: pypdfium2.PdfPage, other: pypdfium2.PdfPage) -> int:
    """How many pixels differ by more than the tolerance; a page of another size differs wholly."""
    first, second = picture(one), picture(other)
    if first.size != second.size:
        return first.width * first.height
    difference = ImageChops.difference(first, second)
    return sum(difference.histogram()[TOLERANCE + 1 :])
