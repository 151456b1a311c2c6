"""The numbers of an archived file's pages: what the file itself prints, and what a locator means by them.

An annex goes in, or a locator's text; out come the number of each appended page, and the pages meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from report.model import Annex, FilePage, PagedFile, Range
from report.numerals import file_numbers

_SIMPLE = re.compile(r"[0-9]{1,6}|[ivxlcdm]{1,12}", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:,|;|&|\band\b|\bet\b|\by\b|\bund\b|\s)\s*")
_RANGE = re.compile(r"(\w+)\s*[-–—]\s*(\w+)")


def page_numbers(annex: Annex) -> tuple[str, ...]:
    """The number of each appended page as the file prints it; () where the annex is no pages.

    Its page labels (ISO 32000-1, 12.4.2) where each page has one of its own that can stand in a folio; else
    counted from `first_page`; else from 1.
    """
    if not isinstance(annex.file, PagedFile):
        return ()
    return tuple(map(str, file_numbers(annex.file.reading.pages, annex.first_page)))


@dataclass(frozen=True, slots=True)
class PageRun:
    """Pages that a locator names, as it is printed (`3–4`), and the first and last, None where not there."""

    text: str
    first: FilePage | None
    last: FilePage | None


def find_pages(locator: str, annex: Annex) -> tuple[PageRun, ...]:
    """The pages of the annex's file that a locator means: `12`, `3-4`, `xii, 7`."""
    file = annex.file
    if not isinstance(file, PagedFile):
        return ()
    numbers = (number.lower() for number in page_numbers(annex))
    by_number = dict(zip(numbers, file.reading.pages, strict=True))
    return tuple(
        PageRun(
            first if first == last else f"{first}–{last}",
            by_number.get(first.lower()),
            by_number.get(last.lower()),
        )
        for first, last in _runs(locator)
    )


def _runs(locator: str) -> Iterator[tuple[str, str]]:
    for part in _BETWEEN.split(_RANGE.sub(r"\1-\2", locator.strip())):
        first, _, last = part.partition("-")
        if not (first.isalnum() and (last or first).isalnum()):
            continue  # words, as in "3 passim"
        if last.isdecimal() and first.isdecimal() and len(last) < len(first):
            last = first[: len(first) - len(last)] + last  # 123-25
        if _SIMPLE.fullmatch(first) and _SIMPLE.fullmatch(last or first):
            yield first, last or first


def locator_of(ranges: Sequence[Range]) -> str:
    """Ranges as a locator."""
    return ", ".join(str(run.start) if run.start == run.end else f"{run.start}-{run.end}" for run in ranges)
