"""`attest check`: tells the problems of a dossier."""

from __future__ import annotations

from pathlib import Path

import typer

from report.command.arguments import Debug, Folder, Json, Quiet
from report.command.display import Display
from report.command.telling import FAILED, run, seen, tell
from report.model import Severity
from report.outcome import Outcome
from report.workers import Workers


def check(
    context: typer.Context,
    folder: Folder = None,
    quiet: Quiet = False,
    json_file: Json = None,
    debug: Debug = False,
) -> None:
    """Tell every problem of the dossier in DIR, and make no PDF."""

    def work(root: Path) -> Outcome:
        with Workers() as workers:
            workers.begin()  # in the background, while this process loads what it needs itself
            from report.compile import check  # noqa: PLC0415 - half a second to import
            from report.workshop import Workshop  # noqa: PLC0415

            with Display(quiet) as shown, Workshop(root, workers, progress=shown) as workshop:
                return check(root, workshop)

    outcome = run(work, folder or context.obj, json_file, debug)
    if outcome.failed:
        raise typer.Exit(FAILED)
    if quiet:
        return
    warnings = sum(problem.severity is Severity.WARNING for problem in outcome.problems)
    found = f"{warnings} warning{'' if warnings == 1 else 's'}" if warnings else "no problems"
    file = seen(outcome.root / "dossier.yaml")
    tell(f"{file}: {found}, {outcome.seconds.get('total', 0.0):.1f} s", json_file)
