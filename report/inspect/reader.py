"""pypdf's reader, without what costs it most: it reads every page before it gives one."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from pypdf import PdfReader


class FlatReader(PdfReader):
    """For a PDF whose page tree is one flat list, as ours is; others seem to have too few pages."""

    @cached_property
    def page_references(self) -> list[Any]:
        """The pages, as references, unread."""
        tree: Any = self.root_object["/Pages"]
        kids = list.__iter__(tree.get("/Kids", []))
        return list(kids)

    def get_num_pages(self) -> int:
        return len(self.page_references)
