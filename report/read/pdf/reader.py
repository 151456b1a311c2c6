"""pdfium, as a reader that did not write anything here: in go bytes, out comes a document or None."""

from __future__ import annotations

import pypdfium2


def load(data: bytes, password: str) -> pypdfium2.PdfDocument | None:
    """The PDF as pdfium has it; None where it finds no page."""
    try:
        return pypdfium2.PdfDocument(data, password=password or None)
    except pypdfium2.PdfiumError:
        return None


def load_page(document: pypdfium2.PdfDocument, index: int) -> pypdfium2.PdfPage | None:
    """A page; None where pdfium counts it but cannot load it."""
    try:
        return document[index]
    except (pypdfium2.PdfiumError, IndexError):
        return None


def loadable(document: pypdfium2.PdfDocument) -> list[int]:
    """Indices of the pages that pdfium can load."""
    found = []
    for index in range(len(document)):
        page = load_page(document, index)
        if page is not None:
            page.close()
            found.append(index)
    return found
