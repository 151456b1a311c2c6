"""Late page numbers: what a section prints where it mentions a page.

In go the sections and, as far as known, their rendered sheets; out come folios and filled HTML. How pages
are counted is `report/numbering.py`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import escape

from report.model import Section, Sheets
from report.numbering import Numbering, number_pages

UNKNOWN = "00"
"""Stands for a folio in a first layout; as wide as the most of them."""


@dataclass(frozen=True, slots=True)
class Folios:
    """The folio of every anchor, and a sort key that follows the order of the pages."""

    by_anchor: Mapping[str, tuple[int, str]]

    @classmethod
    def of(
        cls,
        sections: Sequence[Section],
        sheets: Mapping[str, Sheets],
        numbering: Numbering | None = None,
    ) -> Folios:
        numbered = number_pages(sections, {key: value.pages for key, value in sheets.items()}, numbering)
        found: dict[str, tuple[int, str]] = {}
        before = 0
        for section in sections:
            if section.id not in sheets:
                before += 10_000  # pages not laid out yet; only the order matters
                continue
            folios = [str(label) for label in numbered[section.id].labels]
            if folios:
                for anchor, spot in sheets[section.id].anchors.items():
                    found[anchor] = (before + spot.page, folios[spot.page])
            before += sheets[section.id].pages
        return cls(found)

    def get(self, anchor: str) -> str | None:
        found = self.by_anchor.get(anchor)
        return found[1] if found else None


_MARK = " data-folio"
_SLOT = re.compile(r'<span([^<>]*?) data-folio(s?)="([^"<>]*)"([^<>]*)></span>')


def mentioned(html: str) -> frozenset[str]:
    """The anchors whose folios the HTML prints."""
    if _MARK not in html:
        return frozenset()
    return frozenset(anchor for match in _SLOT.finditer(html) for anchor in match[3].split())


def fill(html: str, folios: Folios) -> str:
    """Write the folios into the empty slots; `UNKNOWN` where one is not known yet."""
    if _MARK not in html:
        return html

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
