"""`attest build`: compiles a dossier."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from report import building
from report.command.arguments import Debug, Folder, Json
from report.command.telling import FAILED, run, seen, tell
from report.options import BuildOptions
from report.outcome import Outcome


def build(
    context: typer.Context,
    folder: Folder = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            dir_okay=False,
            help="The PDF to write.  [default: build/dossier.pdf in the dossier's folder]",
            show_default=False,
        ),
    ] = None,
    keep_going: Annotated[
        bool,
        typer.Option(
            "--keep-going",
            help="Compile without the archived files that cannot be appended; each gets a cover sheet that "
            "says why. The exit status is 1 all the same.",
        ),
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            "-j",
            "--jobs",
            metavar="N",
            min=1,
            help="Lay out in N processes.  [default: as many as there are cores]",
            show_default=False,
        ),
    ] = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Use nothing of earlier builds, and keep nothing.")
    ] = False,
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
        return building.build(root, options, jobs=jobs, cached=not no_cache, ignored=ignored)

    outcome = run(work, folder or context.obj, json_file, debug)
    if outcome.pdf is not None:
        pages = f"{outcome.pages} page{'' if outcome.pages == 1 else 's'}"
        tell(f"{seen(outcome.pdf)}: {pages}, {outcome.seconds.get('total', 0.0):.1f} s", json_file)
    if outcome.failed:
        raise typer.Exit(FAILED)
