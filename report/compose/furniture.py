"""The furniture of pages: running head, folio, annex stamp, from a template of their own.

In go the kinds of pages with their running heads; out comes one document, a page for each, to be laid over
the dossier's pages as artifacts. The number is not in it: its slot is `<span data-slot="folio"></span>`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report.compose.templates import Templates
from report.compose.words import direction
from report.model import Dossier, Paper, Series


@dataclass(frozen=True, slots=True)
class FurnitureKind:
    """What a page's furniture depends on, its numbers left out. `annex_label` is "" outside of annexes."""

    series: Series
    head: str
    annex_label: str = ""


def paper_styles(dossier: Dossier) -> tuple[str, ...]:
    """The stylesheets for what page.css does not expect, to follow all others: paper, direction, house."""
    letter = ("letter.css",) if dossier.paper is Paper.LETTER else ()
    mirrored = ("rtl.css",) if direction(dossier.language) == "rtl" else ()
    return (*letter, *mirrored, "house.css")


def furniture_styles(dossier: Dossier) -> tuple[str, ...]:
    """The names of the stylesheets of the furniture, in order."""
    return ("page.css", "type.css", "furniture.css", *paper_styles(dossier))


def furniture(dossier: Dossier, kinds: Sequence[FurnitureKind]) -> str:
    """One page of furniture for each kind; raises TemplateFillError."""
    return Templates(dossier.root).fill(
        "furniture.html",
        "the furniture",
        language=dossier.language,
        direction=direction(dossier.language),
        paper=dossier.paper.value,
        kinds=kinds,
        dossier_title=dossier.title,
    )
