"""The text of pages by pdfium: in go a PDF and where its content stands, out comes text in reading order."""

from __future__ import annotations

import codecs
from collections.abc import Sequence

import pypdfium2

from report.read.pdf.geometry import Box
from report.read.pdf.reader import load_page
from report.read.pdf.values import printable

for _encoding in ("utf-16-le", "utf-16-be", "cp1252", "latin-1"):
    codecs.lookup(_encoding)  # the reader is shut in: nothing may be imported later

EVERYWHERE: Box = (-1e6, -1e6, 1e6, 1e6)

_NARROW = 1.0
"""Points around the content's box in which a glyph still belongs to it."""


def page_text(page: pypdfium2.PdfPage, *boxes: Box | None) -> list[str]:
    """What stands in each of these boxes of a page (None: the page), fit to be stored as UTF-8.

    For a hyphen that divides a word at a line's end pdfium has U+0002 or U+FFFE, and no line break: here it
    is as it stands, a hyphen and a new line.
    """
    textpage = page.get_textpage()
    try:
        found = [textpage.get_text_bounded(*_around(box)) for box in boxes]
    finally:
        textpage.close()
    lines = (text.replace("\r\n", "\n").replace("\r", "\n") for text in found)
    return [printable(text.replace("\ufffe", "-\n").replace("\x02", "-\n")) for text in lines]


def _around(box: Box | None) -> tuple[float, ...]:
    if box is None:
        return ()
    left, bottom, right, top = box
    return left - _NARROW, bottom - _NARROW, right + _NARROW, top + _NARROW


def texts(document: pypdfium2.PdfDocument, boxes: Sequence[Box | None]) -> list[tuple[str, str]]:
    """Of each page the text in its box, and all of it; "" without a box, and where pdfium has no page."""
    found = []
    for index, box in enumerate(boxes):
        page = None if box is None else load_page(document, index)
        if page is None:
            found.append(("", ""))
            continue
        inside, whole = page_text(page, box, EVERYWHERE)
        found.append((inside, whole))
        page.close()
    return found
