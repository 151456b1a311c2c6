"""The list of changes as a PDF to hand round: on one page where that can be, well set in any case.

Changes and the dossier go in; a file is written, laid out, joined and inspected as a dossier is.
"""

from __future__ import annotations

from pathlib import Path

from report import __version__
from report.changes.values import Changes
from report.compile import renderer_for
from report.compose import Brevity, Since, TemplateFillError, compose_sheet
from report.inspect import inspect
from report.join import Part, join_into
from report.join.metadata import DocumentFacts
from report.misfits import rendering_problems
from report.model import Dossier, Problem, Section, Severity
from report.numbering import numbering_of
from report.parts import FurnitureError, make_parts
from report.settle import Settled, settle
from report.workshop import Workshop
from report.writing import beside, unwritable

BREVITIES = (Brevity(), Brevity(6, 16), Brevity(4, 10), Brevity(3, 6))
"""From the fullest: the first that fits one page is taken; where none does, the fullest."""


def write_sheet(
    changes: Changes, name: str, dossier: Dossier, target: Path, tools: Workshop
) -> tuple[int | None, tuple[Problem, ...]]:
    """How many pages it has, None where there is no PDF, and the problems."""
    since = Since(name, changes)
    try:
        section, settled = _laid_out(dossier, since, tools)
        problems = rendering_problems([section], settled)
        if any(problem.severity is Severity.ERROR for problem in problems):
            return None, problems
        parts = make_parts(dossier, [section], settled, tools.renderer.draw)
    except TemplateFillError as failed:
        return None, (failed.problem,)
    except FurnitureError as failed:
        return None, failed.problems
    return _written(parts, _facts(dossier, section), target, problems)


def _laid_out(dossier: Dossier, since: Since, tools: Workshop) -> tuple[Section, Settled]:
    """The fullest that fits one page, else the fullest."""
    first: tuple[Section, Settled] | None = None
    for brevity in BREVITIES:
        section = compose_sheet(dossier, since, brevity)
        settled = settle([section], renderer_for(dossier, [section], tools), numbering_of(dossier))
        if settled.sections[section.id].sheets.pages == 1:
            return section, settled
        first = first or (section, settled)
    assert first is not None, "there is at least one brevity"
    return first


def _written(
    parts: tuple[Part, ...], facts: DocumentFacts, target: Path, problems: tuple[Problem, ...]
) -> tuple[int | None, tuple[Problem, ...]]:
    faults: tuple[Problem, ...] = ()
    try:
        with beside(target) as unfinished:
            with unfinished.path.open("wb") as file:
                join_into(file, parts, facts, ())
            faults = inspect(unfinished.path, parts, ())
            if not faults:
                unfinished.put_in_place()
    except OSError as trouble:
        faults = (unwritable(target, trouble),)
    return (None if faults else sum(part.sheets.pages for part in parts)), (*problems, *faults)


def _facts(dossier: Dossier, section: Section) -> DocumentFacts:
    return DocumentFacts(
        title=f"{section.bookmarks[0].title}: {dossier.title}",
        authors=dossier.submitter,
        language=dossier.language,
        subject=dossier.subtitle,
        date=str(dossier.date) if dossier.date else "",
        creator=f"Attest {__version__}",
        producer=f"Attest {__version__}",
    )
