"""What went wrong while rendering, as problems with the place that the author can mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report.model import Place, Problem, Section, error
from report.render.values import Misfit, Refusal
from report.rendering import CrashError
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
        number = settled.late.notes[misfit.note]
        yield _misfit(misfit, number, section.places.get(f"note:{misfit.note}", first))


def crash_problem(crash: CrashError, sections: Sequence[Section]) -> Problem:
    """For a section that no process can lay out; the furniture's is the template's."""
    section = next((one for one in sections if one.id == crash.name), None)
    first = Place("dossier.yaml") if section else Place("templates/furniture.html")
    return error(
        "render-crash",
        f"laying out {f'the section {section.id}' if section else 'the furniture'} ends the program"
        " that does it, however often it is tried",
        next(iter(section.places.values()), first) if section else first,
        "mostly memory runs out: are pictures very large, or other programs? Else take out one half after"
        " another to find what does it, and report it",
    )


def refusal_problem(refusal: Refusal, place: Place) -> Problem:
    """`place` is told where no stylesheet asked for the address."""
    if refusal.file:
        place = Place(refusal.file)
    return error("refused-address", f"{refusal.url} was not read: {refusal.reason}", place)


def _misfit(misfit: Misfit, number: int, place: Place) -> Problem:
    return error(
        "long-note",
        f"note {number} is {misfit.height * MM:.0f} mm high, and the page has room for"
        f" {misfit.room * MM:.0f} mm beside the line that it belongs to",
        place,
        "shorten the note, or move a part of it into the text",
    )
