"""What can be saved of a file that qpdf cannot follow: in go its bytes, out comes a PDF that qpdf can.

Best is pdfium's own copy of the whole, then its pages copied one by one, then pictures of them. The file is
loaded anew each time: of a damaged one pdfium may have a page once and not again. Where pdfium has nothing
either, pages are looked for in the bytes.
"""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Dictionary, Stream

from report.read.pdf.geometry import written
from report.read.pdf.opening import COPIED, Opened
from report.read.pdf.pictures import page_picture
from report.read.pdf.reader import load, load_page, loadable
from report.read.pdf.rebuilding import FOUND, with_page_tree
from report.read.pdf.text import page_text


def copied(data: bytes, opened: Opened) -> Opened | None:
    """The file as pdfium writes it anew, without encryption; None where pdfium cannot load it."""
    document = load(data, opened.password)
    if document is None:
        return None
    copy = io.BytesIO()
    try:
        document.save(copy, flags=pdfium.FPDF_REMOVE_SECURITY)
    finally:
        document.close()
    return _as_copy(copy, opened)


def imported(data: bytes, opened: Opened) -> Opened | None:
    """A PDF into which pdfium has copied all pages that it can load."""
    document = load(data, opened.password)
    pages = [] if document is None else loadable(document)
    again = load(data, opened.password) if pages else None
    if again is None:
        return None
    new, copy = pypdfium2.PdfDocument.new(), io.BytesIO()
    try:
        new.import_pages(again, pages)
        new.save(copy)
    finally:
        new.close()
    return _as_copy(copy, opened)


def picture_book(data: bytes, opened: Opened) -> Opened | None:
    """A PDF of all pages that pdfium can load, each a picture of what it shows."""
    document = load(data, opened.password)
    if document is None:
        return None
    pdf, texts = pikepdf.Pdf.new(), []
    for index in range(len(document)):
        page = load_page(document, index)
        if page is None:
            continue
        width, height = page.get_size()
        pdf.add_blank_page(page_size=(max(width, 3), max(height, 3)))
        target = pdf.pages[-1].obj
        target.Resources = Dictionary(XObject=Dictionary(Picture=page_picture(pdf, page)))
        target.Contents = Stream(pdf, b"q " + written((width, 0, 0, height, 0, 0)) + b" cm /Picture Do Q")
        texts.append(page_text(page, None)[0])
        page.close()
    document.close()
    return replace(opened, pdf=pdf, texts=tuple(texts))


def rebuilt(data: bytes, opened: Opened) -> Opened | None:
    """The pages that can be found where their list is lost."""
    found = with_page_tree(data)
    if found is None:
        return None
    pdf = pikepdf.open(io.BytesIO(found), inherit_page_attributes=False, suppress_warnings=True)
    return replace(opened, pdf=pdf, damage=(FOUND,))


def _as_copy(copy: io.BytesIO, opened: Opened) -> Opened:
    pdf = pikepdf.open(copy, inherit_page_attributes=False)
    return replace(opened, pdf=pdf, damage=tuple(dict.fromkeys((*opened.damage, COPIED))))
