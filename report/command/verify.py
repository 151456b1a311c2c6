"""`attest verify`: whether a PDF was compiled from a folder, and what differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from report.command.arguments import Debug, Folder, Jobs, Json, Quiet
from report.command.display import Display
from report.command.telling import FAILED, run, seen, tell
from report.outcome import Outcome
from report.workers import Workers

if TYPE_CHECKING:
    from report.editions.verify import Difference, Verification

_SHOWN = 12
"""Digits of a checksum."""


def verify(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="The PDF.", exists=True, dir_okay=False, show_default=False),
    ],
    folder: Folder = None,
    changes_since: Annotated[
        Path | None,
        typer.Option(
            "--changes-since",
            metavar="OLD",
            help="What the PDF marks changes since, where that is no edition of the folder.",
            show_default=False,
        ),
    ] = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
    json_file: Json = None,
    debug: Debug = False,
) -> None:
    """Say whether the PDF in FILE was compiled from the dossier in DIR, and what differs.

    The dossier is compiled again, as the PDF says that it was, and the bytes are compared. The exit status
    is 0 where they are the same.
    """
    found: list[Verification] = []

    def work(root: Path) -> Outcome:
        from report.building import build  # noqa: PLC0415 - WeasyPrint takes half a second to import
        from report.editions.verify import verify  # noqa: PLC0415

        # Nothing of earlier builds: what is said of the PDF is to be of the files alone.
        with Workers(jobs) as workers, Display(quiet) as shown:
            make = partial(build, workers=workers, cached=False, progress=shown)
            found.append(verify(file, root, make, changes_since))
        return found[0].outcome

    run(work, folder or context.obj, json_file, debug, lambda: {"verified": _json(found)})
    if not (quiet and found[0].compiled):
        for line in _lines(found[0]):
            tell(line, json_file)
    if not found[0].compiled:
        raise typer.Exit(FAILED)


def _json(found: list[Verification]) -> dict[str, object] | None:
    if not found:
        return None
    one = found[0]
    return {
        "file": seen(one.file),
        "sha256": one.sha256,
        "compiled": one.compiled,
        "same_content": one.same_content,
        "rebuilt": one.rebuilt or None,
        "edition": one.edition or None,
        "differences": [asdict(difference) for difference in one.differences],
    }


def _lines(found: Verification) -> Iterator[str]:
    name, folder = seen(found.file), seen(found.outcome.root)
    which = _printable(f", edition {found.edition}") if found.edition else ""
    if found.compiled:
        yield f"{name}{which}: compiled from {folder}, byte by byte"
        return
    if found.unread:
        return
    if not found.rebuilt:
        yield f"{name}{which}: not verified, since {folder} does not compile"
        return
    yield f"{name}{which}: not what {folder} compiles to now"
    if not found.told:
        yield "  it has no manifest (manifest: none), so that what differs cannot be told"
        return
    yield from (f"  {_printable(_line(difference))}" for difference in found.differences)
    if not found.differences:
        yield "  every input, version and font is the same: the PDF was changed after it was compiled"
    elif found.same_content:
        yield "  its pages say the same: the content hash is equal"


def _printable(line: str) -> str:
    """The PDF is anybody's: nothing of it commands the terminal."""
    return "".join(character if character.isprintable() else "\ufffd" for character in line)


def _line(one: Difference) -> str:
    if one.what in ("version", "build"):
        return f"{one.name}: {one.then or 'none'} then, {one.now or 'none'} now"
    if not one.then:
        return f"{one.what} added: {one.name}"
    if not one.now:
        return f"{one.what} gone: {one.name}"
    return f"{one.what} changed: {one.name} ({one.then[:_SHOWN]}… then, {one.now[:_SHOWN]}… now)"
