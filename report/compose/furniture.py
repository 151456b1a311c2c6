"""The furniture of a page: running head, folio, annex stamp, from a template of their own.

In go the kind of page and its running head; out comes a complete document of one page, to be laid over
the pages as an artifact. The number is not in it: its slot is `<span data-slot="folio"></span>`.
"""

from __future__ import annotations

from report.compose.templates import Templates
from report.compose.words import direction
from report.model import Dossier, Paper, Series


def paper_styles(paper: Paper) -> tuple[str, ...]:
    """The stylesheet that sets another paper than A4, to follow the one that sets the page."""
    return ("letter.css",) if paper is Paper.LETTER else ()


def furniture_styles(dossier: Dossier) -> tuple[str, ...]:
    """The names of the stylesheets of the furniture, in order."""
    return ("page.css", "type.css", "furniture.css", *paper_styles(dossier.paper), "house.css")


def furniture(dossier: Dossier, series: Series, head: str, annex_label: str | None = None) -> str:
    """The furniture of pages of one kind; raises TemplateFillError."""
    return Templates(dossier.root).fill(
        "furniture.html",
        "the furniture",
        language=dossier.language,
        direction=direction(dossier.language),
        paper=dossier.paper.value,
        series=series.value,
        head=head,
        annex_label=annex_label,
        dossier_title=dossier.title,
    )
