"""What is stamped on the pages of annexes: `Annex 3`, `page 4 of 17`, Bates numbers, notes that lead there.

In go the dossier and its annexes' sections, in order; out comes a stamp for each page. Cover sheets have
none: they are the dossier's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from report.compose import FurnitureKind
from report.compose.furniture import sample
from report.compose.words import words_for
from report.model import Dossier, Note, Section, Series, Sheets, SlotLink

MOST_NOTES = 20
"""So many fit on a line of the stamp; the cover sheet has them all."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Of one page: the texts of its slots, and what they lead to; `more` notes than there is room for."""

    texts: Mapping[str, str]
    links: Mapping[str, SlotLink] = field(default_factory=dict)
    more: bool = False

    def kind(self, head: str, verso: bool, lying: bool = False) -> FurnitureKind:
        """What it is laid out with."""
        samples = {name: sample(text) for name, text in self.texts.items()}
        return FurnitureKind(
            Series.ANNEX,
            head,
            verso,
            annex=samples["annex"],
            page=samples["page"],
            pages=samples["pages"],
            bates=samples.get("bates", ""),
            notes=tuple(text for name, text in samples.items() if name.startswith("note-")),
            more=self.more,
            lying=lying,
        )


class Stamper:
    """Stamps the annexes one after another: Bates numbers run on from each to the next."""

    def __init__(self, dossier: Dossier, cited_by: Mapping[str, Sequence[Note]]) -> None:
        self._words = words_for(dossier.language)
        self._bates = dossier.annex_settings.bates
        self._cited_by = cited_by
        self._next_bates = 1

    def stamps(self, section: Section, sheets: Sheets) -> tuple[Stamp | None, ...]:
        """One for each page; None where there is no stamp."""
        if section.annex is None or section.cover:
            return (None,) * sheets.pages
        notes = self._notes_by_page(sheets)
        return tuple(
            self._stamp(section, page, sheets.pages, notes.get(page, ())) for page in range(sheets.pages)
        )

    def names(self, section: Section) -> tuple[str, ...]:
        """What each page of an archived file is called: `Annex 3, page 4 of 17`."""
        if section.file is None:
            return ()
        annex, pages = self._annex(section), len(section.file.reading.pages)
        phrase = self._words["annex-page"]
        return tuple(phrase.format(annex=annex, page=page + 1, pages=pages) for page in range(pages))

    def _annex(self, section: Section) -> str:
        return f"{self._words['annex']} {_name(section)}"

    def _stamp(self, section: Section, page: int, pages: int, notes: Sequence[Note]) -> Stamp:
        texts = {"annex": _name(section), "page": str(page + 1), "pages": str(pages)}
        # The cover sheet lists all notes. A page that none leads to needs no way back: a link on each of
        # five thousand pages takes longer to write than the pages.
        links = {"annex": SlotLink(f"annex:{section.annex}", self._annex(section))} if notes else {}
        if self._bates:
            texts["bates"] = str(self._next_bates).zfill(self._bates.digits)
            self._next_bates += 1
        for place, note in enumerate(notes[:MOST_NOTES], 1):
            texts[f"note-{place}"] = str(note.number)
            links[f"note-{place}"] = SlotLink(note.anchor, self._words["note-name"].format(n=note.number))
        return Stamp(texts, links, len(notes) > MOST_NOTES)

    def _notes_by_page(self, sheets: Sheets) -> dict[int, tuple[Note, ...]]:
        """The notes that cite each page, in order."""
        found: dict[int, set[Note]] = {}
        for anchor, spot in sheets.anchors.items():
            if anchor in self._cited_by:
                found.setdefault(spot.page, set()).update(self._cited_by[anchor])
        return {page: tuple(sorted(notes)) for page, notes in found.items()}


def _name(section: Section) -> str:
    """The annex's number as it is printed."""
    return section.annex_name or str(section.annex)
