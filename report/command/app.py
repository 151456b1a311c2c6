"""The program with its commands: each is a function in a module of its own, and a word in `COMMANDS`."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from report import __version__
from report.changes.command import changes
from report.command.build import build
from report.command.check import check
from report.command.init import init
from report.command.telling import DONE, program
from report.command.verify import verify
from report.command.watch import watch

COMMANDS = (build, check, watch, changes, verify, init)

app = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Compile a folder of YAML entries with citations into one footnoted dossier PDF.",
    epilog="Without a command: build. Exit status: 0 done, warnings or none; 1 at least one error, and no "
    "PDF unless --draft or --keep-going asks for it; 2 the call was wrong.",
)


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


for _command in COMMANDS:
    app.command()(_command)


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
