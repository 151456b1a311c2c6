"""A dossier laid out: what the stages before `join` give to those after."""

from __future__ import annotations

from dataclasses import dataclass

from report.changes.older import Older
from report.changes.recorded import Recorded, pages_of
from report.compose import Composed
from report.editions.before import NOTHING, Before
from report.model import Annex, Attested, Dossier, Section
from report.numbering import numbering_of
from report.settle import Settled


@dataclass(frozen=True, slots=True)
class Layout:
    """A dossier without errors, laid out, its page numbers settled.

    `shown` are the sections that are printed, all but for a part; `before` is what earlier editions say,
    `older` the state since which changes are marked.
    """

    dossier: Dossier
    annexes: tuple[Annex, ...]
    attested: tuple[Attested, ...]
    composed: Composed
    settled: Settled
    shown: tuple[Section, ...]
    before: Before = NOTHING
    older: Older | None = None

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.composed.sections

    @property
    def recorded(self) -> Recorded:
        """What the manifest tells of the texts and of where they stand."""
        sheets = {key: laid_out.sheets for key, laid_out in self.settled.sections.items()}
        pages = pages_of(self.sections, sheets, numbering_of(self.dossier))
        return Recorded(self.composed.texts, self.composed.notes, self.attested, pages)

    @property
    def shown_annexes(self) -> tuple[Annex, ...]:
        numbers = {section.annex for section in self.shown}
        return tuple(annex for annex in self.annexes if annex.number in numbers)
