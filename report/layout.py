"""A dossier laid out: what the stages before `join` give to those after."""

from __future__ import annotations

from dataclasses import dataclass

from report.compose import Composed
from report.editions.before import NOTHING, Before
from report.model import Annex, Attested, Dossier, Section
from report.settle import Settled


@dataclass(frozen=True, slots=True)
class Layout:
    """A dossier without errors, laid out, its page numbers settled.

    `shown` are the sections that are printed, all but for a part; `before` is what earlier editions say.
    """

    dossier: Dossier
    annexes: tuple[Annex, ...]
    attested: tuple[Attested, ...]
    composed: Composed
    settled: Settled
    shown: tuple[Section, ...]
    before: Before = NOTHING

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.composed.sections

    @property
    def shown_annexes(self) -> tuple[Annex, ...]:
        numbers = {section.annex for section in self.shown}
        return tuple(annex for annex in self.annexes if annex.number in numbers)
