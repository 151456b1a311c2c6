"""The folio of every anchor, as far as it is known.

In go the sections and, as far as there are some, their rendered sheets. How pages are counted is
`report/numbering.py`'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from report.model import Section, Sheets
from report.numbering import Numbering, number_pages


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
