"""`attest init`: starts a dossier."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from report.command.arguments import Debug
from report.command.telling import FAILED, WRONG_CALL, complain, program, told
from report.init import NotEmptyError, copy_starter


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
