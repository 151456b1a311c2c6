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
_MOST_RUNS = 5
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


def find_lines(locator: str) -> tuple[Range, ...]:
    """The lines of a text that a locator means: `12`, `3-4, 7`."""
    runs = (run for run in _runs(locator) if all(map(str.isdecimal, run)))
    return tuple(Range(int(first), int(last)) for first, last in runs)


def numbers_in_words(numbers: Sequence[str]) -> str:
    """`1 to 17`, `i to iv, 1 to 6`: the numbers of a file's pages in their runs, of many runs the first."""
    runs: list[list[str]] = []
    for number in numbers:
        if runs and _follows(runs[-1][-1], number):
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]
    return ", ".join(told[:_MOST_RUNS]) + (" and others" if len(told) > _MOST_RUNS else "")


def _follows(before: str, number: str) -> bool:
    if before.isdecimal() and number.isdecimal():
        return int(number) == int(before) + 1
    return not before.isdecimal() and not number.isdecimal()


def locator_of(ranges: Sequence[Range]) -> str:
    """Ranges as a locator."""
    return ", ".join(str(run.start) if run.start == run.end else f"{run.start}-{run.end}" for run in ranges)
