"""What text was drawn on the pages of a small PDF of WeasyPrint's: font, size, glyphs and colour."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf

from report.render.units import PX

_PAINT = {"rg", "g", "k", "cs", "sc", "scn"}


def drawn(pdf: bytes) -> Iterator[tuple[str, float, list[int], bytes]]:
    """For each page, of the only text on it: the font's key, its size in points, glyph numbers, colour."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            yield _drawn_on(page)


def _drawn_on(page: pikepdf.Page) -> tuple[str, float, list[int], bytes]:
    font, size, glyphs, paint = "", 0.0, [], b""
    for instruction in pikepdf.parse_content_stream(page):
        operands = instruction.operands
        match str(instruction.operator):
            case "Tf":
                font = str(operands[0]).lstrip("/")
                size = float(operands[1]) * PX  # WeasyPrint paints in CSS pixels
            case "TJ":
                strings = (bytes(item) for item in operands[0] if isinstance(item, pikepdf.String))
                glyphs += [int.from_bytes(pair) for text in strings for pair in _pairs(text)]
            case "Tj":
                glyphs += [int.from_bytes(pair) for pair in _pairs(bytes(operands[0]))]
            case name if name in _PAINT and not glyphs:
                paint = pikepdf.unparse_content_stream([instruction]) + b" "
    return font, size, glyphs, paint


def _pairs(data: bytes) -> Iterator[bytes]:
    return (data[at : at + 2] for at in range(0, len(data), 2))
