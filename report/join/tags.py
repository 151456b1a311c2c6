"""The structure tree of the whole: the sections' trees, hung under one Document.

Nothing is re-read: the parent trees' keys are moved on by an offset, and each section's elements are hung
under the one Document element (ISO 32000-1, 14.7). `report/join/file_tags.py` does the same for the pages of
archived files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name


@dataclass(frozen=True, slots=True)
class Branch:
    """Elements that hang under `parent`, those of each page of a part in a list of their own."""

    parent: pikepdf.Object
    kids: tuple[list[pikepdf.Object], ...]


class TagTree:
    """Takes the sections' trees in, one by one, and writes the whole at the end."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document))
        self.ids: dict[bytes, pikepdf.Object] = {}
        self.roles: dict[str, pikepdf.Object] = {}
        self.classes: dict[str, pikepdf.Object] = {}
        self._branches: list[Branch] = []
        self._parents: dict[int, pikepdf.Object] = {}
        self._owners: dict[int, pikepdf.Object] = {}
        self._next_key = 0

    def adopt(self, source: pikepdf.Pdf, pages: Sequence[pikepdf.Object]) -> Branch:
        """Take over the tree of a sheet whose pages were copied, as `pages`, just now.

        The order matters: what a tree refers to is found again only if its pages are there already.
        """
        root = self.pdf.copy_foreign(source.Root.StructTreeRoot)
        offset = self.take_parents(number_pairs(root.ParentTree))
        for page in pages:
            self.move_page(page, offset)
        branch = self.grow(self.document, len(pages))
        for document in root.K:
            for element in document.K:
                element.P = self.document
                if "/Lang" not in element:
                    # A section may be in another language than the whole.
                    element.Lang = source.Root.Lang
                branch.kids[0].append(element)
        for name, element in name_pairs(root.get("/IDTree")):
            self.ids[name] = element
        return branch

    # ------------------------------------------------------------------------------------------------
    # What the trees of sheets and of files have in common

    def grow(self, parent: pikepdf.Object, pages: int) -> Branch:
        """A branch without elements yet, behind those that were grown before."""
        branch = Branch(parent, tuple([] for _ in range(max(1, pages))))
        self._branches.append(branch)
        return branch

    def element(self, kind: Name, parent: pikepdf.Object, **entries: Any) -> pikepdf.Object:
        """A new element of that structure type; it is still to be put among the kids of its parent."""
        return self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=kind, P=parent, **entries))

    def take_parents(self, pairs: Mapping[int, pikepdf.Object]) -> int:
        """Take over the entries of a parent tree; gives what is to be added to their keys."""
        offset = self._next_key
        for key in sorted(pairs):
            self._parents[key + offset] = pairs[key]
            self._next_key = max(self._next_key, key + offset + 1)
        return offset

    def move_page(self, page: pikepdf.Object, offset: int) -> None:
        """Add to the keys by which a page and its annotations are found in the parent tree."""
        if "/StructParents" in page:
            page.StructParents = int(page.StructParents) + offset
        for annotation in page.get("/Annots", ()):
            if "/StructParent" in annotation:
                annotation.StructParent = int(annotation.StructParent) + offset

    def mark(self, page: pikepdf.Object, element: pikepdf.Object) -> int:
        """The number (MCID) for a piece of a page's content that is `element`'s."""
        owners = self._owners.get(page.objgen[0])
        if owners is None:
            owners = self._owners[page.objgen[0]] = self._owners_of(page)
        owners.append(element)
        return len(owners) - 1

    def _owners_of(self, page: pikepdf.Object) -> pikepdf.Object:
        """The entry of the parent tree that lists the owners of the page's content."""
        if "/StructParents" in page:
            return self._parents[int(page.StructParents)]
        owners = Array()
        page.StructParents = self._enter(owners)
        return owners

    def own(self, annotation: pikepdf.Object, element: pikepdf.Object) -> None:
        """Tell the annotation whose it is."""
        annotation.StructParent = self._enter(element)

    def _enter(self, value: pikepdf.Object) -> int:
        key = self._next_key
        self._parents[key] = value
        self._next_key += 1
        return key

    def write(self, language: str) -> None:
        kids: dict[int, tuple[pikepdf.Object, list[pikepdf.Object]]] = {}
        for branch in self._branches:
            _, listed = kids.setdefault(branch.parent.objgen[0], (branch.parent, []))
            listed += (kid for page in branch.kids for kid in page)
        for parent, listed in kids.values():
            parent.K = Array(listed)
        numbers = [item for pair in self._parents.items() for item in pair]
        root = Dictionary(
            Type=Name.StructTreeRoot,
            K=Array([self.document]),
            ParentTree=self.pdf.make_indirect(Dictionary(Nums=Array(numbers))),
            ParentTreeNextKey=self._next_key,
        )
        if self.ids:
            pairs = [item for key in sorted(self.ids) for item in (pikepdf.String(key), self.ids[key])]
            root.IDTree = self.pdf.make_indirect(Dictionary(Names=Array(pairs)))
        if self.roles:
            root.RoleMap = Dictionary(self.roles)
        if self.classes:
            root.ClassMap = Dictionary(self.classes)
        reference = self.pdf.make_indirect(root)
        self.document.P = reference
        self.document.Lang = language
        self.pdf.Root.StructTreeRoot = reference


MAX_DEPTH = 64
"""Of a tree in a file: deeper ones are not followed, so that a loop ends."""


def number_pairs(tree: pikepdf.Object | None, depth: int = 0) -> dict[int, pikepdf.Object]:
    """The entries of a number tree (ISO 32000-1, 7.9.7)."""
    return {int(key): value for key, value in _pairs(tree, "/Nums", depth)}


def name_pairs(tree: pikepdf.Object | None, depth: int = 0) -> list[tuple[bytes, pikepdf.Object]]:
    """The entries of a name tree (ISO 32000-1, 7.9.6)."""
    return [(bytes(key), value) for key, value in _pairs(tree, "/Names", depth)]


def _pairs(tree: pikepdf.Object | None, kind: str, depth: int) -> list[tuple[pikepdf.Object, pikepdf.Object]]:
    if tree is None or depth > MAX_DEPTH:
        return []
    listed = tree.get(kind, Array())
    pairs = [(listed[index], listed[index + 1]) for index in range(0, len(listed) - 1, 2)]
    for kid in tree.get("/Kids", ()):
        pairs += _pairs(kid, kind, depth + 1)
    return pairs
