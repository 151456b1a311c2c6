"""Looks whether a fitted page has what the file's own page has: in go two PDFs, out come pages that lost
letters. pdfium reads both, and did not write either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pypdfium2

from report.read.pdf.reader import load_page, loadable
from report.read.pdf.text import page_text

SAMPLE = 8
"""Pages that are compared as a rule; all of them where one of these differs."""


def lost(shown: pypdfium2.PdfDocument, numbers: Sequence[int], texts: Sequence[str]) -> list[int]:
    """Indices of fitted pages that lack letters. `numbers` are their numbers in the file from 1.

    Order and spaces are not compared, and there may be more: filled fields have become part of the page.
    """
    step = max(1, -(-len(numbers) // SAMPLE))
    if not any(_lacks(shown, numbers[index], texts[index]) for index in range(0, len(numbers), step)):
        return []
    if len(loadable(shown)) != len(shown):
        return []  # pdfium counts pages that it does not find: its fifth need not be ours
    return [i for i, number in enumerate(numbers) if _lacks(shown, number, texts[i])]


def source_text(shown: pypdfium2.PdfDocument, number: int) -> str:
    """The text of a page of the file itself; "" where pdfium cannot load it."""
    page = load_page(shown, number - 1)
    if page is None:
        return ""
    try:
        return page_text(page)
    finally:
        page.close()


def _lacks(shown: pypdfium2.PdfDocument, number: int, fitted: str) -> bool:
    return bool(_letters(source_text(shown, number)) - _letters(fitted))


def _letters(text: str) -> Counter[str]:
    return Counter(sign for sign in text if sign.isalnum())
