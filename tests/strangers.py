"""Makes small PDFs of the kind that strangers send, and looks at what became of them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from report.model import FilePage, Reading
from report.read.pdf import read_pdf
from report.read.settings import ReadSettings

A4 = (595.276, 841.89)
SETTINGS = ReadSettings(A4)

FORBIDDEN = set(
    "/JavaScript /JS /OpenAction /AA /Launch /SubmitForm /ImportData /GoToR /GoToE /RichMedia /3D /3DD /Movie"
    " /RichMediaContent /Sound /Rendition /EmbeddedFiles /EF /AF /XFA /AcroForm /Names /Metadata /Thumb /Info"
    " /PieceInfo /LastModified /Ref /OPI /Outlines /Dests /F /FFilter".split()
)
ACTIONS = set(
    "/GoTo /GoToR /GoToE /GoToDp /Launch /Thread /Sound /Movie /Hide /Named /SubmitForm /ResetForm"
    " /ImportData /JavaScript /SetOCGState /Rendition /Trans /GoTo3DView /RichMediaExecute".split()
)
NAMED = set("/XObject /Font /ExtGState /ColorSpace /Pattern /Shading /Properties /CharProcs".split())
"""Keys whose values go by names that the file's maker chose."""


class Maker:
    """A PDF in the making. `add` adds a page with a square in each corner of its box and a line of text."""

    def __init__(self) -> None:
        self.pdf = pikepdf.Pdf.new()
        self.font = self.pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        )

    def add(self, text: str = "Page", size: tuple[float, float] = (400, 500), **entries: Any) -> Any:
        self.pdf.add_blank_page(page_size=size)
        page = self.pdf.pages[-1].obj
        page.MediaBox = Array([0, 0, *size])
        page.Resources = Dictionary(Font=Dictionary(F=self.font))
        page.Contents = Stream(self.pdf, drawing(text, size))
        for key, value in entries.items():
            page[f"/{key}"] = value
        return page

    def annotate(self, page: Any, **entries: Any) -> Any:
        """Adds an annotation."""
        annotation = self.pdf.make_indirect(Dictionary(Type=Name.Annot, **entries))
        if "/Annots" not in page:
            page.Annots = Array([])
        page.Annots.append(annotation)
        return annotation

    def form(self, content: bytes, box: tuple[float, ...], **entries: Any) -> Any:
        """A form XObject, for an appearance or for content."""
        form = Stream(self.pdf, content)
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array(list(box))
        for key, value in entries.items():
            form[f"/{key}"] = value
        return form

    def bytes(self, **options: Any) -> bytes:
        target = io.BytesIO()
        self.pdf.save(target, **options)
        return target.getvalue()


def drawing(text: str, size: tuple[float, float]) -> bytes:
    """Squares in four colours, so that a mirrored or turned page is told from the right one; text."""
    width, height = size
    return (
        b"1 0 0 rg 0 0 40 40 re f 0 0.6 0 rg %d 0 40 40 re f 0 0 1 rg 0 %d 40 40 re f 0.5 g %d %d 40 40 re f"
        b" 0 g BT /F 18 Tf 60 %d Td (%s) Tj ET"
        % (width - 40, height - 40, width - 40, height - 40, height / 2, text.encode("latin-1"))
    )


def read(data: bytes, **settings: Any) -> tuple[Reading, bytes]:
    return read_pdf(data, ReadSettings(settings.pop("paper", A4), **settings))


def picture(pdf: bytes, index: int = 0, scale: float = 2.0) -> Image.Image:
    """The page as pdfium shows it."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    image: Image.Image = document[index].render(scale=scale).to_pil().convert("RGB")
    document.close()
    return image


def colour(pdf: bytes, page: FilePage, index: int, x: float, y: float) -> tuple[int, ...]:
    """What is seen on the fitted page where the source page has the point x, y."""
    a, b, c, d, e, f = page.matrix
    image = picture(pdf, index)
    point = (int((a * x + c * y + e) * 2), int((page.height - (b * x + d * y + f)) * 2))
    found = image.getpixel(point)
    assert isinstance(found, tuple)
    return found


def keys(pdf: bytes) -> Iterator[tuple[str, Any]]:
    """Every key with a meaning that can be reached from the trailer, by pypdf, and its value.

    Directly held objects are entered as others are; what goes by a chosen name is entered, not told.
    """
    stack: list[tuple[str, Any]] = [("", PdfReader(io.BytesIO(pdf)).trailer)]
    seen: set[tuple[int, bool]] = set()
    while stack:
        under, value = stack.pop()
        if isinstance(value, IndirectObject):
            if (value.idnum, under in NAMED) in seen:
                continue
            seen.add((value.idnum, under in NAMED))
            value = value.get_object()
        if isinstance(value, ArrayObject):
            stack += [("", item) for item in list.__iter__(value)]
        elif isinstance(value, DictionaryObject):
            for key in value:
                inner = value.raw_get(key)
                if under not in NAMED:
                    yield key, inner
                stack.append((key if under not in NAMED else "", inner))


def active(pdf: bytes) -> list[str]:
    """What of a finished PDF acts, leads elsewhere or tells about its makers."""
    found = []
    for key, value in keys(pdf):
        if key in FORBIDDEN and not (key == "/F" and isinstance(value, int)):
            found.append(key)
        if key == "/S" and value in ACTIONS:
            found.append(f"/S {value}")
        if key == "/URI" and not str(value).lower().startswith(("http://", "https://", "mailto:")):
            found.append(f"/URI {value}")
    return found
