"""Runs the work of a command, and tells what happened: problems, bugs, the JSON, the line of success."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TextIO

import typer

from report.model import Place, Problem, error
from report.outcome import Outcome, to_json
from report.problems import format_contrast, format_problem
from report.workers import NoWorkersError

DONE, FAILED, WRONG_CALL = 0, 1, 2


def run(
    work: Callable[[Path], Outcome],
    root: Path,
    json_file: Path | None,
    debug: bool,
    more: Callable[[], Mapping[str, object]] = dict,
) -> Outcome:
    """Do the work on the dossier in `root`; tell its problems and write its JSON, whatever happened.

    `more` gives what the command's JSON has beside the outcome, when the work is done.
    """
    if (absence := missing_dossier(root)) is not None:
        write_json(Outcome(root, problems=(absence,)), json_file, more())
        complain(absence_of(root))
        raise typer.Exit(WRONG_CALL)
    try:
        # What a library prints (WeasyPrint does, on import) must not end up in the JSON.
        with contextlib.redirect_stdout(sys.stderr):
            outcome = work(root)
    except Exception as failure:  # noqa: BLE001 - whatever it is, the user gets a line and the JSON
        problem = failure_of(failure, debug)
        complain(problem.message)
        write_json(Outcome(root, problems=(problem,)), json_file, more())
        wrong_call = isinstance(failure, NoWorkersError) and failure.wrong_call
        raise typer.Exit(WRONG_CALL if wrong_call else FAILED) from None
    tell_problems(outcome)
    write_json(outcome, json_file, more())
    return outcome


def tell_problems(outcome: Outcome) -> None:
    """On standard error, one a line, a difference in words below it."""
    for problem in outcome.problems:
        complain(format_problem(problem, outcome.root))
        if problem.contrast is not None:
            complain(format_contrast(problem.contrast, in_colour(sys.stderr)))


def in_colour(stream: TextIO) -> bool:
    """Whether it shows colours: a terminal that can, unless told not to (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def missing_dossier(root: Path) -> Problem | None:
    place = Place("dossier.yaml")
    if not root.exists():
        hint = f'"{program()} init {root}" makes a dossier'
        return error("no-folder", "there is no such folder", place, hint)
    if not root.is_dir():
        return error("no-folder", "this is not a folder", place, "name the folder that holds dossier.yaml")
    if not os.path.lexists(root / "dossier.yaml"):
        hint = f'"{program()} init DIR" starts a dossier'
        return error("no-dossier", "there is no dossier.yaml in this folder", place, hint)
    return None


def absence_of(root: Path) -> str:
    """Why there is no dossier in `root`, in a line; "" where there is one."""
    absence = missing_dossier(root)
    return f"{seen(root)}: {absence.message}; {absence.hint}" if absence else ""


def failure_of(failure: Exception, debug: bool) -> Problem:
    """What went wrong, as a problem of the dossier; with `debug` its traceback is printed, if it is a bug."""
    if isinstance(failure, NoWorkersError):
        code = "no-workers"
    else:
        code = "system-failure" if isinstance(failure, OSError) else "internal-error"
        if debug:
            traceback.print_exception(failure)
    return error(code, in_words(failure), Place("dossier.yaml"))


def in_words(failure: Exception) -> str:
    """What went wrong, in a line."""
    if isinstance(failure, NoWorkersError):
        return f"{failure}; {failure.hint}" if failure.hint else str(failure)
    return told(failure) if isinstance(failure, OSError) else confessed(failure)


def told(failure: OSError) -> str:
    """What the system said, in a line."""
    if "cannot load library" in str(failure):
        return (
            f"a system library is missing: {str(failure).splitlines()[0]}; WeasyPrint needs Pango. "
            "On Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; "
            "on macOS: brew install pango"
        )
    name = f"{seen(Path(os.fsdecode(failure.filename)))}: " if failure.filename else ""
    return f"{name}{failure.strerror or failure}"


def confessed(bug: Exception) -> str:
    what = " ".join(f"{type(bug).__name__}: {bug}".split())
    return f"Attest has failed: {what}. This is a bug in Attest; please report it, with what --debug adds."


def write_json(outcome: Outcome, target: Path | None, more: Mapping[str, object] | None = None) -> None:
    write_data({**to_json(outcome, Path.cwd()), **(more or {})}, target)


def write_data(value: object, target: Path | None) -> None:
    """As JSON; `-` is standard output."""
    if target is None:
        return
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    # A file name that is not UTF-8 becomes \udcXX, which JSON reads as it was.
    data = text.encode("utf-8", errors="backslashreplace")
    if str(target) == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        target.write_bytes(data)
    except OSError as failure:
        complain(told(failure))
        raise typer.Exit(FAILED) from None


def tell(line: str, json_file: Path | None) -> None:
    """Print the line of success, unless standard output is the JSON's."""
    if str(json_file) != "-":
        print(line)


def complain(line: str) -> None:
    print(line, file=sys.stderr)


def counted(number: int | None, thing: str) -> str:
    """`1 page`, `47 pages`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def seen(path: Path) -> str:
    """The path as seen from the current folder."""
    return os.path.relpath(path.absolute(), Path.cwd())


def program() -> str:
    """The command as the user typed it."""
    name = Path(sys.argv[0]).name
    return f"python {sys.argv[0]}" if name == "compile.py" else "attest"
