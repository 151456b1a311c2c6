"""From WeasyPrint's boxes to one node for each HTML element, with what was drawn for it on every page.

In go the laid-out document and its painted page streams, out come the root node and all leaves that are
content. What is decoration (leaders, repeated table heads, `data-tag="Artifact"`, pictures with an empty
`alt`, margin boxes) gets no leaf: what has none is marked as an artifact by `write`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from report.render.tags.tree import Annotation, Leaf, Node
from report.render.units import PX

# Pseudo-elements whose text is a label of its own; the text of all others belongs to their element.
_LABELS = ("marker", "footnote-marker")


def gather(document: Any, streams: Sequence[Any]) -> tuple[Node, list[Leaf]]:
    page_boxes = [page._page_box for page in document.pages]
    gatherer = _Gatherer(page_boxes[0].children[0].element)
    for number, (box, stream) in enumerate(zip(page_boxes, streams, strict=True)):
        gatherer.read_page(number, box, stream._tags)
    return gatherer.root, gatherer.leaves


def _make_clickable(box: Any) -> None:
    """A line height of 0, as the marks of notes have, leaves the link no height: it gets its text's."""
    x1, y1, x2, y2 = box.link_annotation["Rect"]
    if y1 == y2:
        half = box.style["font_size"] * PX / 2
        box.link_annotation["Rect"] = pydyf.Array([x1, y1 + half, x2, y2 - half])


class _Gatherer:
    def __init__(self, html: Element) -> None:
        self.root = Node(html, "Document", block=True)
        self.leaves: list[Leaf] = []
        self._nodes: dict[Element, Node] = {html: self.root}
        self._pseudo: dict[tuple[Element, str], Node] = {}
        self._first_pages: dict[Element, int] = {}
        self._parents = {child: parent for parent in html.iter() for child in parent}
        self._order = {element: i for i, element in enumerate(html.iter())}
        self._page = 0
        self._marks: dict[Any, Any] = {}

    def read_page(self, number: int, box: Any, marks: dict[Any, Any]) -> None:
        """Read one page; `marks` are the boxes drawn as marked content, taken out one by one."""
        self._page, self._marks = number, marks
        self._visit(box, artifact=False)
        if marks:
            raise RuntimeError(f"page {number + 1}: drawn, but not found among its boxes: {list(marks)[:3]}")

    def _visit(self, box: Any, artifact: bool) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        artifact = artifact or self._is_decoration(box)
        if box.link_annotation:
            link = self._node(self._link_element(box.element))
            _make_clickable(box)
            link.kids.append(Annotation(self._page, box.link_annotation))
        if box.footnote is not None:
            self._node(box.element)  # the note's place is here, wherever on the page it is printed
        if isinstance(box, (boxes.TextBox, boxes.ReplacedBox)):
            self._read_leaf(box, artifact)
        elif not artifact and box.element is not None:
            self._read_box(box)
        for child in getattr(box, "children", ()):
            # A mark in the head of a table can bring its note along to every page.
            repeated = isinstance(box, boxes.FootnoteAreaBox) and self._is_repeated(child)
            self._visit(child, artifact or repeated)

    def _read_leaf(self, box: Any, artifact: bool) -> None:
        mark = self._marks.pop(box, None)
        if mark is None or artifact or box.style["visibility"] != "visible":
            return
        picture = isinstance(box, boxes.ReplacedBox)
        leaf = Leaf(self._page, mark["mcid"], "picture" if picture else box.text)
        self.leaves.append(leaf)
        node = self._node_of(box)
        node.kids.append(leaf)
        if picture:
            x, y = box.content_box_x(), box.content_box_y()
            node.block = isinstance(box, boxes.BlockReplacedBox)
            node.box = (self._page, (x, y, x + box.width, y + box.height))

    def _read_box(self, box: Any) -> None:
        """Note what the box itself tells of its element: block or inline, how a list is numbered."""
        if _pseudo(box) or isinstance(box, boxes.LineBox):
            return
        node = self._node(box.element)
        if node.block is None:
            node.block = not isinstance(box, boxes.InlineLevelBox)
            node.numbering = box.style["list_style_type"] if box.element_tag in ("ol", "ul") else ""

    def _is_decoration(self, box: Any) -> bool:
        if isinstance(box, boxes.MarginBox) or box.is_leader:
            return True
        if box.element is None:
            return False
        if isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer):
            return self._is_repeated(box)
        if isinstance(box, boxes.ReplacedBox) and _pseudo(box):
            return True
        get = box.element.attrib.get
        return bool(get("data-tag") == "Artifact" or (box.element_tag == "img" and get("alt") == ""))

    def _is_repeated(self, box: Any) -> bool:
        """What is printed whole on several pages is told once: on the first of them."""
        return self._first_pages.setdefault(box.element, self._page) != self._page

    def _link_element(self, element: Element) -> Element:
        """The `<a>` around a box that has a link's annotation, or the box's own element."""
        found: Element | None = element
        while found is not None and found.tag != "a":
            found = self._parents.get(found)
        return element if found is None else found

    def _node_of(self, box: Any) -> Node:
        """The node that a drawn box's text belongs to."""
        if box.element is None:
            return self.root
        pseudo = _pseudo(box)
        if pseudo in _LABELS:
            return self._label(box.element, pseudo)
        if pseudo == "footnote-call":
            return self._call(box.element)
        return self._node(box.element)

    def _label(self, element: Element, pseudo: str) -> Node:
        label = self._pseudo.get((element, pseudo))
        if label is None:
            label = self._pseudo[element, pseudo] = Node(type="Lbl")
            self._node(element).kids.insert(0, label)
        return label

    def _call(self, element: Element) -> Node:
        call = self._pseudo.get((element, "footnote-call"))
        if call is None:
            call = self._pseudo[element, "footnote-call"] = Node(type="Reference")
            siblings = self._node(self._parents[element]).kids
            siblings.insert(siblings.index(self._node(element)), call)
        return call

    def _node(self, element: Element) -> Node:
        node = self._nodes.get(element)
        if node is None:
            node = self._nodes[element] = Node(element)
            self._insert(node, element, self._node(self._parents[element]).kids)
        return node

    def _insert(self, node: Node, element: Element, siblings: list[Any]) -> None:
        """Last among its siblings so far, but before those that follow it in the HTML."""
        order = self._order
        mine = order[element]
        index = len(siblings)
        for i in range(len(siblings) - 1, -1, -1):
            other = siblings[i]
            if isinstance(other, Node) and other.element is not None:
                if order[other.element] < mine:
                    break
                index = i
        siblings.insert(index, node)


def _pseudo(box: Any) -> str:
    return str(box.element_tag or "").rpartition("::")[2] if "::" in str(box.element_tag or "") else ""
