"""The structure tree of the whole: the sections' trees, hung under one Document.

Nothing is re-read: the parent trees' keys are moved on by an offset, and each section's elements are hung
under the one Document element (ISO 32000-1, 14.7).
"""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name


class TagTree:
    """Takes the sections' trees in, one by one, and writes the whole at the end."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document))
        self._kids: list[pikepdf.Object] = []
        self._parents: list[object] = []
        self._ids: dict[bytes, pikepdf.Object] = {}
        self._next_key = 0

    def adopt(self, source: pikepdf.Pdf, pages: Sequence[pikepdf.Page]) -> None:
        """Take over the tree of a sheet whose pages were copied, as `pages`, just now.

        The order matters: what a tree refers to is found again only if its pages are there already.
        """
        root = self._pdf.copy_foreign(source.Root.StructTreeRoot)
        offset = self._next_key
        numbers = root.ParentTree.Nums
        for index in range(0, len(numbers), 2):
            key = int(numbers[index]) + offset
            self._parents += [key, numbers[index + 1]]
            self._next_key = max(self._next_key, key + 1)
        for page in pages:
            page.obj.StructParents = int(page.obj.StructParents) + offset
            for annotation in page.obj.get("/Annots", ()):
                if "/StructParent" in annotation:
                    annotation.StructParent = int(annotation.StructParent) + offset
        for document in root.K:
            for element in document.K:
                element.P = self._document
                if "/Lang" not in element:
                    # A section may be in another language than the whole.
                    element.Lang = source.Root.Lang
                self._kids.append(element)
        if "/IDTree" in root:
            names = root.IDTree.Names
            for index in range(0, len(names), 2):
                self._ids[bytes(names[index])] = names[index + 1]

    def write(self, language: str) -> None:
        root = Dictionary(
            Type=Name.StructTreeRoot,
            K=Array([self._document]),
            ParentTree=self._pdf.make_indirect(Dictionary(Nums=Array(self._parents))),
            ParentTreeNextKey=self._next_key,
        )
        if self._ids:
            pairs = [item for key in sorted(self._ids) for item in (pikepdf.String(key), self._ids[key])]
            root.IDTree = self._pdf.make_indirect(Dictionary(Names=Array(pairs)))
        reference = self._pdf.make_indirect(root)
        self._document.P = reference
        self._document.K = Array(self._kids)
        self._document.Lang = language
        self._pdf.Root.StructTreeRoot = reference
