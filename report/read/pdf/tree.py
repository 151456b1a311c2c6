"""The pages of a stranger's PDF: in goes its catalog, out come pages with what they inherit, in order.

The tree is walked here and not by qpdf, which refuses some trees that readers show: with nodes that lack
a type, with null kids, with loops.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from report.read.pdf.geometry import Box, common, sorted_box
from report.read.pdf.values import dictionary, items, lookup, name, number, numbers

LETTER: Box = (0.0, 0.0, 612.0, 792.0)
"""What readers, pdfium among them, take a page for that has no usable box."""

_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")  # ISO 32000-1, table 30


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A page as it is in the file. `number` counts from 1; `box` is what is shown of it, in default user
    space; `rotate` is 0, 90, 180 or 270 degrees clockwise, `unit` the size of a unit in points.
    """

    number: int
    object: pikepdf.Object
    resources: pikepdf.Object | None
    box: Box
    rotate: int
    unit: float


def source_pages(root: pikepdf.Object) -> Iterator[SourcePage]:
    """All pages in the order of the tree. Each inner node is entered once: a tree has no loops."""
    for count, (page, inherited) in enumerate(_leaves(root), start=1):
        values = _values(page, inherited)
        resources = values.get("/Resources")
        yield SourcePage(
            number=count,
            object=page,
            resources=resources if isinstance(resources, pikepdf.Dictionary) else None,
            box=_shown(values),
            rotate=_rotation(values.get("/Rotate")),
            unit=_unit(page),
        )


def _leaves(root: pikepdf.Object) -> Iterator[tuple[pikepdf.Object, dict[str, Any]]]:
    top = dictionary(root, "/Pages")
    if top is None:
        return
    stack: list[tuple[pikepdf.Object, dict[str, Any]]] = [(top, {})]
    entered: set[tuple[int, int]] = set()
    while stack:
        node, inherited = stack.pop()
        if not isinstance(node.get("/Kids"), pikepdf.Array) or name(node, "/Type") == "/Page":
            yield node, inherited
            continue
        if node.is_indirect:
            if node.objgen in entered:
                continue
            entered.add(node.objgen)
        values = _values(node, inherited)
        kids = [(kid, values) for kid in items(node, "/Kids") if isinstance(kid, pikepdf.Dictionary)]
        stack.extend(reversed(kids))


def _values(node: pikepdf.Object, inherited: dict[str, Any]) -> dict[str, Any]:
    own = {key: node.get(key) for key in _INHERITED}
    return {key: inherited.get(key) if value is None else value for key, value in own.items()}


def _shown(values: dict[str, Any]) -> Box:
    """The crop box as far as it lies in the media box (ISO 32000-1, 14.11.2.1)."""
    media = _box(values.get("/MediaBox")) or LETTER
    crop = _box(values.get("/CropBox"))
    return (common(media, crop) if crop else None) or media


def _box(value: Any) -> Box | None:
    found = numbers(value, 4)
    if found is None:
        return None
    box = sorted_box(found)
    return box if box[2] - box[0] >= 1e-3 and box[3] - box[1] >= 1e-3 else None


def _rotation(value: Any) -> int:
    turn = number(value) or 0.0
    return int(turn) // 90 % 4 * 90


def _unit(page: pikepdf.Object) -> float:
    unit = number(lookup(page, "/UserUnit"))
    return unit if unit is not None and 0 < unit <= 1e4 else 1.0
