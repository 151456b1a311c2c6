"""`attest build`: compiles a dossier."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

import typer

from report import building
from report.command.arguments import Debug, Folders, Jobs, Json, KeepGoing, NoCache, Quiet, Scheduler, Target
from report.command.display import Display
from report.command.several import compile_all
from report.command.telling import FAILED, WRONG_CALL, absence_of, complain, run, seen, tell
from report.options import BuildOptions
from report.outcome import Outcome
from report.publishing import ClashError, is_shelf, list_of, shared_out
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
    folders: Folders = None,
    output: Target = None,
    keep_going: KeepGoing = False,
    jobs: Jobs = None,
    scheduler: Scheduler = None,
    no_cache: NoCache = False,
    quiet: Quiet = False,
    json_file: Json = None,
    debug: Debug = False,
) -> None:
    """Compile the dossier in DIR to one PDF, or several, each to its own.

    With an error there is no PDF, and the one from before stays as it was. Problems go to standard error,
    one a line: file:line:column: error: what is wrong; how to mend it.
    """
    options = BuildOptions(output=output, keep_going=keep_going)

    ignored = () if json_file is None else (json_file,)
    named = folders or [context.obj]
    if len(named) > 1 or is_shelf(named[0]):
        roots = list_of(named)
        absent = [absence for root in roots if (absence := absence_of(root))]
        for absence in absent:
            complain(absence)
        if absent:
            raise typer.Exit(WRONG_CALL)
        try:
            wanted = shared_out(roots, options)
        except ClashError as clash:
            raise typer.BadParameter(str(clash), param_hint="-o") from None
        if output is not None and output.exists() and not output.is_dir():
            raise typer.BadParameter(f"{output} is no folder", param_hint="-o")
        with Workers(jobs, elsewhere(scheduler)) as workers:

            def make(root: Path, own: BuildOptions) -> Outcome:
                with Display(quiet) as shown:
                    return building.build(
                        root, own, workers=workers, cached=not no_cache, ignored=ignored, progress=shown
                    )

            raise typer.Exit(compile_all(roots, wanted, make, json_file, debug, quiet=quiet))
    if output is not None and output.is_dir():
        raise typer.BadParameter(f"File {str(output)!r} is a directory.", param_hint="-o")

    def work(root: Path) -> Outcome:
        with Workers(jobs, elsewhere(scheduler)) as workers, Display(quiet) as shown:
            return building.build(
                root, options, workers=workers, cached=not no_cache, ignored=ignored, progress=shown
            )

    outcome = run(work, named[0], json_file, debug)
    if outcome.pdf is not None and not quiet:
        pages = f"{outcome.pages} page{'' if outcome.pages == 1 else 's'}"
        tell(f"{seen(outcome.pdf)}: {pages}, {outcome.seconds.get('total', 0.0):.1f} s", json_file)
    if outcome.failed:
        raise typer.Exit(FAILED)
