"""What pdfium finds on a page: in goes a page, out come its characters and the boxes of their ink.

A page has some three thousand characters, and each is a call: the calls are made from arrays, without a
Python loop, which halves their time.
"""

from __future__ import annotations

import ctypes
from array import array
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

HYPHEN = "\x02"
"""pdfium's sign for a hyphen that ends a line; no line break follows it. As text it is U+FFFE."""

_AT = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * 4)
_POINT_AT = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * 2)
_ANGLE_AT = ctypes.PYFUNCTYPE(ctypes.c_float, ctypes.c_void_p, ctypes.c_int)
_LOOSE_AT = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_IS_AT = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
_CODE_AT = ctypes.PYFUNCTYPE(ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)


def _address(function: object) -> int:
    return ctypes.cast(function, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


_box_at = _AT(_address(pdfium.FPDFText_GetCharBox))
_point_at = _POINT_AT(_address(pdfium.FPDFText_GetCharOrigin))
_angle_at = _ANGLE_AT(_address(pdfium.FPDFText_GetCharAngle))
_code_at = _CODE_AT(_address(pdfium.FPDFText_GetUnicode))
_loose_at = _LOOSE_AT(_address(pdfium.FPDFText_GetLooseCharBox))
_generated_at = _IS_AT(_address(pdfium.FPDFText_IsGenerated))
_DOUBLE = ctypes.sizeof(ctypes.c_double)


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A page's characters in the order of its content, as pdfium has them, line ends and all.

    `edges` has left, right, bottom and top of each, in points from the bottom left. The rest is asked for
    one by one: `origin` is the point on the line of writing where a character begins, `angle` the direction
    of that line, in radians anticlockwise.
    """

    text: str
    edges: array[float] = field(repr=False)
    _page: int = field(repr=False)

    def origin(self, index: int) -> tuple[float, float]:
        point = (ctypes.c_double * 2)()
        start = ctypes.addressof(point)
        _point_at(self._page, index, start, start + _DOUBLE)
        return point[0], point[1]

    def angle(self, index: int) -> float:
        # pdfium counts clockwise.
        return -float(_angle_at(self._page, index))

    def generated(self, index: int) -> bool:
        """Whether pdfium put it in: a space where there is room, a line's end."""
        return bool(_generated_at(self._page, index) == 1)

    def advance_end(self, index: int) -> float:
        """Where the next glyph would begin, in level text: in points from the left."""
        box = (ctypes.c_float * 4)()
        _loose_at(self._page, index, ctypes.addressof(box))
        return float(box[2])


def glyphs(textpage: pypdfium2.PdfTextPage) -> Glyphs:
    """The characters of a page; to be used while the text page is open."""
    count = max(0, textpage.count_chars())
    page = _address(textpage.raw)
    boxes = (ctypes.c_double * (4 * count))()
    start = ctypes.addressof(boxes)
    columns = (
        range(start + i * _DOUBLE, start + i * _DOUBLE + count * 4 * _DOUBLE, 4 * _DOUBLE) for i in range(4)
    )
    for _ in map(_box_at, [page] * count, range(count), *columns):
        pass
    edges = array("d")
    edges.frombytes(memoryview(boxes).cast("B"))
    return Glyphs(_text(textpage, page, count), edges, page)


def _text(textpage: pypdfium2.PdfTextPage, page: int, count: int) -> str:
    """One character for each of pdfium's; U+FFFD for a glyph of which nothing says what it means."""
    units = (ctypes.c_ushort * (2 * count + 2))()
    length = pdfium.FPDFText_GetText(textpage, 0, count, units)
    text = bytes(units)[: 2 * max(0, length - 1)].decode("utf-16-le", "replace").replace("\ufffe", HYPHEN)
    if len(text) != count:  # pdfium leaves out of the text what it does not know
        text = "".join(map(_character, map(_code_at, [page] * count, range(count))))
    return text


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
