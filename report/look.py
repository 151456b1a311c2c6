"""The look of a dossier: its stylesheets, found in the dossier's own `styles/` and then in the program's.

In go the dossier's folder and the names of stylesheets; out come their texts, to be handed to `render`
as plain values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from report.door import DOSSIER, PROGRAM
from report.resources import style_folder


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """A stylesheet's text. `url` is its address: relative ones in it start from there."""

    name: str
    url: str
    css: str


def find_look(root: Path, names: Sequence[str]) -> tuple[Stylesheet, ...]:
    """Raises FileNotFoundError for a name that neither folder has: a fault of the program."""
    return tuple(_find(root, name) for name in names)


def _find(root: Path, name: str) -> Stylesheet:
    for folder, address in ((root / "styles", DOSSIER), (style_folder(), PROGRAM)):
        path = folder / name
        if path.is_file():
            # The repository's root is the program's folder and a dossier's at once.
            of_program = folder.resolve() == style_folder().resolve()
            return Stylesheet(
                name, f"{PROGRAM if of_program else address}styles/{name}", path.read_text("utf-8")
            )
    raise FileNotFoundError(name)
