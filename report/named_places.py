"""The pages, lines and paragraphs that a citation or a source names: in go these and the file, out come
numbers, and whether the words stand there.
"""

from __future__ import annotations

from collections.abc import Sequence

from report.model import Annex, Archive, CitationItem, PagedFile, Range, Span, TextFile
from report.page_numbers import find_lines, find_pages, locator_of


def named_pages(item: CitationItem, annex: Annex) -> frozenset[int]:
    """The numbers of the pages that a citation names; none where it names none that the file has."""
    if item.locator is None or item.locator.label != "page" or item.key in annex.via:
        return frozenset()
    return _pages(item.locator.value, annex)


def other_page(item: CitationItem, annex: Annex, spans: Sequence[Span]) -> str:
    """The page that a citation names, if the words begin on another."""
    named = named_pages(item, annex)
    if item.locator is None or not named or any(span.page in named for span in spans):
        return ""
    return item.locator.value


def named_lines(item: CitationItem, annex: Annex) -> frozenset[int]:
    """The lines of a text that a citation names, none where it names none."""
    in_text = isinstance(annex.file, TextFile) and item.key not in annex.via
    if not in_text or item.locator is None or item.locator.label != "line":
        return frozenset()
    return _all_in(find_lines(item.locator.value))


def touches(spans: Sequence[Span], numbers: frozenset[int]) -> bool:
    return any(span.page in numbers for span in spans)


def other_paragraph(item: CitationItem, paragraph: int | None) -> str:
    """The paragraph that a citation names, if the words begin in another."""
    if paragraph is None or item.locator is None or item.locator.label != "paragraph":
        return ""
    value = item.locator.value
    # Nothing but numbers: "57 (b)" or "57 ff." may mean more.
    named = find_lines(value) if set(value) <= set("0123456789-–,;& ") else ()
    return value if named and not any(run.start <= paragraph <= run.end for run in named) else ""


def wanted_part(annex: Annex, archive: Archive) -> frozenset[int] | None:
    """The numbers of the pages or lines that the author means; None for all."""
    if archive.lines and isinstance(annex.file, TextFile):
        return _all_in(archive.lines)
    if archive.pages and isinstance(annex.file, PagedFile):
        return _pages(locator_of(archive.pages), annex)
    return None


def _pages(locator: str, annex: Annex) -> frozenset[int]:
    runs = find_pages(locator, annex)
    return _all_in([Range(run.first.number, run.last.number) for run in runs if run.first and run.last])


def _all_in(ranges: Sequence[Range]) -> frozenset[int]:
    return frozenset(number for run in ranges for number in range(run.start, run.end + 1))
