"""Lays out all sections, again and again, until the page numbers that they mention are right.

In go the sections and the look; out come their sheets. A section is rendered again only when a number
that it prints has changed, so two passes do as a rule, and the second is short.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from report.file_sheets import sheets_of
from report.folios import Folios, fill, mentioned
from report.model import Section, Sheets
from report.numbering import Numbering
from report.render.values import Rendered

PASSES = 5
"""After so many a dossier that still moves will never settle: two sections push each other."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A section as it was rendered last: the HTML that went in, and the seconds it took in all.

    `cached`: nothing of it was laid out in this build.
    """

    html: str
    rendered: Rendered
    seconds: float = 0.0
    cached: bool = False

    @property
    def sheets(self) -> Sheets:
        return self.rendered.sheets


@dataclass(frozen=True, slots=True)
class Settled:
    """`unsettled` names the sections whose numbers still changed in the last pass."""

    sections: Mapping[str, LaidOut]
    unsettled: tuple[str, ...] = ()


Job = tuple[Section, str]
"""A section, and its HTML with the page numbers filled in."""


def settle(
    sections: Sequence[Section],
    render: Callable[[Sequence[Job]], Sequence[LaidOut]],
    numbering: Numbering | None = None,
) -> Settled:
    """`render` lays out sections, side by side if it likes, and gives them in order."""
    done: dict[str, LaidOut] = {}

    def lay_out(wanted: Sequence[Section], folios: Folios) -> None:
        jobs = [(section, fill(section.html, folios)) for section in wanted]
        # The pages of an archived file are laid out already.
        own = [job for job in jobs if job[0].file is None]
        done.update(
            {
                one.id: LaidOut("", Rendered(sheets_of(one)), cached=one.file.cached)
                for one in wanted
                if one.file is not None
            }
        )
        for (section, _), laid_out in zip(own, render(own), strict=True):
            before = done.get(section.id)
            done[section.id] = laid_out if before is None else _again(before, laid_out)

    # First what mentions no page: an annex counts by itself, so what mentions only annexes is right at once.
    for mentions in (False, True):
        wanted = [one for one in sections if bool(mentioned(one.html)) is mentions]
        lay_out(wanted, _folios(sections, done, numbering))
    changed: list[Section] = []
    for _ in range(PASSES - 1):
        folios = _folios(sections, done, numbering)
        changed = [one for one in sections if fill(one.html, folios) != done[one.id].html]
        if not changed:
            break
        lay_out(changed, folios)
    return Settled(done, tuple(section.id for section in changed))


def _folios(sections: Sequence[Section], done: Mapping[str, LaidOut], numbering: Numbering | None) -> Folios:
    return Folios.of(sections, {key: laid_out.sheets for key, laid_out in done.items()}, numbering)


def _again(before: LaidOut, now: LaidOut) -> LaidOut:
    return replace(now, seconds=before.seconds + now.seconds, cached=before.cached and now.cached)
