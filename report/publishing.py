"""Several dossiers, one after another, by the same workers: what one of them does ends none of the others.

The folders that were named go in, each a dossier's or one of dossiers; out come the dossiers' folders, and
where the PDF of each goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from report.options import BuildOptions


class ClashError(Exception):
    """Two dossiers would be written to one file; the text names it."""


def dossiers_in(folder: Path) -> list[Path]:
    """The folder itself where it is a dossier's, or its subfolders that are, in order; else itself."""
    if (folder / "dossier.yaml").exists() or not folder.is_dir():
        return [folder]
    found = sorted(
        file.parent for file in folder.glob("*/dossier.yaml") if not file.parent.name.startswith(".")
    )
    return found or [folder]


def is_shelf(folder: Path) -> bool:
    """Whether it is a folder of dossiers, not one."""
    return dossiers_in(folder) != [folder]


def list_of(folders: Sequence[Path]) -> list[Path]:
    """All dossiers of the folders, each once."""
    found: dict[Path, Path] = {}
    for folder in folders:
        for root in dossiers_in(folder):
            found.setdefault(root.resolve(), root)
    return list(found.values())


def shared_out(roots: Sequence[Path], options: BuildOptions) -> list[BuildOptions]:
    """The options of each; `output` is the folder of all PDFs, which are called as their dossiers' folders.

    Raises ClashError.
    """
    if options.output is None:
        return [options] * len(roots)
    targets = [options.output / f"{root.resolve().name}.pdf" for root in roots]
    for target in targets:
        if targets.count(target) > 1:
            raise ClashError(f"{target} would be the PDF of two dossiers; rename a folder, or leave out -o")
    return [replace(options, output=target) for target in targets]
