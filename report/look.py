"""The look of a dossier: its stylesheets, found in the dossier's own `styles/` and then in the program's.

In go the dossier's folder and the names of stylesheets; out come their texts, to be handed to `render`
as plain values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from report.resources import style_folder


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """A stylesheet's text. `path` is where it was found: its relative addresses start from there.

    `own` tells that it is the dossier's, so that what is wrong in it is the author's to mend.
    """

    name: str
    path: Path
    css: str
    own: bool


@dataclass(frozen=True, slots=True)
class Look:
    """What `render` may use beside the HTML. `root` is the dossier's folder.

    Pictures and fonts are read below `root` and below the program's own folder, nowhere else.
    """

    root: Path
    styles: tuple[Stylesheet, ...]


def find_look(root: Path, names: Sequence[str]) -> Look:
    """Raises FileNotFoundError for a name that neither folder has: a fault of the program."""
    return Look(root.resolve(), tuple(_find(root / "styles", name) for name in names))


def _find(own_folder: Path, name: str) -> Stylesheet:
    for folder in (own_folder, style_folder()):
        path = folder / name
        if path.is_file():
            own = folder.resolve() != style_folder().resolve()
            return Stylesheet(name, path, path.read_text("utf-8"), own)
    raise FileNotFoundError(name)
