"""The command: reads the call, runs it, and tells what happened. Nothing is decided here.

The arguments go in; out come the exit status (0 done, 1 at least one error, 2 the call was wrong), the
problems on standard error, one a line, one line on standard output, and with `--json` the whole outcome.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from report import __version__
from report.changes.command import changes
from report.init import NotEmptyError, copy_starter
from report.model import Place, Problem, Severity, error
from report.outcome import Outcome, to_json
from report.problems import format_contrast, format_problem

DONE, FAILED, WRONG_CALL = 0, 1, 2

app = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Compile a folder of YAML entries with citations into one footnoted dossier PDF.",
    epilog="Without a command: build. Exit status: 0 done, warnings or none; 1 at least one error, and no "
    "PDF unless --keep-going asks for it; 2 the call was wrong.",
)


def json_target(path: Path | None) -> Path | None:
    if path is not None and str(path) != "-" and not path.absolute().parent.is_dir():
        raise typer.BadParameter(f"there is no folder {path.parent}")
    return path


Folder = Annotated[
    Path | None,
    typer.Argument(
        metavar="DIR",
        help="The dossier's folder; left out, the current one, or that in which compile.py stands.",
        show_default=False,
    ),
]
Json = Annotated[
    Path | None,
    typer.Option(
        "--json",
        metavar="FILE",
        help="Write what happened to FILE, for programs; - for standard output.",
        dir_okay=False,
        allow_dash=True,
        callback=json_target,
    ),
]
Debug = Annotated[
    bool,
    typer.Option("--debug", envvar="ATTEST_DEBUG", show_envvar=False, help="Show the traceback of a bug."),
]


def main(arguments: Sequence[str] | None = None, home: Path = Path()) -> NoReturn:
    """Run the command. `home` is the folder of the dossier when the call names none."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a name in any script, on a terminal of any encoding
            stream.reconfigure(errors="backslashreplace")
    # So that what was begun is cleaned up as after Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    app(args=with_command(sys.argv[1:] if arguments is None else arguments), prog_name=program(), obj=home)
    raise AssertionError("Typer ends the program")


def with_command(arguments: Sequence[str]) -> list[str]:
    """The arguments with `build` put first where no command is named."""
    first = next((argument for argument in arguments if not argument.startswith("-")), None)
    named = first in {command.callback.__name__ for command in app.registered_commands if command.callback}
    about_itself = bool(arguments) and arguments[0] in ("-h", "--help", "--version")
    mistyped = bool(arguments) and arguments[0] == first and not Path(arguments[0]).exists()
    return [*arguments] if named or about_itself or mistyped else ["build", *arguments]


def program() -> str:
    """The command as the user typed it."""
    name = Path(sys.argv[0]).name
    return f"python {sys.argv[0]}" if name == "compile.py" else "attest"


# ---------------------------------------------------------------------------------------------------
# The commands


def print_version(wanted: bool) -> None:
    if wanted:
        print(f"attest {__version__}")
        raise typer.Exit(DONE)


Version = Annotated[
    bool, typer.Option("--version", help="Print the version.", callback=print_version, is_eager=True)
]


@app.callback()
def attest(version: Version = False) -> None:
    """Take the options that are no command's."""


@app.command()
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
    changes_since: Annotated[
        Path | None,
        typer.Option(
            "--changes-since",
            metavar="OLD",
            help="Mark in the margin, and list in front, what changed since an earlier PDF or edition.",
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

    def work(root: Path) -> Outcome:
        from report.compile import build  # noqa: PLC0415 - WeasyPrint takes half a second to import

        return build(root, output, keep_going=keep_going, changes_since=changes_since)

    outcome = run(work, folder or context.obj, json_file, debug)
    if outcome.pdf is not None:
        pages = f"{outcome.pages} page{'' if outcome.pages == 1 else 's'}"
        tell(f"{seen(outcome.pdf)}: {pages}, {outcome.seconds.get('total', 0.0):.1f} s", json_file)
    if outcome.failed:
        raise typer.Exit(FAILED)


@app.command()
def check(
    context: typer.Context, folder: Folder = None, json_file: Json = None, debug: Debug = False
) -> None:
    """Tell every problem of the dossier in DIR, and make no PDF."""

    def work(root: Path) -> Outcome:
        from report.compile import check  # noqa: PLC0415 - WeasyPrint takes half a second to import

        return check(root)

    outcome = run(work, folder or context.obj, json_file, debug)
    if outcome.failed:
        raise typer.Exit(FAILED)
    warnings = sum(problem.severity is Severity.WARNING for problem in outcome.problems)
    found = f"{warnings} warning{'' if warnings == 1 else 's'}" if warnings else "no problems"
    file = seen(outcome.root / "dossier.yaml")
    tell(f"{file}: {found}, {outcome.seconds.get('total', 0.0):.1f} s", json_file)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.", show_default=False)],
    debug: Debug = False,
) -> None:
    """Start a dossier in DIR, a new or empty folder.

    It compiles as it stands. Its files say in comments what goes where; their first lines name the
    schemas by which editors check and complete what is typed.
    """
    try:
        copy_starter(folder)
    except NotEmptyError as refusal:
        complain(str(refusal))
        raise typer.Exit(WRONG_CALL) from None
    except OSError as failure:
        complain(told(failure))
        raise typer.Exit(FAILED) from None
    print(f"{folder}: a dossier to start from; compile it with: {program()} build {folder}")


app.command()(changes)


# ---------------------------------------------------------------------------------------------------
# Running one, and telling what happened


def run(work: Callable[[Path], Outcome], root: Path, json_file: Path | None, debug: bool) -> Outcome:
    """Do the work on the dossier in `root`; tell its problems and write its JSON, whatever happened."""
    if (absence := missing_dossier(root)) is not None:
        write_json(Outcome(root, problems=(absence,)), json_file)
        complain(f"{seen(root)}: {absence.message}; {absence.hint}")
        raise typer.Exit(WRONG_CALL)
    try:
        # What a library prints (WeasyPrint does, on import) must not end up in the JSON.
        with contextlib.redirect_stdout(sys.stderr):
            outcome = work(root)
    except Exception as failure:  # noqa: BLE001 - whatever it is, the user gets a line and the JSON
        if debug:
            traceback.print_exc()
        message = told(failure) if isinstance(failure, OSError) else confessed(failure)
        code = "system-failure" if isinstance(failure, OSError) else "internal-error"
        complain(message)
        write_json(Outcome(root, problems=(error(code, message, Place("dossier.yaml")),)), json_file)
        raise typer.Exit(FAILED) from None
    for problem in outcome.problems:
        complain(format_problem(problem, root))
        if problem.contrast is not None:
            complain(format_contrast(problem.contrast, in_colour()))
    write_json(outcome, json_file)
    return outcome


def in_colour() -> bool:
    """Whether standard error shows colours: a terminal that can, unless told not to (no-color.org)."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


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


def write_json(outcome: Outcome, target: Path | None) -> None:
    if target is not None:
        write_data(to_json(outcome, Path.cwd()), target)


def write_data(values: Mapping[str, object], target: Path) -> None:
    text = json.dumps(values, ensure_ascii=False, indent=2) + "\n"
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


def seen(path: Path) -> str:
    """The path as seen from the current folder."""
    return os.path.relpath(path.absolute(), Path.cwd())
