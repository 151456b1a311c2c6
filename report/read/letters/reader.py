"""Reads letters, in a reader's process: in go the bytes of fitted pages and which are wanted, out come
those pages' letters as bytes. Raises UnreadableError where pdfium cannot open what was written here.
"""

from __future__ import annotations

import pypdfium2

from report.read.letters import frame
from report.read.letters.content import in_content_order
from report.read.letters.fitted import fitted_pages
from report.read.letters.glyphs import glyphs
from report.read.letters.orders import other_orders
from report.read.letters.page import Letters
from report.read.pdf.geometry import Box
from report.read.pdf.reader import load, load_page
from report.read.settings import ReadSettings, UnreadableError


def read_letters(data: bytes, settings: ReadSettings) -> bytes:
    """`settings.print_pages` are the pages that are wanted, all where it is empty."""
    wanted = {number for run in settings.print_pages for number in range(run.start, run.end + 1)}
    fitted = fitted_pages(data, wanted)
    document = load(fitted.pdf, "")
    if document is None:
        raise UnreadableError("damaged-file", "its pages cannot be opened any more", "delete build/cache")
    try:
        numbers = [number for number in range(1, len(document) + 1) if not wanted or number in wanted]
        return frame.packed([_letters(document, number, fitted.boxes.get(number)) for number in numbers])
    finally:
        document.close()


def _letters(document: pypdfium2.PdfDocument, number: int, box: Box | None) -> Letters:
    """One without text where pdfium has no such page."""
    page = load_page(document, number - 1)
    if page is None:
        return Letters(number)
    textpage = page.get_textpage()
    try:
        found = glyphs(textpage)
        content = in_content_order(found, box or (0.0, 0.0, *page.get_size()))
        return Letters(number, content.text, content.edges, other_orders(content, found))
    finally:
        textpage.close()
        page.close()
