"""`attest build`: compiles a dossier."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from report import building
from report.command.arguments import ChangesSince, Debug, Folder, Jobs, Json, KeepGoing, NoCache, Output
from report.command.telling import FAILED, run, seen, tell
from report.editions.names import fault_of
from report.options import BuildOptions
from report.outcome import Outcome


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
    folder: Folder = None,
    output: Output = None,
    keep_going: KeepGoing = False,
    changes_since: ChangesSince = None,
    jobs: Jobs = None,
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
    json_file: Json = None,
    debug: Debug = False,
) -> None:
    """Compile the dossier in DIR to one PDF.

    With an error there is no PDF, and the one from before stays as it was. Problems go to standard error,
    one a line: file:line:column: error: what is wrong; how to mend it.
    """
    entries = tuple(name.strip() for one in only or () for name in one.split(",") if name.strip())
    if only and not entries:
        raise typer.BadParameter("no entry is named", param_hint="--only")
    if final and (against := excluded(output, draft, keep_going, no_annexes or bool(entries))):
        raise typer.BadParameter(against, param_hint="--final")
    options = BuildOptions(output, keep_going, draft, final, not no_annexes, entries, changes_since)

    def work(root: Path) -> Outcome:
        ignored = () if json_file is None else (json_file,)
        return building.build(root, options, jobs=jobs, cached=not no_cache, ignored=ignored)

    outcome = run(work, folder or context.obj, json_file, debug)
    if outcome.pdf is not None:
        pages = f"{outcome.pages} page{'' if outcome.pages == 1 else 's'}"
        kind = (
            ", draft"
            if draft
            else f", edition {final}, content {outcome.content_hash[:8]}"
            if final and outcome.content_hash
            else ""
        )
        tell(f"{seen(outcome.pdf)}: {pages}{kind}, {outcome.seconds.get('total', 0.0):.1f} s", json_file)
    if outcome.failed:
        raise typer.Exit(FAILED)
