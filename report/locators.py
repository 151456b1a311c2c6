"""Whether the pages that are cited are in the archived files, and appended.

In go the dossier and its annexes; out come problems, at the citation. A page is known by the number that
the file itself prints (`page_numbers`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report.model import Annex, CitationItem, Dossier, PagedFile, Problem, cited_items, error, warning
from report.page_numbers import PageRun, find_pages, page_numbers


def check_locators(dossier: Dossier, annexes: Sequence[Annex]) -> tuple[Problem, ...]:
    """Of sources that have a file of their own: a locator means the source, never a reproduction of it."""
    paged = (annex for annex in annexes if isinstance(annex.file, PagedFile))
    by_source = {key: annex for annex in paged for key in annex.sources if key not in annex.via}
    items = (item for entry in dossier.entries for item in cited_items(entry.body.parts))
    return tuple(
        problem
        for item in items
        if item.locator is not None and item.locator.label == "page" and item.key in by_source
        for problem in _check(item, item.locator.value, by_source[item.key])
    )


def _check(item: CitationItem, locator: str, annex: Annex) -> Iterator[Problem]:
    for run in find_pages(locator, annex):
        if run.first is None or run.last is None:
            yield _absent(item, run, annex)


def _absent(item: CitationItem, run: PageRun, annex: Annex) -> Problem:
    assert isinstance(annex.file, PagedFile)
    pages, count = annex.file.reading.pages, annex.file.reading.count
    numbers = page_numbers(annex)
    if len(pages) < count and _may_be_left_out(run, annex):
        return warning(
            "page-not-appended",
            f"p. {run.text} of {annex.file.path} is cited and not appended",
            item.place,
            "add it to print-pages",
        )
    return error(
        "unknown-page",
        f"{annex.file.path} has no p. {run.text}; its pages are {numbers[0]} to {numbers[-1]}",
        item.place,
        "correct the page, or give first-page if the file's numbers begin elsewhere",
    )


def _may_be_left_out(run: PageRun, annex: Annex) -> bool:
    """Whether the page may be one of the file's that are not appended: their own labels are not known."""
    assert isinstance(annex.file, PagedFile)
    if any(page.label for page in annex.file.reading.pages):
        return True
    first = annex.first_page or 1
    ends = run.text.split("–")
    return all(end.isdecimal() and first <= int(end) < first + annex.file.reading.count for end in ends)
