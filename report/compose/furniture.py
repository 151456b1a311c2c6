"""The furniture of pages: running head, folio, annex stamp, from a template of their own.

In go the kinds of pages; out comes one document, a page for each, to be laid over the dossier's pages as
artifacts. What differs from page to page is not in it. It has slots: an empty one (`<span
data-slot="folio"></span>`) is placed by its block's alignment, one with text takes the room of that text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from report.compose.templates import templates_of
from report.compose.words import Words, words_for
from report.directions import direction
from report.memory import Remember, forgetful
from report.model import NO_IMPRINT, Dossier, Imprint, Paper, Series


@dataclass(frozen=True, slots=True)
class FurnitureKind:
    """What a page's furniture depends on. `verso`: it is printed on the back of another page; `lying`: it is
    wider than high.

    Numbers are samples, each digit a 0, so that pages whose numbers are as wide share a kind. Of annexes:
    `annex` is the annex's number, `page` and `pages` are the page's and that of the last one, `bates` the
    Bates number without its prefix, `notes` the notes that cite the page, `more` that there is no room for
    all of them. Outside of annexes they are empty. `unnumbered`: there
    is no folio.
    """

    series: Series
    head: str = ""
    verso: bool = False
    annex: str = ""
    page: str = ""
    pages: str = ""
    bates: str = ""
    notes: tuple[str, ...] = ()
    more: bool = False
    lying: bool = False
    unnumbered: bool = False


def sample(number: str) -> str:
    """The number with which its kind is laid out."""
    return re.sub(r"\d", "0", number)


def paper_styles(dossier: Dossier) -> tuple[str, ...]:
    """The stylesheets for what page.css does not expect, to follow all others: paper, direction, house."""
    letter = ("letter.css",) if dossier.paper is Paper.LETTER else ()
    mirrored = ("rtl.css",) if direction(dossier.language) == "rtl" else ()
    return (*letter, *mirrored, "house.css")


def furniture_styles(dossier: Dossier) -> tuple[str, ...]:
    """The names of the stylesheets of the furniture, in order."""
    return ("page.css", "type.css", "furniture.css", *paper_styles(dossier))


def furniture(
    dossier: Dossier,
    kinds: Sequence[FurnitureKind],
    imprint: Imprint = NO_IMPRINT,
    remember: Remember = forgetful,
) -> str:
    """One page of furniture for each kind; raises TemplateFillError."""
    words = words_for(dossier.language)
    bates = dossier.annex_settings.bates
    return templates_of(dossier.root, remember).fill(
        "furniture.html",
        "the furniture",
        language=dossier.language,
        direction=direction(dossier.language),
        paper=dossier.paper.value,
        words=words,
        kinds=[_Shown(kind, words) for kind in kinds],
        bates_prefix=bates.prefix if bates else "",
        dossier_title=dossier.title,
        imprint=imprint.line,
        across=imprint.across,
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """A kind as the template sees it."""

    kind: FurnitureKind
    words: Words

    @property
    def series(self) -> Series:
        return self.kind.series

    @property
    def head(self) -> str:
        return self.kind.head

    @property
    def verso(self) -> bool:
        return self.kind.verso

    @property
    def lying(self) -> bool:
        return self.kind.lying

    @property
    def unnumbered(self) -> bool:
        return self.kind.unnumbered

    @property
    def bates(self) -> str:
        return self.kind.bates

    @property
    def more(self) -> bool:
        return self.kind.more

    @property
    def annex_label(self) -> Markup:
        """`Annex 3`; "" outside of annexes."""
        if not self.kind.annex:
            return Markup()
        return Markup("<span data-area>{} {}</span>").format(
            self.words["annex"], _slot("annex", self.kind.annex)
        )

    @property
    def page_of(self) -> Markup:
        """`page 4 of 17`."""
        page, pages = _slot("page", self.kind.page), _slot("pages", self.kind.pages)
        return Markup(escape(self.words["page-of"])).format(page=page, pages=pages)  # noqa: S704 - escaped

    @property
    def notes(self) -> tuple[Markup, ...]:
        """A slot for each note."""
        return tuple(_slot(f"note-{number}", note) for number, note in enumerate(self.kind.notes, 1))


def _slot(name: str, text: str) -> Markup:
    return Markup('<span data-slot="{}">{}</span>').format(name, text)
