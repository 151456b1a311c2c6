"""Looks whether a fitted page has what the file's own page has: in go two PDFs, out come pages that lost
something. pdfium reads both, and did not write either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pypdfium2
from PIL import Image, ImageChops

from report.read.pdf.assemble import Fitted
from report.read.pdf.geometry import moved_box
from report.read.pdf.reader import load_page, loadable
from report.read.pdf.text import EVERYWHERE, page_text

SAMPLE = 8
"""Pages that are compared as a rule; all of them where one of these differs."""

_GRID = (64, 64)
_UNLIKE = 40
"""Of 255: how much darker a field of the grid may be, for the edges of what is black."""

_LONGEST = 1000
"""Pixels of a side of what is compared."""


def settled(shown: pypdfium2.PdfDocument | None, number: int, inside: str, whole: str) -> str:
    """The text of a fitted page: what stands in its box, not what lies outside of the crop box.

    Of letters that the file spells out beside the glyphs (ActualText) in a form, pdfium does not know where
    they stand (seen with pdfium 8149); then the file's own page says whether any text lies outside.
    """
    if shown is None or len(inside) == len(whole):
        return inside
    page = load_page(shown, number - 1)
    if page is None:
        return inside
    own, own_whole = page_text(page, None, EVERYWHERE)
    page.close()
    if len(own) == len(own_whole):
        return whole
    return own if _letters(own) - _letters(inside) else inside


def lacking(shown: pypdfium2.PdfDocument, numbers: Sequence[int], texts: Sequence[str]) -> list[int]:
    """Indices of fitted pages that lack letters. `numbers` are their numbers in the file from 1.

    Order and spaces are not compared, and there may be more: filled fields have become part of the page.
    """
    step = max(1, -(-len(numbers) // SAMPLE))
    if not any(_lacks(shown, numbers[index], texts[index]) for index in range(0, len(numbers), step)):
        return []
    if len(loadable(shown)) != len(shown):
        return []  # pdfium counts pages that it does not find: its fifth need not be ours
    return [i for i, number in enumerate(numbers) if _lacks(shown, number, texts[i])]


def alike(own: pypdfium2.PdfPage, page: pypdfium2.PdfPage, one: Fitted) -> bool:
    """Whether a fitted page shows what the file's own page shows, seen from some distance."""
    scale = _LONGEST / max(*own.get_size(), *page.get_size())
    before = own.render(scale=scale).to_pil().convert("L")
    if one.fit.turned:
        before = before.transpose(Image.Transpose.ROTATE_90)
    after = page.render(scale=scale).to_pil().convert("L")
    left, bottom, right, top = (value * scale for value in moved_box(one.fit.matrix, one.box))
    height = one.fit.height * scale
    after = after.crop((round(left), round(height - top), round(right), round(height - bottom)))
    grids = [image.resize(_GRID, Image.Resampling.BOX) for image in (before, after)]
    return not any(ImageChops.difference(*grids).histogram()[_UNLIKE:])


def source_text(shown: pypdfium2.PdfDocument, number: int) -> str:
    """The text of a page of the file itself; "" where pdfium cannot load it."""
    page = load_page(shown, number - 1)
    if page is None:
        return ""
    try:
        return page_text(page, None)[0]
    finally:
        page.close()


def _lacks(shown: pypdfium2.PdfDocument, number: int, fitted: str) -> bool:
    return bool(_letters(source_text(shown, number)) - _letters(fitted))


def _letters(text: str) -> Counter[str]:
    return Counter(sign for sign in text if sign.isalnum())
