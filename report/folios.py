"""Late page numbers: what is printed as the number of each page, and where a section mentions it.

In go the sections and, as far as known, their rendered sheets; out come folios and filled HTML. With
`pagination: labelled` front matter counts i, ii, …, the report 1, 2, …, and annex 2 A2, A2-i, A2-1, … so
that no edit of the report moves a page of an annex.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import escape

from report.model import Section, Series, Sheets

UNKNOWN = "00"
"""Stands for a folio in a first layout; as wide as the most of them."""


@dataclass(frozen=True, slots=True)
class Label:
    """A page's number in PDF's terms (ISO 32000-1, 12.4.2): prefix, style (D, r or none), value."""

    prefix: str
    style: str
    value: int

    def __str__(self) -> str:
        if not self.style:
            return self.prefix
        return self.prefix + (roman(self.value) if self.style == "r" else str(self.value))


def roman(number: int) -> str:
    """Lower-case Roman numerals of a number from 1 on."""
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def label_pages(sections: Sequence[Section], counts: Mapping[str, int]) -> dict[str, tuple[Label, ...]]:
    """The labels of each section's pages. `counts` has the page counts known so far.

    A section behind one whose count is unknown gets no labels, unless it is an annex's: those count
    within their annex.
    """
    labels: dict[str, tuple[Label, ...]] = {}
    next_page = {Series.FRONT: 1, Series.REPORT: 1}
    broken: set[Series] = set()
    for section in sections:
        count = counts.get(section.id)
        if section.series is Series.ANNEX:
            if count is not None:
                labels[section.id] = tuple(_annex_label(section, page) for page in range(count))
            continue
        if count is None:
            broken.add(section.series)
        if section.series in broken:
            continue
        assert count is not None
        style = "r" if section.series is Series.FRONT else "D"
        first = next_page[section.series]
        labels[section.id] = tuple(Label("", style, first + page) for page in range(count))
        next_page[section.series] = first + count
    return labels


def _annex_label(section: Section, page: int) -> Label:
    if not section.cover:
        return Label(f"A{section.annex}-", "D", page + 1)
    return Label(f"A{section.annex}-", "r", page) if page else Label(f"A{section.annex}", "", 1)


@dataclass(frozen=True, slots=True)
class Folios:
    """The folio of every anchor, and a sort key that follows the order of the pages."""

    by_anchor: Mapping[str, tuple[int, str]]

    @classmethod
    def of(cls, sections: Sequence[Section], sheets: Mapping[str, Sheets]) -> Folios:
        labels = label_pages(sections, {key: value.pages for key, value in sheets.items()})
        found: dict[str, tuple[int, str]] = {}
        before = 0
        for section in sections:
            if section.id not in sheets:
                before += 10_000  # pages not laid out yet; only the order matters
                continue
            for anchor, spot in sheets[section.id].anchors.items():
                if section.id in labels:
                    found[anchor] = (before + spot.page, str(labels[section.id][spot.page]))
            before += sheets[section.id].pages
        return cls(found)

    def get(self, anchor: str) -> str | None:
        found = self.by_anchor.get(anchor)
        return found[1] if found else None


_SLOT = re.compile(r'<span([^<>]*?) data-folio(s?)="([^"<>]*)"([^<>]*)></span>')


def mentioned(html: str) -> frozenset[str]:
    """The anchors whose folios the HTML prints."""
    return frozenset(anchor for match in _SLOT.finditer(html) for anchor in match[3].split())


def fill(html: str, folios: Folios) -> str:
    """Write the folios into the empty slots; `UNKNOWN` where one is not known yet."""

    def write(match: re.Match[str]) -> str:
        anchors = match[3].split()
        text = _page_list(anchors, folios) if match[2] else str(escape(folios.get(anchors[0]) or UNKNOWN))
        return f"<span{match[1]}{match[4]}>{text}</span>"

    return _SLOT.sub(write, html)


def _page_list(anchors: Iterable[str], folios: Folios) -> str:
    """`3, 5–7`, each page once, in order, a link to the first anchor on it; three or more run together."""
    pages: dict[int, tuple[str, str]] = {}
    for anchor in anchors:
        position, folio = folios.by_anchor.get(anchor, (0, UNKNOWN))
        pages.setdefault(position, (folio, anchor))
    runs: list[list[int]] = []
    for position in sorted(pages):
        if runs and position == runs[-1][-1] + 1 and _same_series(pages[position][0], pages[runs[-1][0]][0]):
            runs[-1].append(position)
        else:
            runs.append([position])
    links = {
        at: f'<a href="dossier:{escape(anchor)}">{escape(folio)}</a>' for at, (folio, anchor) in pages.items()
    }
    return ", ".join(
        f"{links[run[0]]}–{links[run[-1]]}" if len(run) > 2 else ", ".join(links[at] for at in run)
        for run in runs
    )


def _same_series(folio: str, other: str) -> bool:
    return folio.isdecimal() == other.isdecimal()
