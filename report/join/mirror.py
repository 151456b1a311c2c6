"""Mirrored margins: pages on the back of others, moved sideways, with all that has a place on them.

The content itself is moved by its graphics state (`report/join/whole.py`); here it is links and the boxes
that structure elements have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pikepdf
from pikepdf import Array, Dictionary

from report.join.tags import Branch


def move(pages: Sequence[pikepdf.Object], branch: Branch, shifts: Sequence[float]) -> None:
    """Move what belongs to each page by so many points to the right; the tree is a sheet's of our own."""
    by_page = {page.objgen: moved for page, moved in zip(pages, shifts, strict=True) if moved}
    for page in pages:
        for annotation in page.get("/Annots", ()) if page.objgen in by_page else ():
            annotation.Rect = _moved(annotation.Rect, by_page[page.objgen])
    for element, on in _elements(kid for kids in branch.kids for kid in kids):
        if on is not None and on.objgen in by_page:
            for attributes in element.A if isinstance(element.A, Array) else [element.A]:
                if "/BBox" in attributes:
                    attributes.BBox = _moved(attributes.BBox, by_page[on.objgen])


def _elements(
    tops: Iterator[pikepdf.Object],
) -> Iterator[tuple[pikepdf.Object, pikepdf.Object | None]]:
    """The elements that have attributes, each with the page that it is on."""
    waiting: list[tuple[pikepdf.Object, pikepdf.Object | None]] = [(top, None) for top in tops]
    while waiting:
        element, page = waiting.pop()
        page = element.get("/Pg", page)
        if "/A" in element:
            yield element, page
        kids = element.get("/K")
        listed = kids if isinstance(kids, Array) else [kids]
        waiting += [(kid, page) for kid in listed if isinstance(kid, Dictionary) and "/S" in kid]


def _moved(box: pikepdf.Object, by: float) -> Array:
    left, bottom, right, top = (float(side) for side in box.as_list())
    return Array([round(left + by, 3), round(bottom, 3), round(right + by, 3), round(top, 3)])
