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
Folders = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="DIR...",
        help="Dossiers' folders, or folders of such; left out, the current one, or that in which compile.py "
        "stands.",
        show_default=False,
    ),
]
Target = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="The PDF to write; of several dossiers, the folder for their PDFs.  [default: build/dossier.pdf "
        "in the dossier's folder]",
        show_default=False,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        dir_okay=False,
        help="The PDF to write.  [default: build/dossier.pdf in the dossier's folder]",
        show_default=False,
    ),
]
KeepGoing = Annotated[
    bool,
    typer.Option(
        "--keep-going",
        help="Compile without the archived files that cannot be appended; each gets a cover sheet that "
        "says why. The exit status is 1 all the same.",
    ),
]
ChangesSince = Annotated[
    Path | None,
    typer.Option(
        "--changes-since",
        metavar="OLD",
        help="Mark in the margin, and list in front, what changed since an earlier PDF or edition.",
        show_default=False,
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "-j",
        "--jobs",
        metavar="N",
        min=1,
        help="Lay out in N processes.  [default: as many as there are cores]",
        show_default=False,
    ),
]
Quiet = Annotated[
    bool, typer.Option("-q", "--quiet", help="Tell problems only: no progress, no line of success.")
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Lay out on the Dask cluster of this scheduler (tcp://HOST:8786), which must be trusted.",
        show_default=False,
    ),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Use nothing of earlier builds, and keep nothing.")]
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
