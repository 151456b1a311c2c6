"""Pages that pdfium can show and nobody can copy, as pictures: in goes what pdfium has, out come forms."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, JpegImagePlugin  # noqa: F401  the reader is shut in: nothing may be imported later

from report.read.pdf.geometry import Box, Matrix, written
from report.read.pdf.opening import COPIED, Opened
from report.read.pdf.text import page_text

RESOLUTION = 200
"""Pixels an inch."""

_MOST = 20_000_000
"""Pixels of one picture."""

_QUALITY = 85
Image.preinit()


def picture_form(pdf: pikepdf.Pdf, page: pypdfium2.PdfPage, box: Box, placing: Matrix) -> Stream:
    """The page as it is shown, as a form with the BBox `box`; `placing` puts the unit square in place."""
    picture = _picture(pdf, page)
    form = Stream(pdf, b"q " + written(placing) + b" cm /Picture Do Q")
    form.Type = Name.XObject
    form.Subtype = Name.Form
    form.BBox = Array(list(box))
    form.Resources = Dictionary(XObject=Dictionary(Picture=picture))
    return form


def imported(shown: pypdfium2.PdfDocument, opened: Opened) -> Opened | None:
    """A PDF into which pdfium has copied all pages that it can load; None where it cannot."""
    pages = loadable(shown)
    if not pages:
        return None
    new, copy = pypdfium2.PdfDocument.new(), io.BytesIO()
    try:
        new.import_pages(shown, pages)
        new.save(copy)
    finally:
        new.close()
    pdf = pikepdf.open(copy, inherit_page_attributes=False)
    return replace(opened, pdf=pdf, damage=tuple(dict.fromkeys((*opened.damage, COPIED))))


def picture_book(shown: pypdfium2.PdfDocument, opened: Opened) -> Opened:
    """A PDF of all pages that pdfium can load, each a picture of what it shows."""
    pdf, texts = pikepdf.Pdf.new(), []
    for index in loadable(shown):
        page = shown[index]
        width, height = page.get_size()
        pdf.add_blank_page(page_size=(max(width, 3), max(height, 3)))
        target = pdf.pages[-1].obj
        target.Resources = Dictionary(XObject=Dictionary(Picture=_picture(pdf, page)))
        target.Contents = Stream(pdf, b"q " + written((width, 0, 0, height, 0, 0)) + b" cm /Picture Do Q")
        texts.append(page_text(page))
        page.close()
    return replace(opened, pdf=pdf, texts=tuple(texts))


def loadable(shown: pypdfium2.PdfDocument) -> list[int]:
    """Indices of the pages that pdfium can load: it counts others, too."""
    found = []
    for index in range(len(shown)):
        try:
            shown[index].close()
        except pypdfium2.PdfiumError:
            continue
        found.append(index)
    return found


def _picture(pdf: pikepdf.Pdf, page: pypdfium2.PdfPage) -> Stream:
    width, height = page.get_size()
    scale = min(RESOLUTION / 72, (_MOST / max(width * height, 1.0)) ** 0.5)
    image = page.render(scale=scale, draw_annots=True).to_pil().convert("RGB")
    data = io.BytesIO()
    image.save(data, "JPEG", quality=_QUALITY)
    picture = Stream(pdf, data.getvalue())
    picture.Type = Name.XObject
    picture.Subtype = Name.Image
    picture.Width, picture.Height = image.size
    picture.ColorSpace = Name.DeviceRGB
    picture.BitsPerComponent = 8
    picture.Filter = Name.DCTDecode
    return picture
