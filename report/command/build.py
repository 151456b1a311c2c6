"""`attest build`: compiles a dossier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Annotated

import typer

from report import building
from report.command.arguments import (
    ChangesSince,
    Debug,
    Folders,
    Jobs,
    Json,
    KeepGoing,
    NoCache,
    Quiet,
    Scheduler,
    Target,
)
from report.command.display import Display
from report.command.several import compile_all
from report.command.telling import FAILED, WRONG_CALL, absence_of, complain, counted, run, seen, tell
from report.editions.names import fault_of
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


def edition_name(name: str) -> str:
    if name and (fault := fault_of(name)):
        raise typer.BadParameter(f'an edition cannot be called "{name}": {fault}')
    return name


def excluded(output: Path | None, draft: bool, keep_going: bool, partial: bool) -> str:
    """Why a final edition cannot be had in this way, "" where it can."""
    if output is not None:
        return "a final edition is kept under editions/, so that there is no -o"
    if draft or keep_going:
        return f"a final edition has no errors: leave out {'--draft' if draft else '--keep-going'}"
    return "a final edition is whole: leave out --only and --no-annexes" if partial else ""


def build(
    context: typer.Context,
    folders: Folders = None,
    output: Target = None,
    keep_going: KeepGoing = False,
    changes_since: ChangesSince = None,
    jobs: Jobs = None,
    scheduler: Scheduler = None,
    no_cache: NoCache = False,
    final: Annotated[
        str,
        typer.Option(
            "--final",
            metavar="NAME",
            help="Make a final edition: PDF and manifest are kept under editions/NAME/, never overwritten, "
            "and NAME stands on every page.",
            show_default=False,
            callback=edition_name,
        ),
    ] = "",
    draft: Annotated[
        bool,
        typer.Option(
            "--draft",
            help="Compile what can be compiled despite errors, with DRAFT across the pages and the problems "
            "in front. With errors the exit status is 1 all the same.",
        ),
    ] = False,
    no_annexes: Annotated[
        bool, typer.Option("--no-annexes", help="Leave the annexes out; all numbers are those of the whole.")
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="ENTRY,…",
            help="Compile the cover, these entries and the annexes that they cite, with the numbers of the "
            "whole. May be said again.",
            show_default=False,
        ),
    ] = None,
    quiet: Quiet = False,
    json_file: Json = None,
    debug: Debug = False,
) -> None:
    """Compile the dossier in DIR to one PDF, or several, each to its own.

    With an error there is no PDF, and the one from before stays as it was. Problems go to standard error,
    one a line: file:line:column: error: what is wrong; how to mend it.
    """
    entries = tuple(name.strip() for one in only or () for name in one.split(",") if name.strip())
    if only and not entries:
        raise typer.BadParameter("no entry is named", param_hint="--only")
    if final and (against := excluded(output, draft, keep_going, no_annexes or bool(entries))):
        raise typer.BadParameter(against, param_hint="--final")
    options = BuildOptions(output, keep_going, draft, final, not no_annexes, entries, changes_since)
    ignored = () if json_file is None else (json_file,)

    def make(root: Path, own: BuildOptions) -> Outcome:
        with Display(quiet) as shown:
            return building.build(
                root, own, workers=workers, cached=not no_cache, ignored=ignored, progress=shown
            )

    named = folders or [context.obj]
    with Workers(jobs, elsewhere(scheduler)) as workers:
        if len(named) > 1 or is_shelf(named[0]):
            roots = list_of(named)
            raise typer.Exit(
                compile_all(roots, share_out(roots, options), make, json_file, debug, quiet=quiet)
            )
        if output is not None and output.is_dir():
            raise typer.BadParameter(f"File {str(output)!r} is a directory.", param_hint="-o")
        outcome = run(lambda root: make(root, options), named[0], json_file, debug)
    if outcome.pdf is not None and not quiet:
        tell(told(outcome, draft, final), json_file)
    if outcome.failed:
        raise typer.Exit(FAILED)


def share_out(roots: Sequence[Path], options: BuildOptions) -> list[BuildOptions]:
    """The options for each of several dossiers; ends a wrong call."""
    absent = [absence for root in roots if (absence := absence_of(root))]
    for absence in absent:
        complain(absence)
    if absent:
        raise typer.Exit(WRONG_CALL)
    output = options.output
    try:
        wanted = shared_out(roots, options)
    except ClashError as clash:
        raise typer.BadParameter(str(clash), param_hint="-o") from None
    if output is not None and output.exists() and not output.is_dir():
        raise typer.BadParameter(f"{output} is no folder", param_hint="-o")
    return list(wanted)


def told(outcome: Outcome, draft: bool, final: str) -> str:
    """`build/dossier.pdf: 47 pages, draft, 2.1 s`."""
    assert outcome.pdf is not None
    pages = counted(outcome.pages, "page")
    kind = ", draft" if draft else ""
    if final and outcome.content_hash:
        kind = f", edition {final}, content {outcome.content_hash[:8]}"
    return f"{seen(outcome.pdf)}: {pages}{kind}, {outcome.seconds.get('total', 0.0):.1f} s"
