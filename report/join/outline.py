"""The PDF's outline ("bookmarks"): what stands in the contents, as a tree; files' own hang below theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pikepdf

from report.join.links import Target
from report.model import Section


def write_outline(
    pdf: pikepdf.Pdf,
    sections: Sequence[Section],
    targets: Mapping[str, Target],
    file_pages: Mapping[str, Sequence[pikepdf.Object]],
) -> None:
    """A bookmark hangs below the last one before it that has a lower level.

    `file_pages` has the pages of each section with an archived file, by its ID.
    """
    with pdf.open_outline() as outline:
        open_items: list[tuple[int, list[pikepdf.OutlineItem]]] = [(0, outline.root)]

        def add(level: int, title: str, target: Target) -> None:
            item = pikepdf.OutlineItem(title, target.destination())
            item.is_closed = level > 1
            while open_items[-1][0] >= level:
                open_items.pop()
            open_items[-1][1].append(item)
            open_items.append((level, item.children))

        for section in sections:
            for mark in section.bookmarks:
                add(mark.level, mark.title, targets[mark.anchor])
            around = open_items[-1][0]
            for own in section.file.reading.bookmarks if section.file else ():
                add(around + own.level, own.title, Target(file_pages[section.id][own.page], own.x, own.y))
    pdf.Root.PageMode = pikepdf.Name.UseOutlines
