"""What stands on our own pages of the finished PDF: no word lost, no ink off the paper, no link astray.

In go what is meant to be on them, as plain values that can be sent to another process; out come faults. Each
page is opened once, by pdfium.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from report.inspect.navigation import check_links
from report.inspect.words import as_read, letters, printed
from report.join import Part, first_pages

_TOLERANCE = 1.0
"""Points: what a glyph's box may reach over the paper's edge by rounding."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A section: the first of its pages in the PDF, from 0, and the folio that each prints, None for none.

    `numbers` are those that it prints and that are not in the HTML.
    """

    id: str
    html: str = field(repr=False)
    first: int
    folios: tuple[str | None, ...]
    numbers: str = ""


def meant_by(part: Part, first: int) -> Meant:
    """A cover need not print its folio."""
    folios = zip(part.labels, part.furniture, strict=True)
    free = part.section.id == "cover"
    return Meant(
        part.section.id,
        part.section.html,
        first,
        tuple(
            None if furniture is None or (free and "folio" not in furniture.texts) else str(label)
            for label, furniture in folios
        ),
        " ".join(part.numbers[number.key] for number in part.sheets.numbers),
    )


def own_sections(parts: Sequence[Part]) -> list[Meant]:
    """Those whose pages were laid out here."""
    return [
        meant_by(part, first)
        for part, first in zip(parts, first_pages(parts), strict=False)
        if part.section.file is None
    ]


def check_sections(pdf: Path, sections: Sequence[Meant]) -> list[str]:
    """The faults of some sections' pages."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return list(faults_of_sections(document, sections))
    finally:
        document.close()


def faults_of_sections(document: pypdfium2.PdfDocument, sections: Iterable[Meant]) -> Iterator[str]:
    """Every letter and digit of a section's HTML is on its pages, as often; and every folio.

    Letters are counted, not compared in order: notes stand elsewhere than in the HTML, words are hyphenated.
    """
    # The page before stays open: pdfium then keeps the fonts that both use.
    before: pypdfium2.PdfPage | None = None
    for section in sections:
        texts: list[str] = []
        for number, folio in enumerate(section.folios, start=section.first):
            page = document[number]
            if before is not None:
                before.close()
            before = page
            words = page.get_textpage()
            texts.append(words.get_text_bounded())
            words.close()
            if folio is not None and not any(form in texts[-1] for form in as_read(folio)):
                yield f"page {number + 1} does not print its folio {folio}"
            if _off_the_paper(page):
                where = f"page {number + 1}, of the section {section.id},"
                yield f"something on {where} is drawn outside of the paper"
            yield from check_links(document, page, number)
        lost = letters(printed(section.html) + section.numbers) - letters("".join(texts))
        if lost:
            sample = "".join(sorted(lost.elements()))[:20]
            yield f"{lost.total()} letters of the section {section.id} are not on its pages ({sample})"
    if before is not None:
        before.close()


def _off_the_paper(page: pypdfium2.PdfPage) -> bool:
    width, height = page.get_size()
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        item = raw.FPDFPage_GetObject(page.raw, index)
        if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            continue
        if min(left.value, bottom.value, width - right.value, height - top.value) < -_TOLERANCE:
            return True
    return False
