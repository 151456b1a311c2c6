"""From the shaped tree to PDF objects: structure elements, parent tree, ID tree, the links' texts.

The parent tree has an array for each page, under the page's number from 0, then one for each transparency
group that holds text, then one entry for each annotation. Every element is an object of its own and has its
kids in an array: numbers of pieces on its own page (`Pg`), dictionaries (MCR, OBJR) for all others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any
from xml.etree.ElementTree import Element

import pydyf

from report.late import open_number
from report.render.tags.marks import Canvas
from report.render.tags.tree import Annotation, Item, Leaf, Node, Rectangle
from report.render.units import PX


def write(pdf: Any, document: Any, tree: Node, leaves: Sequence[Leaf], streams: Sequence[Any]) -> None:
    writer = _Writer(pdf, [page.height for page in document.pages], streams)
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    root["K"] = pydyf.Array([writer.element(tree, root.reference)])
    writer.add_parent_tree(root)
    if writer.ids:
        names = [part for id_, element in sorted(writer.ids.items()) for part in (pydyf.String(id_), element)]
        root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(names)})
    writer.mark(leaves)
    pdf.catalog["StructTreeRoot"] = root.reference
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})


class _Writer:
    def __init__(self, pdf: Any, heights: Sequence[float], streams: Sequence[Any]) -> None:
        self.ids: dict[str, bytes] = {}
        self._pdf = pdf
        self._heights = heights
        self._pages: Sequence[bytes] = pdf.page_references
        self._canvases = [c for page, stream in enumerate(streams) for c in _canvases(pdf, page, stream)]
        self._drawn = {(c.page, number): c for c in self._canvases for number in c.numbers}
        self._annotations: list[tuple[Any, bytes]] = []

    def element(self, node: Node, parent: bytes) -> bytes:
        """Add the element and all below it; returns its reference."""
        made = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.type}", "P": parent})
        self._pdf.add_object(made)
        page = _first_page(node)
        if page is not None:
            made["Pg"] = self._pages[page]
        made.update(self._entries(node))
        reference: bytes = made.reference
        if node.id:
            self.ids[node.id] = reference
        if kids := pydyf.Array(self._kids(node, reference, page)):
            made["K"] = kids
        return reference

    def add_parent_tree(self, root: Any) -> None:
        numbers = pydyf.Array()
        pages = [canvas for canvas in self._canvases if not canvas.group]
        groups = [canvas for canvas in self._canvases if canvas.group]
        for key, canvas in enumerate([*pages, *groups]):
            numbers.extend((key, pydyf.Array(canvas.owners)))
            if canvas.group:
                canvas.name(key)
        for key, (annotation, owner) in enumerate(self._annotations, start=len(self._canvases)):
            numbers.extend((key, owner))
            annotation["StructParent"] = key
        tree = pydyf.Dictionary({"Nums": numbers})
        self._pdf.add_object(tree)
        root["ParentTree"] = tree.reference
        root["ParentTreeNextKey"] = len(numbers) // 2

    def mark(self, leaves: Sequence[Leaf]) -> None:
        """Write the marks into the streams, once it is sure that all text has its place."""
        for leaf in leaves:
            if not leaf.blank and not self._drawn[leaf.page, leaf.number].placed(leaf):
                raise RuntimeError(f"text without a place in the tree: {leaf.text!r} on page {leaf.page + 1}")
        for canvas in self._canvases:
            canvas.write()

    def _entries(self, node: Node) -> Iterator[tuple[str, Any]]:
        texts = {"Lang": node.language, "Alt": node.alternative, "E": node.expansion, "ID": node.id}
        yield from ((key, pydyf.String(text)) for key, text in texts.items() if text)
        attributes = dict(node.attributes)
        if node.box is not None:
            attributes = {"O": "/Layout", "BBox": pydyf.Array(self._in_points(*node.box))}
            if node.block:
                attributes["Placement"] = "/Block"
        if "Headers" in attributes:
            attributes["Headers"] = pydyf.Array(pydyf.String(id_) for id_ in attributes["Headers"])
        if len(attributes) > 1:
            yield "A", pydyf.Dictionary(attributes)

    def _in_points(self, page: int, rectangle: Rectangle) -> tuple[float, ...]:
        """From CSS pixels from the page's top left to PDF user space."""
        x1, y1, x2, y2 = rectangle
        height = self._heights[page]
        return tuple(round(value * PX, 3) for value in (x1, height - y2, x2, height - y1))

    def _kids(self, node: Node, owner: bytes, page: int | None) -> Iterator[Any]:
        for canvas, items in groupby(node.kids, self._canvas_of):
            if canvas is not None:
                run = [item for item in items if isinstance(item, Leaf)]
                yield from self._pieces(canvas, run, node.type, owner, page)
                continue
            for item in items:
                if isinstance(item, Node):
                    yield self.element(item, owner)
                elif isinstance(item, Annotation):
                    yield self._annotation(item, node, owner)

    def _canvas_of(self, item: Item) -> Canvas | None:
        return self._drawn[item.page, item.number] if isinstance(item, Leaf) else None

    def _pieces(
        self, canvas: Canvas, run: Sequence[Leaf], tag: str, owner: bytes, page: int | None
    ) -> Iterator[Any]:
        for number in canvas.place(run, tag, owner):
            if canvas.page == page and not canvas.group:
                yield number
                continue
            piece = pydyf.Dictionary({"Type": "/MCR", "Pg": self._pages[canvas.page]})
            if canvas.group:
                piece["Stm"] = canvas.reference
            piece["MCID"] = number
            yield piece

    def _annotation(self, item: Annotation, link: Node, owner: bytes) -> Any:
        # ISO 14289-1, 7.18.5: links carry their text as Contents.
        item.dictionary["Contents"] = pydyf.String(_words(link))
        item.dictionary["F"] = 4  # printed: 7.18.1, and PDF/A
        self._annotations.append((item.dictionary, owner))
        return pydyf.Dictionary(
            {"Type": "/OBJR", "Pg": self._pages[item.page], "Obj": item.dictionary.reference}
        )


def _canvases(pdf: Any, page: int, stream: Any, group: bool = False) -> Iterator[Canvas]:
    """The page's stream, and those of the groups drawn on it that hold marked content."""
    canvas = Canvas(page, stream, group)
    if canvas.numbers or not group:
        yield canvas
    drawn = [item for item in stream.stream if isinstance(item, bytes) and item.endswith(b" Do")]
    for item in drawn:
        reference = stream._resources["XObject"].get(item[1:-3].decode())
        inner = pdf.objects[int(reference.split()[0])] if reference else None
        if hasattr(inner, "_resources"):
            yield from _canvases(pdf, page, inner, group=True)


def _first_page(node: Node) -> int | None:
    return next((item.page for item in node.kids if not isinstance(item, Node)), None)


def _words(link: Node) -> str:
    """What a link is called: the author's word for it, else its own text, else its picture's."""
    element = link.element
    if element is None:
        return ""
    told = element.get("aria-label") or element.get("title") or "".join(_text(element))
    pictures = (node.alternative for node in link.walk() if node.alternative)
    return " ".join(told.split()) or next(pictures, "") or element.get("href", "")


def _text(element: Element) -> Iterator[str]:
    """The element's words; an empty element (a leader, a break, a picture) keeps those around it apart.

    Where a number is a sample stands what `join` puts the number for.
    """
    if not element.text and not len(element):
        yield " "
    key = element.get("data-late")
    yield open_number(key) if key else element.text or ""
    for child in element:
        yield from _text(child)
        yield child.tail or ""
