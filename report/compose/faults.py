"""The list of problems in front of a draft: problems go in, what the template prints comes out.

Places are relative to the dossier's folder, and messages are in English, as on the terminal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report.compose.words import Words
from report.model import Problem, Severity


@dataclass(frozen=True, slots=True)
class FaultView:
    where: str
    what: str
    hint: str


@dataclass(frozen=True, slots=True)
class FaultGroupView:
    title: str
    rows: tuple[FaultView, ...]


def view_problems(problems: Sequence[Problem], words: Words) -> tuple[FaultGroupView, ...]:
    """The errors, then the warnings."""
    kinds = ((Severity.ERROR, "errors"), (Severity.WARNING, "warnings"))
    groups = (
        FaultGroupView(words[key], tuple(_row(one) for one in problems if one.severity is severity))
        for severity, key in kinds
    )
    return tuple(group for group in groups if group.rows)


def _row(problem: Problem) -> FaultView:
    place = problem.place
    message = problem.message[:1].upper() + problem.message[1:]
    return FaultView(f"{place.file}:{place.line}:{place.column}", message, problem.hint)
