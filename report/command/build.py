"""`attest build`: compiles a dossier."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

import typer

from report import building
from report.command.arguments import Debug, Folder, Jobs, Json, KeepGoing, NoCache, Output, Scheduler
from report.command.telling import FAILED, run, seen, tell
from report.options import BuildOptions
from report.outcome import Outcome
from report.workers import Workers


def elsewhere(scheduler: str | None) -> Callable[[int], Executor] | None:
    """What makes the executor of a cluster, when it is first needed; None without a scheduler."""
    if scheduler is None:
        return None

    def make(_jobs: int) -> Executor:
        from report.cluster import connect  # noqa: PLC0415 - nothing of it is needed where nothing is to do

        return connect(scheduler)

    return make


def build(
    context: typer.Context,
    folder: Folder = None,
    output: Output = None,
    keep_going: KeepGoing = False,
    jobs: Jobs = None,
    scheduler: Scheduler = None,
    no_cache: NoCache = False,
    json_file: Json = None,
    debug: Debug = False,
) -> None:
    """Compile the dossier in DIR to one PDF.

    With an error there is no PDF, and the one from before stays as it was. Problems go to standard error,
    one a line: file:line:column: error: what is wrong; how to mend it.
    """
    options = BuildOptions(output=output, keep_going=keep_going)

    def work(root: Path) -> Outcome:
        ignored = () if json_file is None else (json_file,)
        with Workers(jobs, elsewhere(scheduler)) as workers:
            return building.build(root, options, workers=workers, cached=not no_cache, ignored=ignored)

    outcome = run(work, folder or context.obj, json_file, debug)
    if outcome.pdf is not None:
        pages = f"{outcome.pages} page{'' if outcome.pages == 1 else 's'}"
        tell(f"{seen(outcome.pdf)}: {pages}, {outcome.seconds.get('total', 0.0):.1f} s", json_file)
    if outcome.failed:
        raise typer.Exit(FAILED)
