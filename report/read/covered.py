"""How much of fitted pages is pictures, to tell scans from pages of text. Runs in a reader's process, which
is shut in.

In go the bytes of the fitted pages and which are wanted; out comes a byte for each of these: hundredths of
its content's area that pictures cover, or `NOTHING` for a page on which nothing is drawn.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from report.read.drawn import NOTHING
from report.read.letters.fitted import fitted_pages
from report.read.pdf.geometry import IDENTITY, Box, Matrix, after, moved_box
from report.read.pdf.reader import load, load_page
from report.read.settings import ReadSettings, UnreadableError

_CELLS = 40
"""Of the content on either side: scanners cut a page into strips, and lay one picture over another, so that
areas cannot be added up.
"""
_DEEPEST = 12
"""Forms within forms."""


def covered(data: bytes, settings: ReadSettings) -> bytes:
    """Of `settings.print_pages`, in order. Raises UnreadableError."""
    wanted = [number for run in settings.print_pages for number in range(run.start, run.end + 1)]
    document = load(data, "")
    if document is None:
        raise UnreadableError("damaged-file", "its pages cannot be opened any more", "delete build/cache")
    boxes = fitted_pages(data, wanted).boxes
    try:
        return bytes(_page(document, number, boxes.get(number)) for number in wanted)
    finally:
        document.close()


def _page(document: pypdfium2.PdfDocument, number: int, box: Box | None) -> int:
    page = load_page(document, number - 1)
    if page is None:
        return NOTHING
    try:
        count = pdfium.FPDFPage_CountObjects(page.raw)
        objects = (pdfium.FPDFPage_GetObject(page.raw, index) for index in range(count))
        pictures = tuple(_pictures(objects, IDENTITY))
        if not pictures and _is_blank(page):
            return NOTHING
        return _hundredths(pictures, box or (0.0, 0.0, *page.get_size()))
    finally:
        page.close()


def _pictures(objects: Iterable[object], matrix: Matrix, depth: int = 0) -> Iterator[Box]:
    """The boxes of pictures, on the page; `matrix` leads there from where the objects are."""
    for one in objects:
        kind = pdfium.FPDFPageObj_GetType(one)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            edges = [ctypes.c_float() for _ in range(4)]
            if pdfium.FPDFPageObj_GetBounds(one, *edges):
                left, bottom, right, top = (edge.value for edge in edges)
                yield moved_box(matrix, (left, bottom, right, top))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            own = pdfium.FS_MATRIX()
            if pdfium.FPDFPageObj_GetMatrix(one, own):
                inner = after((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
                count = pdfium.FPDFFormObj_CountObjects(one)
                parts = (pdfium.FPDFFormObj_GetObject(one, index) for index in range(count))
                yield from _pictures(parts, inner, depth + 1)


def _hundredths(pictures: Iterable[Box], box: Box) -> int:
    cells: set[tuple[int, int]] = set()
    for left, bottom, right, top in pictures:
        columns = _between(left, right, box[0], box[2])
        rows = _between(bottom, top, box[1], box[3])
        cells.update((column, row) for column in columns for row in rows)
    return round(100 * len(cells) / _CELLS**2)


def _between(start: float, end: float, low: float, high: float) -> range:
    """The cells from `low` to `high` whose middle lies in a picture."""
    size = (high - low) / _CELLS
    if size <= 0:
        return range(0)
    first, last = ((min(max(edge, low), high) - low) / size for edge in (start, end))
    return range(max(0, round(first)), min(_CELLS, round(last)))


def _is_blank(page: pypdfium2.PdfPage) -> bool:
    darkest, lightest = page.render(scale=1, grayscale=True).to_pil().convert("L").getextrema()
    return bool(darkest == lightest)
