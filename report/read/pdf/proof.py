"""Saves the fitted pages and proves them: in goes the finished PDF, out come its bytes and its text.

pdfium opens what came out. If it does not find each page there, or not the letters that it finds on the
file's own pages, the work was for nothing, or, where nothing better is left, those pages become pictures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pikepdf
import pypdfium2

from report.read.pdf.assemble import Fitted, picture, save
from report.read.pdf.compare import alike, lacking, settled, source_text
from report.read.pdf.fit import shown_square
from report.read.pdf.geometry import moved_box
from report.read.pdf.pictures import picture_form
from report.read.pdf.reader import load, load_page
from report.read.pdf.text import texts
from report.read.pdf.tree import SourcePage


class LostError(LookupError):
    """Pages, or letters on them, that a reader shows are not there."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The finished PDF, the text of each page, and the indices of those that had to become pictures."""

    pdf: bytes = field(repr=False)
    texts: list[str]
    pictured: list[int]


def prove(
    pdf: pikepdf.Pdf,
    written: Sequence[pikepdf.Object],
    fitted: Sequence[Fitted],
    pages: Sequence[SourcePage],
    shown: pypdfium2.PdfDocument | None,
    lenient: bool,
) -> Proof:
    """`written` are the page objects of `pdf`, `shown` is the file itself, if its pages are the same.

    Raises LostError, with `lenient` only where pages are lost.
    """
    result = save(pdf)
    document = load(result, "")
    if document is None:
        if shown is not None and not lenient:
            raise LostError
        return Proof(result, [""] * len(pages), [])
    try:
        if len(document) != len(pages):
            raise LostError
        boxes = [None if _is_blank(one) else moved_box(one.fit.matrix, one.box) for one in fitted]
        words = [
            settled(shown, page.number, inside, whole)
            for page, (inside, whole) in zip(pages, texts(document, boxes), strict=True)
        ]
        lost = [] if shown is None else _lost(document, shown, fitted, pages, words)
    finally:
        document.close()
    if not lost or shown is None:
        return Proof(result, words, [])
    if not lenient:
        raise LostError
    for index in lost:
        page = shown[pages[index].number - 1]
        form = picture_form(pdf, page, fitted[index].box, shown_square(pages[index]))
        page.close()
        picture(pdf, written[index], form, fitted[index])
        words[index] = source_text(shown, pages[index].number)
    return Proof(save(pdf), words, lost)


def _lost(
    document: pypdfium2.PdfDocument,
    shown: pypdfium2.PdfDocument,
    fitted: Sequence[Fitted],
    pages: Sequence[SourcePage],
    words: list[str],
) -> list[int]:
    """Pages that lack letters, and look as if they did; of others the text is put right in `words`."""
    found = []
    for index in lacking(shown, [page.number for page in pages], words):
        own, page = load_page(shown, pages[index].number - 1), load_page(document, index)
        if own is None or page is None or not alike(own, page, fitted[index]):
            found.append(index)
        else:
            words[index] = source_text(shown, pages[index].number)
    return found


def _is_blank(one: Fitted) -> bool:
    """There is nothing to read on it. Some files have a hundred thousand such pages."""
    return not one.drawings and not one.content.read_raw_bytes()
