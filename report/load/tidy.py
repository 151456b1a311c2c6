"""The problems of a run as an author wants to read them: in order, each once, none without end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby, islice

from report.model import Place, Problem, error

_A_FILE = 100
_LONGEST = 300


def tidy(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    each_once = dict.fromkeys(problems)
    in_order = sorted(each_once, key=lambda one: (one.place, one.severity, one.message))
    files = groupby(in_order, key=lambda one: one.place.file)
    return tuple(_short(one) for file, found in files for one in _first(file, found))


def _first(file: str, problems: Iterator[Problem]) -> Iterator[Problem]:
    """A file with one fault repeated a hundred thousand times is told by its first ones."""
    yield from islice(problems, _A_FILE)
    if rest := sum(1 for _ in problems):
        yield error("too-many", f"{rest} more problems in this file", Place(file), "mend the first ones")


def _short(problem: Problem) -> Problem:
    """Messages quote what the author wrote, which may be of any length."""
    if len(problem.message) + len(problem.hint) <= _LONGEST:
        return problem
    return replace(problem, message=_clip(problem.message), hint=_clip(problem.hint))


def _clip(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
