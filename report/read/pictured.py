"""A fitted page as a picture, for Tesseract. Runs in a reader's process, which is shut in.

In go the bytes of the fitted pages and which one is wanted, out come the bytes of a grey PGM.
"""

from __future__ import annotations

from report.read.drawn import BLANK, RESOLUTION
from report.read.pdf.reader import load, load_page
from report.read.settings import ReadSettings, UnreadableError

_MOST = 40_000_000
"""Pixels, somewhat more than A2 has at that resolution: a larger page is drawn smaller."""


def picture(data: bytes, settings: ReadSettings) -> bytes:
    """The first of `settings.print_pages`. Raises UnreadableError."""
    document = load(data, "")
    number = settings.print_pages[0].start
    page = None if document is None else load_page(document, number - 1)
    if document is None or page is None:
        raise UnreadableError("damaged-file", "its pages cannot be opened any more", "delete build/cache")
    width, height = page.get_size()
    scale = min(RESOLUTION / 72, (_MOST / max(width * height, 1.0)) ** 0.5)
    image = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    darkest, lightest = image.getextrema()
    if darkest == lightest:
        return BLANK
    head: bytes = b"P5 %d %d 255\n" % image.size
    pixels: bytes = image.tobytes()
    return head + pixels
