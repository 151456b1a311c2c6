"""Whether the pages and lines that are meant are in the archived files, and appended.

In go the dossier and its annexes; out come problems, at the citation, or where a source says in which part
of another's file it is reproduced. A page is known by the number that the file itself prints
(`page_numbers`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from report.model import (
    Annex,
    Archive,
    CitationItem,
    Dossier,
    PagedFile,
    Place,
    Problem,
    Range,
    TextFile,
    cited_items,
    error,
    warning,
)
from report.page_numbers import (
    PageRun,
    find_lines,
    find_pages,
    locator_of,
    numbers_in_words,
    page_numbers,
)


def check_locators(dossier: Dossier, annexes: Sequence[Annex]) -> tuple[Problem, ...]:
    """A locator means the source, never a reproduction of it."""
    by_source = {key: annex for annex in annexes for key in annex.sources}
    items = (item for entry in dossier.entries for item in cited_items(entry.body.parts))
    cited = (problem for item in items for problem in _check_item(item, by_source))
    archives = ((key, dossier.sources[key].archive) for key in by_source)
    meant = (
        problem for key, archive in archives if archive for problem in _check_part(archive, by_source[key])
    )
    return (*cited, *meant)


def _check_item(item: CitationItem, by_source: Mapping[str, Annex]) -> Iterator[Problem]:
    annex = by_source.get(item.key)
    if annex is None or item.key in annex.via or item.locator is None:
        return
    if item.locator.label == "page":
        yield from _check_pages(item.locator.value, annex, item.place)
    elif item.locator.label == "line":
        yield from _check_lines(find_lines(item.locator.value), annex, item.place)


def _check_part(archive: Archive, annex: Annex) -> Iterator[Problem]:
    """The part of the file that a source means, `pages:` or `lines:`."""
    yield from _check_pages(locator_of(archive.pages), annex, archive.place)
    yield from _check_lines(archive.lines, annex, archive.place)
    if archive.lines and not archive.pages and isinstance(annex.file, PagedFile):
        message = f"lines has no effect: {annex.file.path} is no plain text, and its lines have no numbers"
        yield warning("no-such-part", message, archive.place, "write pages, or leave lines out")
    elif isinstance(annex.file, TextFile) and (archive.print_pages or archive.pages):
        key = "print-pages" if archive.print_pages else "pages"
        message = f"{key} has no effect: {annex.file.path} is a text, whose lines have numbers, not its pages"
        hint = "leave it out; a text is appended whole" if archive.print_pages else "write lines"
        yield warning("no-such-part", message, archive.place, hint)


def _check_lines(lines: Sequence[Range], annex: Annex, place: Place) -> Iterator[Problem]:
    if not isinstance(annex.file, TextFile):
        return
    count = len(annex.file.lines)
    for run in lines:
        if not 1 <= run.start <= run.end <= count:
            wanted = str(run.start) if run.start == run.end else f"{run.start}–{run.end}"
            message = f"{annex.file.path} has no line {wanted}; its lines are 1 to {count}"
            yield error("unknown-line", message, place, "correct the line")


def _check_pages(locator: str, annex: Annex, place: Place) -> Iterator[Problem]:
    for run in find_pages(locator, annex):
        if run.first is None or run.last is None:
            yield _absent(run, annex, place)


def _absent(run: PageRun, annex: Annex, place: Place) -> Problem:
    assert isinstance(annex.file, PagedFile)
    pages, count = annex.file.reading.pages, annex.file.reading.count
    if len(pages) < count and _may_be_left_out(run, annex):
        return warning(
            "page-not-appended",
            f"p. {run.text} of {annex.file.path} is cited and not appended",
            place,
            "add it to print-pages",
        )
    return error(
        "unknown-page",
        f"{annex.file.path} has no p. {run.text}; its pages are {numbers_in_words(page_numbers(annex))}",
        place,
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
