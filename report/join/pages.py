"""The page tree: pages copied from sheets and files, and the blank ones between them.

The tree is written once, at the end: entering pages one by one costs qpdf more than copying them.
"""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name


class PageTree:
    """Collects the pages of the dossier, in order."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._root = pdf.Root.Pages
        self._kids: list[pikepdf.Object] = []

    def __len__(self) -> int:
        return len(self._kids)

    def copy(self, source: pikepdf.Pdf) -> list[pikepdf.Object]:
        """All pages of another PDF, as objects of this one."""
        pages = [self._pdf.copy_foreign(page.obj) for page in source.pages]
        for page in pages:
            page.Parent = self._root
            page.Tabs = Name.S  # ISO 14289-1, 7.18.3: in the order of the structure
        self._kids += pages
        return pages

    def add_blank(self) -> None:
        """An empty page of the size of the first one, the dossier's paper."""
        page = Dictionary(
            Type=Name.Page,
            Parent=self._root,
            MediaBox=Array(list(self._kids[0].MediaBox.as_list())),
            Resources=Dictionary(),
            Tabs=Name.S,
        )
        self._kids.append(self._pdf.make_indirect(page))

    def write(self) -> None:
        self._root.Kids = Array(self._kids)
        self._root.Count = len(self._kids)
