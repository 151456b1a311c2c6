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

_NARROW = 1.0
"""Points around the content's box in which a glyph still belongs to it."""


def page_text(page: pypdfium2.PdfPage, box: Box | None = None) -> str:
    """What stands on a page, or in a box of it, fit to be stored as UTF-8.

    For a hyphen that divides a word at a line's end pdfium has U+0002 or U+FFFE, and no line break: here it
    is as it stands, a hyphen and a new line.
    """
    textpage = page.get_textpage()
    try:
        if box is None:
            found = textpage.get_text_bounded()
        else:
            left, bottom, right, top = box
            found = textpage.get_text_bounded(
                left - _NARROW, bottom - _NARROW, right + _NARROW, top + _NARROW
            )
    finally:
        textpage.close()
    found = found.replace("\r\n", "\n").replace("\r", "\n")
    return printable(found.replace("\ufffe", "-\n").replace("\x02", "-\n"))


def texts(document: pypdfium2.PdfDocument, boxes: Sequence[Box | None]) -> list[str]:
    """The text in a box of each page; "" without a box, and for a page that pdfium cannot load."""
    found = []
    for index, box in enumerate(boxes):
        page = None if box is None else load_page(document, index)
        if page is None:
            found.append("")
            continue
        found.append(page_text(page, box))
        page.close()
    return found
