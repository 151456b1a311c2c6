"""A picture on a page of its own size, upright."""

from __future__ import annotations

from dataclasses import dataclass

from pikepdf import Dictionary, Pdf, Stream

from report.read.convert.resolution import Size
from report.read.settings import BAND, ReadSettings

LONGEST = 14_400.0
SHORTEST = 3.0
"""Points of a page's side (ISO 32000-1, annex C)."""


@dataclass(frozen=True, slots=True)
class Page:
    """A picture on its page; `orientation` is how the stored picture is turned (EXIF)."""

    image: Stream
    size: Size
    orientation: int


def append(pdf: Pdf, page: Page, settings: ReadSettings) -> None:
    """Add the page to the PDF, as large as the picture; but see `_stays_upright`."""
    scale = min(1.0, LONGEST / max(page.size.width, page.size.height))
    width, height = (max(side * scale, SHORTEST) for side in (page.size.width, page.size.height))
    room = max(width - height, 0.0) if _stays_upright(page.size, settings) else 0.0
    a, b, c, d, e, f = _TURNS[page.orientation]
    matrix = (a * width, b * height, c * width, d * height, e * width, f * height + room / 2)
    content = "q " + " ".join(f"{number:.4f}" for number in matrix) + " cm /Picture Do Q"
    pdf.add_blank_page(page_size=(round(width, 4), round(height + room, 4)))
    sheet = pdf.pages[-1].obj
    sheet.Contents = pdf.make_stream(content.encode())
    sheet.Resources = Dictionary(XObject=Dictionary(Picture=pdf.make_indirect(page.image)))


def _stays_upright(size: Size, settings: ReadSettings) -> bool:
    """Whether a picture that is wider than high is not turned as landscape pages of documents are.

    Nobody wants to turn the book for a photograph; a scan of a wide page may need the room. What has a page
    as high as wide is no landscape page to the PDF's reader.
    """
    if settings.fit == "keep" or settings.landscape == "keep":
        return False
    fits = size.width <= settings.paper[0] and size.height <= settings.paper[1] - BAND
    return fits or not size.scanned


_TURNS = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
"""From the unit square of the stored picture to that of the upright one, by EXIF orientation (Exif 2.32,
4.6.4, tag 274): the picture's rows are never moved."""
