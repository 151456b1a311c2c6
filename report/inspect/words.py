"""What stands on the pages of the finished PDF, read by pdfium: no word lost, no ink off the paper."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

import pypdfium2

from report.join import Part, first_pages, own_pages
from report.model import PageFurniture

_SILENT = {"head", "title", "style", "script", "desc"}
"""Elements whose text is not printed; `title` and `desc` also in SVG."""

_TOLERANCE = 1.0
"""Points: what a glyph's box may reach over the paper's edge by rounding."""


def check_words(document: pypdfium2.PdfDocument, parts: Sequence[Part]) -> Iterator[str]:
    """Every letter and digit of a section's HTML is on its pages, as often; and every folio.

    Letters are counted, not compared in order: notes stand elsewhere than in the HTML, words are hyphenated.
    """
    for part, first in zip(parts, first_pages(parts), strict=False):
        if part.section.file is not None:
            continue
        numbers = range(first, first + part.sheets.pages)
        texts = [document[number].get_textpage().get_text_bounded() for number in numbers]
        lost = letters(_text(part.section.html)) - letters("".join(texts))
        if lost:
            sample = "".join(sorted(lost.elements()))[:20]
            yield f"{lost.total()} letters of the section {part.section.id} are not on its pages ({sample})"
        for number, text, label, furniture in zip(numbers, texts, part.labels, part.furniture, strict=True):
            if _numbered(part, furniture) and not any(form in text for form in _as_read(str(label))):
                yield f"page {number + 1} does not print its folio {label}"


def _numbered(part: Part, furniture: PageFurniture | None) -> bool:
    """Whether the page is to print its folio; a cover need not."""
    return furniture is not None and ("folio" in furniture.texts or part.section.id != "cover")


def _as_read(folio: str) -> tuple[str, ...]:
    """How pdfium may read a folio: on a line of Arabic it turns `A12-4` into `4-12A` or `4-21A`."""
    return folio, "".join(reversed(re.findall(r"[0-9]+|.", folio))), folio[::-1]


def letters(text: str) -> Counter[str]:
    """How often each letter and digit occurs, capitals and small letters alike."""
    return Counter(character for character in text.casefold() if character.isalnum())


class _Reader(HTMLParser):
    """Collects the text that is printed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text.append(data)


def _text(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.text)


def check_ink(document: pypdfium2.PdfDocument, parts: Sequence[Part]) -> Iterator[str]:
    """Nothing is drawn outside of the paper on our own pages."""
    for number in own_pages(parts):
        page = document[number]
        width, height = page.get_size()
        for item in page.get_objects():
            left, bottom, right, top = item.get_bounds()
            if min(left, bottom, width - right, height - top) < -_TOLERANCE:
                yield f"something on page {number + 1} is drawn outside of the paper"
                break
