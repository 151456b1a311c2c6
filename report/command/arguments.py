"""The arguments that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


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
