"""The command `changes`: reads the call, has the two states compared, and tells what came out.

It is registered in `report/command/app.py`. Nothing is decided here.
"""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from report.command import telling
from report.command.arguments import Debug, Folder, Json
from report.model import Problem, Severity
from report.outcome import Outcome
from report.outcome import to_json as outcome_json
from report.problems import format_problem

if TYPE_CHECKING:
    from report.changes.older import Older
    from report.changes.state import FolderState
    from report.changes.values import Changes
    from report.workshop import Workshop


@dataclass(frozen=True, slots=True)
class _Compared:
    """What was found: with `name` the folder was compared; `pages` are those of the PDF, if one was made."""

    changes: Changes | None
    name: str
    problems: tuple[Problem, ...]
    pages: int | None = None

    @property
    def failed(self) -> bool:
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def changes(
    context: typer.Context,
    old: Annotated[
        Path | None,
        typer.Argument(
            metavar="OLD",
            help="An earlier PDF of the dossier, or the name of an edition; left out, the last edition.",
            show_default=False,
        ),
    ] = None,
    folder: Folder = None,
    git: Annotated[
        str | None,
        typer.Option(
            "--git", metavar="REV", help="Compare with this commit of the folder.", show_default=False
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            dir_okay=False,
            help="Write a PDF to hand round, of one page where that suffices.",
            show_default=False,
        ),
    ] = None,
    json_file: Json = None,
    debug: Debug = False,
) -> None:
    """Tell what changed in the dossier since an earlier PDF, an edition or a commit.

    Compared are the words of all entries and notes, sources and annexes, the verdicts on quotations and the
    numbers of pages. Exit status 0, whether anything changed or not.
    """
    if folder is None and git is None and old is not None and (old / "dossier.yaml").is_file():
        old, folder = None, old
    if git is not None and folder is None:
        old, folder = None, old
    elif git is not None:
        raise typer.BadParameter("give either OLD or --git REV")
    root = folder or context.obj
    if (absence := telling.missing_dossier(root)) is not None:
        telling.complain(telling.absence_of(root))
        _write_json(_Compared(None, "", (absence,)), root, output, json_file)
        raise typer.Exit(telling.WRONG_CALL)
    from report.changes.older import OlderError  # noqa: PLC0415

    try:
        with contextlib.redirect_stdout(sys.stderr):
            done = _compare(root, old, git, output)
    except OlderError as refusal:
        telling.complain(f"{refusal}{f'; {refusal.hint}' if refusal.hint else ''}")
        _write_json(_Compared(None, "", (refusal.problem,)), root, output, json_file)
        raise typer.Exit(telling.WRONG_CALL) from None
    except Exception as failure:  # noqa: BLE001 - whatever it is, the user gets a line
        problem = telling.failure_of(failure, debug)
        telling.complain(problem.message)
        _write_json(_Compared(None, "", (problem,)), root, output, json_file)
        raise typer.Exit(telling.FAILED) from None
    _tell(done, root, output, json_file)
    if done.failed or done.changes is None:
        raise typer.Exit(telling.FAILED)


def _compare(root: Path, old: Path | None, git: str | None, output: Path | None) -> _Compared:
    """Raises OlderError, OSError."""
    # So that --help does not wait for WeasyPrint.
    from report.changes.state import older_state, state_of  # noqa: PLC0415
    from report.workshop import Workshop  # noqa: PLC0415

    with Workshop(root) as tools:
        older = older_state(root, old, git, tools)
        now = state_of(root, tools)
        return _compared(older, now, output, tools)


def _compared(older: Older, now: FolderState, output: Path | None, tools: Workshop) -> _Compared:
    from report.changes.compare import compare  # noqa: PLC0415
    from report.changes.sheet import write_sheet  # noqa: PLC0415

    if now.record is None or now.dossier is None:
        return _Compared(None, older.name, now.problems)
    found = compare(older.record, now.record)
    if output is None:
        return _Compared(found, older.name, now.problems)
    pages, problems = write_sheet(found, older.name, now.dossier, output, tools)
    return _Compared(found, older.name, (*now.problems, *problems), pages)


def _tell(done: _Compared, root: Path, output: Path | None, json_file: Path | None) -> None:
    """The dossier's problems on standard error, what changed on standard output."""
    from report.changes.terminal import lines_of  # noqa: PLC0415

    for problem in done.problems:
        telling.complain(format_problem(problem, root))
    if done.changes is not None and str(json_file) != "-":
        for line in lines_of(done.changes, done.name, telling.in_colour(sys.stdout)):
            telling.tell(line, json_file)
    if output is not None and done.pages is not None:
        telling.tell(f"{telling.seen(output)}: {telling.counted(done.pages, 'page')}", json_file)
    _write_json(done, root, output, json_file)


def _write_json(done: _Compared, root: Path, output: Path | None, json_file: Path | None) -> None:
    if json_file is None:
        return
    from report.changes.as_json import to_json  # noqa: PLC0415

    outcome = Outcome(root, problems=done.problems)
    telling.write_data(
        {
            "compared_with": done.name or None,
            "pdf": telling.seen(output) if output is not None and done.pages is not None else None,
            "pages": done.pages,
            "changes": to_json(done.changes) if done.changes is not None else None,
            "problems": outcome_json(outcome, Path.cwd())["problems"],
        },
        json_file,
    )
