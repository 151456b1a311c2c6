"""Finds sentences in the pages of a PDF, in order, whatever breaks them: line ends, soft hyphens, and, from
one page to the next, the notes at the foot and the running head. A PDF goes in, places come out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pypdfium2

# A word divided at a line's end: WeasyPrint prints U+2010.
_NOT_TEXT = re.compile("[\\s\u00ad\u2010]+")

# What pdfium makes of a hyphen of the text itself ("thirty-fourth") at a line's end.
_HYPHENS = str.maketrans("\ufffe\u0002", "--")

# How much furniture may stand between the two halves of a sentence that runs over to the next page.
_FURNITURE = 250


def bare(text: str) -> str:
    """The text without white space and soft hyphens, so that line ends do not matter."""
    return _NOT_TEXT.sub("", text.translate(_HYPHENS))


def page_texts(pdf: Path) -> dict[str, str]:
    """The bare text of each page, by page label, in the order of the pages."""
    labels = pypdf.PdfReader(pdf).page_labels
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = [bare(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()
    assert len(set(labels)) == len(labels) == len(texts)
    return dict(zip(labels, texts, strict=True))


@dataclass(frozen=True, slots=True)
class Point:
    """Between two characters of the pages: the index of the page, and the offset in its bare text."""

    page: int
    offset: int


def find(pages: Sequence[str], sentence: str, start: Point) -> Point | None:
    """Where `sentence` ends, looked up from `start` on, on one page or running over to the next ones."""
    wanted = bare(sentence)
    for page in range(start.page, len(pages)):
        offset = start.offset if page == start.page else 0
        at = pages[page].find(wanted, offset)
        if at >= 0:
            return Point(page, at + len(wanted))
        over = _runs_over(pages, wanted, Point(page, offset))
        if over is not None:
            return over
    return None


def _runs_over(pages: Sequence[str], wanted: str, start: Point) -> Point | None:
    """Where `wanted` ends if it begins at the end of the page's text and goes on atop the next page."""
    if start.page + 1 == len(pages):
        return None
    here, next_page = pages[start.page], pages[start.page + 1]
    for length in range(len(wanted) - 1, 0, -1):
        at = here.find(wanted[:length], start.offset)
        if at < 0 or not _is_foot(here[at + length :]):
            continue
        rest = wanted[length:]
        end = next_page.find(rest)
        if 0 <= end <= _FURNITURE:
            return Point(start.page + 1, end + len(rest))
        over = _runs_over(pages, rest, Point(start.page + 1, 0))
        if over is not None:
            return over
    return None


def _is_foot(text: str) -> bool:
    """Whether only notes, which begin with a number, or furniture can follow."""
    return len(text) <= _FURNITURE or text[0].isdigit()
