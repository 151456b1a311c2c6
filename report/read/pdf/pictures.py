"""Pages that pdfium can show and nobody can copy, as pictures: in goes what pdfium has, out come forms."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Name, Stream
from PIL import Image, JpegImagePlugin  # noqa: F401  the reader is shut in: nothing may be imported later

from report.read.pdf.content import as_form
from report.read.pdf.geometry import Box, Matrix, written

RESOLUTION = 200
"""Pixels an inch."""

_MOST = 20_000_000
"""Pixels of one picture."""

_QUALITY = 85
Image.preinit()


def picture_form(pdf: pikepdf.Pdf, page: pypdfium2.PdfPage, box: Box, placing: Matrix) -> Stream:
    """The page as it is shown, as a form with the BBox `box`; `placing` puts the unit square in place."""
    picture = page_picture(pdf, page)
    form = as_form(Stream(pdf, b"q " + written(placing) + b" cm /Picture Do Q"), box)
    form.Resources = Dictionary(XObject=Dictionary(Picture=picture))
    return form


def page_picture(pdf: pikepdf.Pdf, page: pypdfium2.PdfPage) -> Stream:
    """The page as an image XObject."""
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
