"""Where links and bookmarks of the file lead (ISO 32000-1, 12.3.2): in goes a destination, out a place on
one of the pages that are appended.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf

from report.read.pdf.fit import Fit
from report.read.pdf.geometry import moved
from report.read.pdf.tree import SourcePage
from report.read.pdf.values import Key, dictionary, entries, items, key, lookup, name, number, spelled

_LEAVES = 100_000
"""Nodes of a name tree that are looked at; a loop ends here at the latest."""


@dataclass(frozen=True, slots=True)
class Place:
    """`page` is an index into the appended pages; x and y are points from the fitted page's bottom left."""

    page: int
    x: float
    y: float


class Destinations:
    """Resolves destinations to the appended pages."""

    def __init__(self, root: Any, pages: Sequence[SourcePage], fits: Sequence[Fit]) -> None:
        """`pages` are the appended ones, `fits` where they stand."""
        self._root = root
        self._pages = pages
        self._fits = fits
        self._index: dict[Key, int] = {}
        for index, page in enumerate(pages):
            found = key(page.object)
            if found is not None:
                self._index.setdefault(found, index)
        self._names: dict[bytes, Any] | None = None

    def of(self, holder: Any) -> Place | None:
        """Of a link annotation or an outline item: its /Dest, else its GoTo action."""
        target = lookup(holder, "/Dest")
        if target is None and name(holder, "/A", "/S") == "/GoTo":
            target = lookup(holder, "/A", "/D")
        return self._place(target)

    def _place(self, target: Any) -> Place | None:
        if isinstance(target, (pikepdf.String, pikepdf.Name)):
            target = self._named(target)
        if isinstance(target, pikepdf.Dictionary):
            target = target.get("/D")
        if not isinstance(target, pikepdf.Array) or len(target) == 0:
            return None
        values = list(target)
        index = self._page(values[0])
        return None if index is None else self._point(index, values[1:])

    def _page(self, value: Any) -> int | None:
        if isinstance(value, int):
            # Against the standard, but common: the number of a page of this file, from 0.
            return next((i for i, page in enumerate(self._pages) if page.number == value + 1), None)
        found = key(value)
        return None if found is None else self._index.get(found)

    def _point(self, index: int, view: list[Any]) -> Place:
        """The view's top left corner; a page that was turned is shown from its top."""
        page, fit = self._pages[index], self._fits[index]
        if fit.turned:
            return Place(index, 0.0, fit.height)
        left, _, _, top = page.box
        kind = spelled(view[0]) if view else ""
        found = [number(value) for value in view[1:5]] + [None] * 4
        if kind == "/XYZ":
            x, y = found[0], found[1]
        elif kind in ("/FitH", "/FitBH"):
            x, y = None, found[0]
        elif kind in ("/FitV", "/FitBV"):
            x, y = found[0], None
        elif kind == "/FitR":
            x, y = found[0], found[3]
        else:
            x, y = None, None
        if x is None and y is None:
            return Place(index, 0.0, fit.height)
        u, v = moved(fit.matrix, left if x is None else x, top if y is None else y)
        return Place(index, round(min(max(u, 0.0), fit.width), 2), round(min(max(v, 0.0), fit.height), 2))

    def _named(self, target: Any) -> Any:
        if self._names is None:
            self._names = dict(self._all_names())
        return self._names.get(bytes(target))

    def _all_names(self) -> Iterator[tuple[bytes, Any]]:
        old = dictionary(self._root, "/Dests")
        if old is not None:
            for label, value in entries(old):
                yield label.encode("utf-8", "surrogateescape"), value
        yield from name_tree(lookup(self._root, "/Names", "/Dests"))


def name_tree(top: Any) -> Iterator[tuple[bytes, Any]]:
    """Names and values of a name tree (ISO 32000-1, 7.9.6), in order; each node once."""
    stack, entered = [top], set()
    for _ in range(_LEAVES):
        if not stack:
            return
        node = stack.pop()
        if not isinstance(node, pikepdf.Dictionary):
            continue
        if node.is_indirect:
            if node.objgen in entered:
                continue
            entered.add(node.objgen)
        pairs = list(items(node, "/Names"))
        for label, value in zip(pairs[::2], pairs[1::2], strict=False):
            if isinstance(label, pikepdf.String):
                yield bytes(label), value
        stack.extend(reversed(list(items(node, "/Kids"))))
