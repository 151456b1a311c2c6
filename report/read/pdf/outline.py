"""The file's own outline as bookmarks (ISO 32000-1, 12.3.3): in goes its catalog, out come plain lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from report.model import FileBookmark
from report.read.pdf.destinations import Destinations, Place
from report.read.pdf.fit import Fit
from report.read.pdf.values import dictionary, lookup, text

DEEPEST = 16
MOST = 20_000
"""Levels, and bookmarks of one file, that are kept."""

_LONGEST = 500


@dataclass(slots=True)
class _Item:
    title: str
    place: Place | None
    kids: list[_Item] = field(default_factory=list)


def bookmarks(root: Any, destinations: Destinations, fits: Sequence[Fit]) -> tuple[FileBookmark, ...]:
    """Those that lead to an appended page; one without a place of its own has that of its first kid."""
    top = _Item("", None)
    stack = [(lookup(root, "/Outlines", "/First"), top, 1)]
    seen: set[tuple[int, int]] = set()
    while stack and len(seen) < MOST:
        node, parent, level = stack.pop()
        if not isinstance(node, pikepdf.Dictionary) or not node.is_indirect or node.objgen in seen:
            continue
        seen.add(node.objgen)
        item = _Item(text(node.get("/Title"))[:_LONGEST], destinations.of(node))
        parent.kids.append(item)
        stack.append((node.get("/Next"), parent, level))
        if level < DEEPEST:
            stack.append((dictionary(node, "/First"), item, level + 1))
    _inherit(top)
    return tuple(_lines(top, 0, fits))


def _inherit(item: _Item) -> Place | None:
    """Its own place or the first kid's. As deep as DEEPEST."""
    places = [_inherit(kid) for kid in item.kids]
    if item.place is None:
        item.place = next((place for place in places if place is not None), None)
    return item.place


def _lines(item: _Item, level: int, fits: Sequence[Fit]) -> Iterator[FileBookmark]:
    for kid in item.kids:
        deeper = level
        if kid.place is not None and kid.title:
            place, deeper = kid.place, level + 1
            yield FileBookmark(
                level=deeper,
                title=kid.title,
                page=place.page,
                x=place.x,
                y=round(fits[place.page].height - place.y, 2),
            )
        yield from _lines(kid, deeper, fits)
