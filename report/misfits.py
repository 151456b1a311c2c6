"""What went wrong while rendering, as problems with the place that the author can mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report.model import Place, Problem, Section, error
from report.render.values import Misfit, Refusal
from report.settle import Settled

MM = 25.4 / 72
"""Millimetres in a point."""


def rendering_problems(sections: Sequence[Section], settled: Settled) -> tuple[Problem, ...]:
    """Notes that do not fit, resources that were refused, page numbers that never settled."""
    problems = [problem for section in sections for problem in _of_section(section, settled)]
    if settled.unsettled:
        names = ", ".join(settled.unsettled)
        problems.append(
            error(
                "unsettled-pages",
                f"the page numbers do not settle: {names} grow and shrink with the numbers they mention",
                Place("dossier.yaml"),
                "change a line in one of them",
            )
        )
    return tuple(dict.fromkeys(problems))


def _of_section(section: Section, settled: Settled) -> Iterator[Problem]:
    rendered = settled.sections[section.id].rendered
    first = next(iter(section.places.values()), Place("dossier.yaml"))
    for refusal in rendered.refusals:
        yield refusal_problem(refusal, first)
    for misfit in rendered.misfits:
        yield _misfit(misfit, section.places.get(f"note:{misfit.note}", first))


def refusal_problem(refusal: Refusal, place: Place) -> Problem:
    """`place` is told where no stylesheet asked for the address."""
    if refusal.file:
        place = Place(refusal.file)
    return error("refused-address", f"{refusal.url} was not read: {refusal.reason}", place)


def _misfit(misfit: Misfit, place: Place) -> Problem:
    return error(
        "long-note",
        f"note {misfit.note} is {misfit.height * MM:.0f} mm high, and the page has room for"
        f" {misfit.room * MM:.0f} mm beside the line that it belongs to",
        place,
        "shorten the note, or move a part of it into the text",
    )
