"""Writes the file's own tags for the fitted pages: in go nodes and pages, out comes a structure tree.

The content of each page is a form, so every marked piece is named with its stream (ISO 32000-1, 14.7.4.2,
Stm) and the forms, not the pages, have keys in the parent tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from report.read.pdf.assemble import Fitted
from report.read.pdf.geometry import common, moved_box
from report.read.pdf.structure import SPOKEN, Linked, Mark, Node
from report.read.pdf.tree import SourcePage
from report.read.pdf.values import Key, key


def write_tags(
    pdf: pikepdf.Pdf,
    top: Node,
    sources: Sequence[SourcePage],
    pages: Sequence[pikepdf.Object],
    fitted: Sequence[Fitted],
) -> None:
    """Into the new catalog. `pages` are the written pages of `sources`, as in `fitted`."""
    content = sha256(b"".join(one.content.read_raw_bytes() for one in fitted))
    writer = _Writer(pdf, content.hexdigest()[:12])
    for source, page, one in zip(sources, pages, fitted, strict=True):
        writer.add(key(source.object), page, one)
    writer.write(top)


class _Writer:
    def __init__(self, pdf: pikepdf.Pdf, prefix: str) -> None:
        self._pdf = pdf
        self._prefix = prefix
        self._pages: dict[Key | None, pikepdf.Object] = {}
        self._forms: dict[Key | None, Stream] = {}
        self._fitted: dict[Key | None, Fitted] = {}
        self._links: dict[Key | None, pikepdf.Object] = {}
        self._parents: dict[Key | None, dict[int, pikepdf.Object]] = {}
        self._linked: list[tuple[pikepdf.Object, pikepdf.Object]] = []
        self._ids: list[tuple[bytes, pikepdf.Object]] = []

    def add(self, source: Key | None, page: pikepdf.Object, one: Fitted) -> None:
        self._pages[source], self._forms[source], self._parents[source] = page, one.content, {}
        self._fitted[source] = one
        self._links.update(one.links)
        page.Tabs = Name.S  # ISO 14289-1, 7.18.3

    def write(self, top: Node) -> None:
        root = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        root.K = Array([self._element(top, root)])
        numbers: list[Any] = []
        for count, (source, parents) in enumerate(self._parents.items()):
            self._forms[source].StructParents = count
            elements = [parents.get(number) for number in range(max(parents, default=-1) + 1)]
            numbers += [count, self._pdf.make_indirect(Array(elements))]
        for count, (link, element) in enumerate(self._linked, start=len(self._parents)):
            link.StructParent = count
            numbers += [count, element]
        root.ParentTree = self._pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        root.ParentTreeNextKey = len(numbers) // 2
        if self._ids:
            named = [item for found, element in self._ids for item in (String(found), element)]
            root.IDTree = Dictionary(Names=Array(named))
        self._pdf.Root.StructTreeRoot = root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _element(self, node: Node, parent: pikepdf.Object) -> pikepdf.Object:
        element = self._pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{node.type}"), P=parent))
        for entry, words in node.texts.items():
            element[f"/{entry}"] = String(words)
        if node.cells:
            element.A = Dictionary(O=Name.Table)
            for entry, value in node.cells.items():
                element.A[f"/{entry}"] = Name(value) if isinstance(value, str) else value
        where = _first_page(node) if node.type in SPOKEN else None
        if where is not None:  # ISO 14289-1, 7.3; where the file gives no box, the page's is true, if wide
            one = self._fitted[where]
            box = moved_box(one.fit.matrix, common(node.box or one.box, one.box) or one.box)
            element.Pg = self._pages[where]
            element.A = Dictionary(O=Name.Layout, BBox=Array([round(value, 2) for value in box]))
        if node.type == "Note":  # ISO 14289-1, 7.9: each has an ID of its own
            found = f"{self._prefix}-{len(self._ids) + 1:06d}".encode()
            element.ID = String(found)
            self._ids.append((found, element))
        kids = [self._kid(kid, element) for kid in node.kids]
        element.K = Array([kid for kid in kids if kid is not None])
        return element

    def _kid(self, kid: Node | Mark | Linked, element: pikepdf.Object) -> pikepdf.Object | None:
        if isinstance(kid, Node):
            return self._element(kid, element)
        page = self._pages[kid.page]
        if isinstance(kid, Mark):
            self._parents[kid.page][kid.number] = element
            return Dictionary(Type=Name.MCR, Pg=page, Stm=self._forms[kid.page], MCID=kid.number)
        link = self._links.get(kid.annotation)
        if link is None:
            return None
        self._linked.append((link, element))
        return Dictionary(Type=Name.OBJR, Pg=page, Obj=link)


def _first_page(node: Node) -> Key | None:
    """The page on which an element begins."""
    for kid in node.kids:
        found = _first_page(kid) if isinstance(kid, Node) else kid.page
        if found is not None:
            return found
    return None
