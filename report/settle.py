"""Lays out all sections, again and again, until the page numbers that they mention are right.

In go the sections and the look; out come their sheets. A section is rendered again only when a number
that it prints has changed, so two passes do as a rule, and the second is short.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

from report.file_sheets import sheets_of
from report.folios import Folios, fill, mentioned
from report.model import Section, Sheets
from report.numbering import Numbering
from report.render import Rendered

PASSES = 5
"""After so many a dossier that still moves will never settle: two sections push each other."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A section as it was rendered last: the HTML that went in, and the seconds it took in all."""

    html: str
    rendered: Rendered
    seconds: float

    @property
    def sheets(self) -> Sheets:
        return self.rendered.sheets


@dataclass(frozen=True, slots=True)
class Settled:
    """`unsettled` names the sections whose numbers still changed in the last pass."""

    sections: Mapping[str, LaidOut]
    unsettled: tuple[str, ...] = ()


def settle(
    sections: Sequence[Section],
    render: Callable[[Section, str], Rendered],
    numbering: Numbering | None = None,
) -> Settled:
    """`render` takes a section and its HTML with the page numbers filled in."""
    done: dict[str, LaidOut] = {}
    # First what mentions no page: an annex counts by itself, so what mentions only annexes is right at once.
    for mentions in (False, True):
        folios = _folios(sections, done, numbering)
        for section in sections:
            if bool(mentioned(section.html)) is mentions:
                done[section.id] = _render(section, fill(section.html, folios), render, 0.0)
    changed: list[str] = []
    for _ in range(PASSES - 1):
        folios = _folios(sections, done, numbering)
        changed = []
        for section in sections:
            before = done[section.id]
            html = fill(section.html, folios)
            if html != before.html:
                done[section.id] = _render(section, html, render, before.seconds)
                changed.append(section.id)
        if not changed:
            break
    return Settled(done, tuple(changed))


def _folios(sections: Sequence[Section], done: Mapping[str, LaidOut], numbering: Numbering | None) -> Folios:
    return Folios.of(sections, {key: laid_out.sheets for key, laid_out in done.items()}, numbering)


def _render(section: Section, html: str, render: Callable[[Section, str], Rendered], spent: float) -> LaidOut:
    """`spent` are the seconds that the section took before."""
    start = perf_counter()
    # The pages of an archived file are laid out already.
    rendered = render(section, html) if section.file is None else Rendered(sheets_of(section))
    return LaidOut(html, rendered, spent + perf_counter() - start)
