"""`attest watch`: compiles a dossier at every save."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from report.command.arguments import Debug, Folder, Jobs, KeepGoing, NoCache, Output
from report.command.display import Display
from report.command.telling import (
    WRONG_CALL,
    absence_of,
    complain,
    counted,
    failure_of,
    seen,
    tell_problems,
)
from report.options import BuildOptions
from report.outcome import Outcome


def watch(
    context: typer.Context,
    folder: Folder = None,
    output: Output = None,
    keep_going: KeepGoing = False,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    open_it: Annotated[bool, typer.Option("--open", help="Open the PDF in the system's viewer.")] = False,
    debug: Debug = False,
) -> None:
    """Compile the dossier in DIR at every save, until Ctrl-C.

    Several saves in a row are one. The PDF of before stays while there is an error.
    """
    root: Path = folder or context.obj
    if absence := absence_of(root):
        complain(absence)
        raise typer.Exit(WRONG_CALL)
    from report.pool import collect_seldom, pool  # noqa: PLC0415
    from report.watching import Watcher  # noqa: PLC0415 - half a second to import
    from report.workers import Workers  # noqa: PLC0415

    options = BuildOptions(output=output, keep_going=keep_going)
    collect_seldom()
    # Always apart from this process: new fonts are seen by new processes only.
    with Workers(jobs, pool) as workers, contextlib.suppress(KeyboardInterrupt):
        # A bar would take away the lines that stand: here they are the log of an afternoon.
        shown = Display(plain=True)
        watcher = Watcher(root, options, workers, cached=not no_cache, progress=shown)
        for outcome in watcher.outcomes(lambda work: _attempt(work, shown, debug)):
            tell_problems(outcome)
            print(_told(outcome), flush=True)
            if open_it and outcome.pdf is not None:
                open_it = False
                _show(outcome.pdf)


def _attempt(work: Callable[[], Outcome], shown: Display, debug: bool) -> Outcome | None:
    """The outcome of a build; what it raises is told, and the next save tried."""
    try:
        with contextlib.redirect_stdout(sys.stderr), shown:
            return work()
    except Exception as failure:  # noqa: BLE001 - whatever it is, the next save may be right
        complain(failure_of(failure, debug).message)
        return None


def _told(outcome: Outcome) -> str:
    """`build/dossier.pdf: 47 pages, 1 section rendered, 0.2 s`."""
    seconds = f"{outcome.seconds.get('total', 0.0):.1f} s"
    if outcome.pdf is None:
        return f"{counted(outcome.errors, 'error')}, no PDF; the one from before stays, {seconds}"
    rendered = sum(not section.cached for section in outcome.sections)
    sections = f"{counted(rendered, 'section')} rendered"
    return f"{seen(outcome.pdf)}: {counted(outcome.pages, 'page')}, {sections}, {seconds}"


def _show(pdf: Path) -> None:
    """Open it in the system's viewer, if there is one."""
    command = "open" if sys.platform == "darwin" else "xdg-open"
    try:
        subprocess.Popen(  # noqa: S603
            [command, str(pdf)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
    except OSError:
        complain(f"{command} is not there, so that nothing can be opened; the PDF is {seen(pdf)}")
