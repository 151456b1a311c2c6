"""Prints sections: a template filled, put into a complete document, with the stylesheets that it needs.

In go a template and what it shows; out comes a `Section`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from report.compose.furniture import paper_styles
from report.compose.templates import Templates
from report.compose.views import DossierView
from report.compose.words import Words
from report.directions import direction
from report.model import Annex, Bookmark, Dossier, Section, Series

_BASE = ("page.css", "type.css")


@dataclass(frozen=True, slots=True)
class SectionPress:
    """What every section is made with."""

    dossier: Dossier
    view: DossierView
    words: Words
    templates: Templates

    @property
    def key(self) -> tuple[object, ...]:
        """All of it that a section depends on."""
        return self.view, self.dossier.language, self.dossier.paper, self.templates.digest

    def print(
        self,
        name: str,
        series: Series,
        title: str,
        content: Markup,
        styles: Sequence[str] = (),
        *,
        anchor: str = "",
        level: int = 1,
        language: str = "",
        annex: Annex | None = None,
        cover: bool = False,
    ) -> Section:
        """A section with one heading of its own: content in a complete document."""
        anchor = anchor or f"section:{name}"
        return Section(
            id=name,
            html=self.document(name, title, content, language),
            series=series,
            styles=self.styles(styles),
            heads=((anchor, title),),
            bookmarks=(Bookmark(level, title, anchor),),
            annex=annex.number if annex else None,
            annex_name=annex.name if annex else "",
            cover=cover,
        )

    def styles(self, own: Sequence[str]) -> tuple[str, ...]:
        """The names of a section's stylesheets, in order."""
        return (*_BASE, *own, *paper_styles(self.dossier))

    def document(self, name: str, title: str, content: Markup, language: str = "") -> str:
        language = language or self.dossier.language
        return self.templates.fill(
            "document.html",
            f"the section {name}",
            language=language,
            direction=direction(language),
            title=title,
            paper=self.dossier.paper.value,
            content=content,
        )

    def fill(self, template: str, subject: str, **values: object) -> Markup:
        return Markup(  # noqa: S704 - escaped by the template
            self.templates.fill(template, subject, dossier=self.view, words=self.words, **values)
        )
