"""The structure tree of an archived file, new or its own, before it is hung under the dossier's.

`report/join/file_tags.py` fills it. The trees of sections are ready as they are (`report/objects/sheet.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name


@dataclass(frozen=True, slots=True)
class Branch:
    """Elements that hang under `parent`, those of each page of a file in a list of their own."""

    parent: pikepdf.Object
    kids: tuple[list[pikepdf.Object], ...]


class FileTags:
    """`outside` says, by object number, what stands for something that is not in the file."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.outside: dict[int, str] = {}
        self.document = self.stand_in("document")
        self.ids: dict[bytes, pikepdf.Object] = {}
        self.roles: dict[str, bytes] = {}
        self.classes: dict[str, pikepdf.Object] = {}
        self.parents: dict[int, pikepdf.Object] = {}
        self._next_key = 0

    def stand_in(self, name: str) -> pikepdf.Object:
        """An object in place of one that is outside of the file."""
        item = self.pdf.make_indirect(Dictionary())
        self.outside[item.objgen[0]] = name
        return item

    def element(self, kind: Name, parent: pikepdf.Object, **entries: Any) -> pikepdf.Object:
        """A new element of that structure type; it is still to be put among the kids of its parent."""
        return self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=kind, P=parent, **entries))

    def take_parents(self, pairs: Mapping[int, pikepdf.Object]) -> None:
        """Take the entries of the file's parent tree."""
        self.parents.update(pairs)
        self._next_key = max(self.parents, default=-1) + 1

    def enter(self, value: pikepdf.Object) -> int:
        """A new entry of the parent tree; gives its key."""
        key = self._next_key
        self.parents[key] = value
        self._next_key += 1
        return key

    def own(self, annotation: pikepdf.Object, element: pikepdf.Object) -> None:
        """Tell the annotation whose it is."""
        annotation.StructParent = self.enter(element)


MAX_DEPTH = 64
"""Of a tree in a file: deeper ones are not followed, so that a loop ends."""


def number_pairs(tree: pikepdf.Object | None, depth: int = 0) -> dict[int, pikepdf.Object]:
    """The entries of a number tree (ISO 32000-1, 7.9.7)."""
    if tree is None or depth > MAX_DEPTH:
        return {}
    listed = tree.get("/Nums", Array())
    pairs = {int(listed[index]): listed[index + 1] for index in range(0, len(listed) - 1, 2)}
    for kid in tree.get("/Kids", ()):
        pairs |= number_pairs(kid, depth + 1)
    return pairs
