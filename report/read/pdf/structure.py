"""The file's own tags, if they are sound: in goes its catalog, out comes a tree of plain nodes, or None.

Sound means that a screen reader gets what the page shows, in standard types that nest as they should, every
figure with words (ISO 32000-1, 14.7 and 14.8; ISO 14289-1, 7). What is not sound is better left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from report.read.pdf.geometry import Box, sorted_box
from report.read.pdf.values import Key, dictionary, items, key, lookup, name, number, numbers, text

STANDARD = frozenset(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H1 H2 H3 H4 H5 H6 L LI"
    " Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Figure"
    " Formula".split()
)
"""ISO 32000-1, 14.8.4, without Ruby and Warichu, forms (they are flattened) and the unnumbered H."""

_PARENTS = {
    "LI": {"L"}, "LBody": {"LI"}, "TOCI": {"TOC"}, "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"}, "TD": {"TR"}, "THead": {"Table"}, "TBody": {"Table"}, "TFoot": {"Table"},
}  # fmt: skip
_KIDS = {
    "L": {"L", "LI", "Caption"}, "LI": {"Lbl", "LBody"}, "TOC": {"TOC", "TOCI", "Caption"},
    "TOCI": {"Lbl", "Reference", "NonStruct", "P", "TOC"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"}, "TR": {"TH", "TD"},
    "THead": {"TR"}, "TBody": {"TR"}, "TFoot": {"TR"},
}  # fmt: skip
SPOKEN = ("Figure", "Formula")
_DEEPEST = 100
_MOST = 500_000
_LANGUAGE = re.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked piece of content: of the page with this key, or of a form on it."""

    page: Key
    stream: Key | None
    number: int


@dataclass(frozen=True, slots=True)
class Linked:
    """A reference to an annotation (OBJR)."""

    page: Key
    annotation: Key


@dataclass(slots=True)
class Node:
    """An element: `type` is a standard one, `texts` its Alt, ActualText, E and Lang by their keys in PDF.

    `cells` are attributes of a table's cell: ColSpan, RowSpan, Scope. `box` is that of a figure, in default
    user space, if the file gives it.
    """

    type: str
    texts: dict[str, str] = field(default_factory=dict)
    cells: dict[str, int | str] = field(default_factory=dict)
    kids: list[Node | Mark | Linked] = field(default_factory=list)
    box: Box | None = None


class UnsoundError(Exception):
    """The tags are not such that they could be kept."""


def structure(root: Any) -> Node | None:
    """The tree under one Document; None for a file that is not tagged, or not soundly."""
    tree = dictionary(root, "/StructTreeRoot")
    if tree is None or lookup(root, "/MarkInfo", "/Marked") is not True:
        return None
    if lookup(root, "/MarkInfo", "/Suspects") is True:
        return None
    reader = _Reader(dictionary(tree, "/RoleMap"))
    top = Node("Document")
    try:
        for kid in _several(lookup(tree, "/K")):
            reader.take(kid, top, None, 0)
        if len(top.kids) == 1 and isinstance(top.kids[0], Node) and top.kids[0].type == "Document":
            top = top.kids[0]
        check(top)
    except UnsoundError:
        return None
    language = text(lookup(root, "/Lang"))
    if _LANGUAGE.fullmatch(language):
        top.texts.setdefault("Lang", language)
    return top


class _Reader:
    def __init__(self, roles: pikepdf.Object | None) -> None:
        self._roles = roles
        self._seen: set[Key] = set()
        self._count = 0

    def take(self, kid: Any, parent: Node, page: Key | None, depth: int) -> None:
        """One of an element's kids (ISO 32000-1, table 323, K), into the parent."""
        self._count += 1
        if depth > _DEEPEST or self._count > _MOST:
            raise UnsoundError
        if isinstance(kid, int) and page is not None:
            parent.kids.append(Mark(page, None, kid))
        elif isinstance(kid, pikepdf.Dictionary):
            self._dictionary(kid, parent, key(kid.get("/Pg")) or page, depth)
        elif kid is not None:
            raise UnsoundError

    def _dictionary(self, kid: Any, parent: Node, page: Key | None, depth: int) -> None:
        kind = name(kid, "/Type")
        if kind == "/MCR":
            found, stream = lookup(kid, "/MCID"), lookup(kid, "/Stm")
            if page is None or not isinstance(found, int) or (stream is not None and key(stream) is None):
                raise UnsoundError
            parent.kids.append(Mark(page, key(stream), found))
        elif kind == "/OBJR":
            annotation = key(lookup(kid, "/Obj"))
            if page is not None and annotation is not None:
                parent.kids.append(Linked(page, annotation))
        else:
            self._element(kid, parent, page, depth)

    def _element(self, element: Any, parent: Node, page: Key | None, depth: int) -> None:
        found = key(element)
        if found is None or found in self._seen:
            raise UnsoundError  # a loop, or an element with two parents
        self._seen.add(found)
        node = Node(self._type(name(element, "/S")))
        for entry in ("Alt", "ActualText", "E"):
            words = text(lookup(element, f"/{entry}"))
            if words:
                node.texts[entry] = words
        language = text(lookup(element, "/Lang"))
        if _LANGUAGE.fullmatch(language):
            node.texts["Lang"] = language
        if node.type in ("TH", "TD"):
            node.cells = _cells(element)
        if node.type in SPOKEN:
            node.box = _figure_box(element)
        for kid in _several(lookup(element, "/K")):
            self.take(kid, node, page, depth + 1)
        if parent.type == "TOCI" and node.type in ("Link", "Span"):
            node = Node("Reference", kids=[node])  # table 333: what a line of a table of contents holds
        parent.kids.append(node)

    def _type(self, kind: str) -> str:
        """The standard type, by the file's own map of roles (14.7.3)."""
        for _ in range(16):
            if kind[1:] in STANDARD:
                return kind[1:]
            kind = name(self._roles, kind)
            if not kind:
                break
        raise UnsoundError


def check(top: Node) -> None:
    """Raises UnsoundError for what does not nest, for a figure without words, a table without headers."""
    level = 0
    for parent, node in _pairs(top):
        allowed = _KIDS.get(parent.type)
        if node.type in _PARENTS and parent.type not in _PARENTS[node.type]:
            raise UnsoundError
        if allowed is not None and node.type not in allowed:
            raise UnsoundError
        if node.type in SPOKEN and not (node.texts.get("Alt") or node.texts.get("ActualText")):
            raise UnsoundError
        if node.type == "Table" and not any(cell.type == "TH" for _, cell in _pairs(node)):
            raise UnsoundError
        if node.type in ("Document", "Annot"):
            raise UnsoundError
        if re.fullmatch("H[1-6]", node.type):
            if int(node.type[1]) > level + 1:
                raise UnsoundError
            level = int(node.type[1])


def _pairs(top: Node) -> Iterator[tuple[Node, Node]]:
    """Each element below, with the one above it, in the order of reading."""
    stack = [(top, kid) for kid in reversed(top.kids) if isinstance(kid, Node)]
    while stack:
        parent, node = stack.pop()
        yield parent, node
        stack.extend((node, kid) for kid in reversed(node.kids) if isinstance(kid, Node))


def _several(kids: Any) -> list[Any]:
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _cells(element: Any) -> dict[str, int | str]:
    """Table attributes (table 349); others are about looks."""
    found: dict[str, int | str] = {}
    for one in _attributes(element, "/Table"):
        for entry in ("ColSpan", "RowSpan"):
            span = number(lookup(one, f"/{entry}"))
            if span is not None and 1 < span < 1000:
                found[entry] = int(span)
        if name(one, "/Scope") in ("/Row", "/Column", "/Both"):
            found["Scope"] = name(one, "/Scope")
    return found


def _figure_box(element: Any) -> Box | None:
    """A layout attribute (table 344, BBox)."""
    for one in _attributes(element, "/Layout"):
        found = numbers(lookup(one, "/BBox"), 4)
        if found is not None:
            return sorted_box(found)
    return None


def _attributes(element: Any, owner: str) -> Iterator[Any]:
    """Attribute objects of an owner (14.7.5), without revision numbers and classes."""
    found = lookup(element, "/A")
    for one in items(element, "/A") if isinstance(found, pikepdf.Array) else [found]:
        if name(one, "/O") == owner:
            yield one


def pruned(node: Node, kept: Mapping[Key, Any]) -> Node:
    """The tree without what stands on other pages than those in `kept`, and without what is empty then."""
    kids: list[Node | Mark | Linked] = []
    for kid in node.kids:
        if isinstance(kid, Node):
            smaller = pruned(kid, kept)
            if smaller.kids or smaller.type in ("TD", "TH"):
                kids.append(smaller)
        elif kid.page in kept:
            kids.append(kid)
    if node.type == "TR" and not any(isinstance(kid, Node) and kid.kids for kid in kids):
        kids = []
    return Node(node.type, node.texts, node.cells, kids, node.box)
