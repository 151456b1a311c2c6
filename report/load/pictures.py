"""Whether a picture that a body shows is one: inside the folder, of a kind that can be set, whole."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

from report.load.entries import Draft
from report.load.folder import Folder
from report.model import Picture, Problem, error

# What WeasyPrint shows beside SVG, as Pillow calls it. Pillow is asked for no other: some of its readers
# start other programs (EPS).
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP")
_KINDS = "a picture is PNG, JPEG, GIF, WebP, TIFF, BMP or SVG"


def check_pictures(drafts: Sequence[Draft], folder: Folder) -> Iterator[Problem]:
    for draft in drafts:
        for picture in draft.body.pictures if draft.body else ():
            if problem := _check(folder, picture):
                yield problem


def _check(folder: Folder, picture: Picture) -> Problem | None:
    found = folder.locate(picture.path, picture.place)
    if isinstance(found, Problem):
        return found
    reason = _svg_fault(found) if found.suffix.lower() == ".svg" else _bitmap_fault(found)
    if not reason:
        return None
    return error("not-a-picture", f'"{picture.path}" cannot be shown: {reason}', picture.place, _KINDS)


def _bitmap_fault(path: Path) -> str:
    # Imported where there is a picture: most dossiers have none.
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=_FORMATS) as image:
                image.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return "it has more pixels than can be printed"
    except UnidentifiedImageError:
        return "it is no picture of a known kind"
    except (OSError, SyntaxError, ValueError, EOFError):
        # Pillow's readers raise any of these for a file that is cut short or damaged.
        return "it is damaged"
    return ""


def _svg_fault(path: Path) -> str:
    data = path.read_bytes()
    if b"<!ENTITY" in data:
        return "it declares entities"
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 - without entities nothing can grow
    except ElementTree.ParseError as fault:
        line, column = fault.position
        return f"it is not well formed (line {line}, column {column + 1})"
    return "" if root.tag in ("svg", "{http://www.w3.org/2000/svg}svg") else "it is no SVG"
