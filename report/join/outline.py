"""The PDF's outline ("bookmarks"): what stands in the contents, as a tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pikepdf

from report.join.links import Target
from report.model import Bookmark


def write_outline(pdf: pikepdf.Pdf, bookmarks: Sequence[Bookmark], targets: Mapping[str, Target]) -> None:
    """A bookmark hangs below the last one before it that has a lower level."""
    with pdf.open_outline() as outline:
        open_items: list[tuple[int, list[pikepdf.OutlineItem]]] = [(0, outline.root)]
        for bookmark in bookmarks:
            item = pikepdf.OutlineItem(bookmark.title, targets[bookmark.anchor].destination())
            item.is_closed = bookmark.level > 1
            while open_items[-1][0] >= bookmark.level:
                open_items.pop()
            open_items[-1][1].append(item)
            open_items.append((bookmark.level, item.children))
    pdf.Root.PageMode = pikepdf.Name.UseOutlines
