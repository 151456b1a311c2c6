"""Compiles several dossiers, and tells of each in a line and of all in the last.

The dossiers' folders and what makes one go in; out comes the exit status. One that fails stops no other.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from report.command.telling import DONE, FAILED, counted, failure_of, seen, tell, tell_problems, write_data
from report.options import BuildOptions
from report.outcome import Outcome, to_json

Make = Callable[[Path, BuildOptions], Outcome]


def compile_all(
    roots: Sequence[Path],
    options: Sequence[BuildOptions],
    make: Make,
    json_file: Path | None,
    debug: bool,
    *,
    quiet: bool = False,
) -> int:
    """`options` are those of each. Gives DONE, or FAILED where one has failed."""
    start = perf_counter()
    outcomes = []
    for root, wanted in zip(roots, options, strict=True):
        outcome = _attempt(root, wanted, make, debug)
        tell_problems(outcome)
        if not quiet:
            tell(_line(outcome), json_file)
        outcomes.append(outcome)
    objects = [{"folder": seen(one.root), **to_json(one, Path.cwd())} for one in outcomes]
    write_data({"dossiers": objects}, json_file)
    failed = sum(one.failed for one in outcomes)
    pages = sum(one.pages or 0 for one in outcomes)
    told = f"{len(outcomes)} dossiers, {failed} with errors, {pages} pages, {perf_counter() - start:.1f} s"
    if not quiet:
        tell(told, json_file)
    return FAILED if failed else DONE


def _attempt(root: Path, options: BuildOptions, make: Make, debug: bool) -> Outcome:
    try:
        with contextlib.redirect_stdout(sys.stderr):
            return make(root, options)
    except Exception as failure:  # noqa: BLE001 - whatever it is, the next dossier may be right
        return Outcome(root, problems=(failure_of(failure, debug),))


def _line(outcome: Outcome) -> str:
    if outcome.pdf is None:
        return f"{seen(outcome.root)}: {counted(outcome.errors, 'error')}, no PDF"
    return f"{seen(outcome.pdf)}: {counted(outcome.pages, 'page')}, {outcome.seconds.get('total', 0.0):.1f} s"
