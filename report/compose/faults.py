"""The list of problems in front of a draft: problems go in, what the template prints comes out.

Places are relative to the dossier's folder, and messages are in English, as on the terminal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from report.compose.annexes import shown_path
from report.compose.words import Words
from report.model import Dossier, Problem, Severity


@dataclass(frozen=True, slots=True)
class FaultView:
    where: str
    what: str
    hint: str


@dataclass(frozen=True, slots=True)
class FaultGroupView:
    title: str
    rows: tuple[FaultView, ...]


def view_problems(problems: Sequence[Problem], dossier: Dossier, words: Words) -> tuple[FaultGroupView, ...]:
    """The errors, then the warnings. Archived files go by the names that may be told."""
    disclosure = dossier.annex_settings.disclosure
    files = [source.archive.file for source in dossier.sources.values() if source.archive]
    shown = {path: shown_path(path, disclosure) for path in files if path}
    kinds = ((Severity.ERROR, "errors"), (Severity.WARNING, "warnings"))
    groups = (
        FaultGroupView(words[key], tuple(_row(one, shown) for one in problems if one.severity is severity))
        for severity, key in kinds
    )
    return tuple(group for group in groups if group.rows)


def _row(problem: Problem, shown: Mapping[str, str]) -> FaultView:
    place = problem.place
    message, hint = problem.message, problem.hint
    for path, name in shown.items():
        message, hint = message.replace(path, name), hint.replace(path, name)
    where = f"{place.file}:{place.line}:{place.column}"
    return FaultView(where, message[:1].upper() + message[1:], hint)
