"""Lays out all sections, again and again, until the page numbers that they mention are right.

In go the sections and what renders them; out come their sheets. A section is rendered again only when it
must print a number of more or fewer digits than was thought (`report/filling.py`), so a pass after the first
is short.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from report.file_sheets import sheets_of
from report.filling import Late, mentioned
from report.folios import Folios
from report.late import late_keys, settled
from report.model import Section, Series, Sheets
from report.numbering import Numbering
from report.render.values import Rendered

PASSES = 6
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
    """`late` has the numbers. `unsettled` names the sections whose numbers still changed in the last pass."""

    sections: Mapping[str, LaidOut]
    late: Late
    unsettled: tuple[str, ...] = ()

    def html(self, section: str) -> str:
        """The HTML of a section with the numbers that are printed."""
        html = self.sections[section].html
        return settled(html, self.late.texts(late_keys(html)))


Job = tuple[Section, str]
"""A section, and its HTML with the page numbers filled in."""


def settle(
    sections: Sequence[Section],
    render: Callable[[Sequence[Job]], Sequence[LaidOut]],
    numbering: Numbering | None = None,
    notes: Mapping[str, int] | None = None,
) -> Settled:
    """`render` lays out sections, side by side if it likes, and gives them in order.

    `notes` has the numbers of notes by their names.
    """
    done: dict[str, LaidOut] = {}
    exact: dict[str, frozenset[str]] = {}

    def late() -> Late:
        return Late(_folios(sections, done, numbering), notes or {})

    def filled(section: Section, numbers: Late) -> str:
        return numbers.fill(section.html, exact.get(section.id, frozenset()))

    def lay_out(wanted: Sequence[Section], numbers: Late) -> None:
        jobs = [(section, filled(section, numbers)) for section in wanted]
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
            exact[section.id] = exact.get(section.id, frozenset()).union(laid_out.rendered.exact)

    # First what mentions no page: an annex counts by itself, so what mentions only annexes is right at once.
    # Last the front, whose own pages mostly count by themselves too.
    mention = frozenset(one.id for one in sections if mentioned(one.html))
    for wanted in _in_turn(sections, mention):
        lay_out(wanted, late())
    changed: list[Section] = []
    for _ in range(PASSES - 1):
        numbers = late()
        movable = [one for one in sections if one.id in mention or exact.get(one.id)]
        changed = [one for one in movable if filled(one, numbers) != done[one.id].html]
        if not changed:
            break
        lay_out(changed, numbers)
    return Settled(done, late(), tuple(section.id for section in changed))


def _in_turn(sections: Sequence[Section], mention: Container[str]) -> Iterator[Sequence[Section]]:
    yield [one for one in sections if one.id not in mention]
    yield [one for one in sections if one.id in mention and one.series is not Series.FRONT]
    yield [one for one in sections if one.id in mention and one.series is Series.FRONT]


def _folios(sections: Sequence[Section], done: Mapping[str, LaidOut], numbering: Numbering | None) -> Folios:
    return Folios.of(sections, {key: laid_out.sheets for key, laid_out in done.items()}, numbering)


def _again(before: LaidOut, now: LaidOut) -> LaidOut:
    return replace(now, seconds=before.seconds + now.seconds, cached=before.cached and now.cached)
