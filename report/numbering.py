"""How the dossier's pages are counted: the label of each page, and the blank pages of printing on both sides.

In go the sections and, as far as known, how many pages each has; out come labels. With `pagination: labelled`
front matter counts i, ii, …, the report 1, 2, …, and annex 2 A2, A2-i, A2-1, … so that no edit of the report
moves a page of an annex; with `physical` every page has its number in the PDF.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from report.model import AnnexStyle, Dossier, Pagination, Section, Series
from report.numerals import Label, annex_mark, file_numbers

_OWN_PARTS = frozenset({"contents", "sources", "annexes", "colophon"})
"""Sections that begin a part of their own beside those that begin a series."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """`duplex`: printed on both sides, so that parts and annexes begin on pages of odd number."""

    pagination: Pagination = Pagination.LABELLED
    duplex: bool = False
    annex_style: AnnexStyle = AnnexStyle.DECIMAL


def numbering_of(dossier: Dossier) -> Numbering:
    """As the author set it."""
    return Numbering(dossier.pagination, dossier.duplex, dossier.annex_settings.style)


@dataclass(frozen=True, slots=True)
class Numbered:
    """The pages of a section: their labels, and `first`, the place of the first in the PDF, from 0.

    `blank` is the label of an empty page in front of them, None where there is none. Where the pages before
    are not laid out yet, `first` is None; where that leaves the labels open, they are ().
    """

    labels: tuple[Label, ...]
    blank: Label | None = None
    first: int | None = None


def number_pages(
    sections: Sequence[Section], counts: Mapping[str, int], numbering: Numbering | None = None
) -> dict[str, Numbered]:
    """Every section whose page count is in `counts`, by its ID."""
    counter = _Counter(numbering or Numbering(), _with_roman_pages(sections))
    before: Section | None = None
    numbered: dict[str, Numbered] = {}
    for section in sections:
        blank = counter.blank(before) if counter.needs_blank(section, before) else None
        count = counts.get(section.id)
        if count is None:
            counter.lose_count(section)
        else:
            numbered[section.id] = counter.count(section, count, blank)
        before = section
    return numbered


def _begins_part(section: Section, before: Section | None) -> bool:
    """Front matter, report, the tables behind it, and of each annex the cover sheet and the pages."""
    return (
        before is None
        or section.annex is not None
        or section.series is not before.series
        or section.id in _OWN_PARTS
    )


def _with_roman_pages(sections: Sequence[Section]) -> frozenset[int | None]:
    """The annexes whose files have pages i, ii, …"""
    return frozenset(
        section.annex
        for section in sections
        if section.file
        and any(label.style == "r" for label in file_numbers(section.file.reading.pages, None))
    )


class _Counter:
    """Counts on from section to section. `_position` is that of the next page, None where it is not known."""

    def __init__(self, numbering: Numbering, with_roman_pages: frozenset[int | None]) -> None:
        self._numbering = numbering
        self._with_roman_pages = with_roman_pages
        self._position: int | None = 0
        self._next = {Series.FRONT: 1, Series.REPORT: 1}
        self._lost: set[Series] = set()
        self._blanks: Counter[int | None] = Counter()

    @property
    def _physical(self) -> bool:
        return self._numbering.pagination is Pagination.PHYSICAL

    def needs_blank(self, section: Section, before: Section | None) -> bool:
        if not self._numbering.duplex or not self._position or self._position % 2 == 0:
            return False
        return _begins_part(section, before)

    def blank(self, before: Section | None) -> Label:
        """The empty page belongs to what it stands behind."""
        assert before is not None, "the first page of the PDF is of odd number"
        if self._physical or before.series is not Series.ANNEX:
            return self._count_on(before.series, 1)[0]
        self._advance(1)
        self._blanks[before.annex] += 1
        times = self._blanks[before.annex]
        return Label(f"{self._mark(before)}-blank{f'-{times}' if times > 1 else ''}", "", 1)

    def lose_count(self, section: Section) -> None:
        self._position = None
        self._lost.add(section.series)

    def count(self, section: Section, count: int, blank: Label | None) -> Numbered:
        first = self._position
        if self._physical or section.series is not Series.ANNEX:
            return Numbered(self._count_on(section.series, count), blank, first)
        self._advance(count)
        return Numbered(self._annex_labels(section, count), blank, first)

    def _advance(self, count: int) -> None:
        if self._position is not None:
            self._position += count

    def _count_on(self, series: Series, count: int) -> tuple[Label, ...]:
        """() where pages before are still to be counted."""
        first = self._position
        self._advance(count)
        if self._physical:
            return () if first is None else tuple(Label("", "D", first + page + 1) for page in range(count))
        if series in self._lost:
            return ()
        style = "r" if series is Series.FRONT else "D"
        number = self._next[series]
        self._next[series] += count
        return tuple(Label("", style, number + page) for page in range(count))

    def _mark(self, section: Section) -> str:
        return annex_mark(section.annex_name or str(section.annex), self._numbering.annex_style)

    def _annex_labels(self, section: Section, count: int) -> tuple[Label, ...]:
        mark = self._mark(section)
        if section.file is not None:
            own = file_numbers(section.file.reading.pages, section.first_page)
            return tuple(Label(f"{mark}-{one.prefix}", one.style, one.value) for one in own)
        if not section.cover:
            return tuple(Label(f"{mark}-", "D", page + 1) for page in range(count))
        # A file may have a page i, ii, … of its own.
        prefix = f"{mark}/" if section.annex in self._with_roman_pages else f"{mark}-"
        return (Label(mark, "", 1), *(Label(prefix, "r", page) for page in range(1, count)))[:count]
