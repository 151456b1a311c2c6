"""The sheets of an archived file: its pages are laid out already, and only its anchors are to be told."""

from __future__ import annotations

from report.model import PagedFile, Section, Sheets, Spot


def sheets_of(section: Section) -> Sheets:
    """`section.file` is set. The anchor `annex:N:pages` stands for its first page."""
    assert section.file is not None, f"{section.id} has an archived file"
    return Sheets(
        pdf=b"",
        pages=len(section.file.reading.pages),
        anchors={f"annex:{section.annex}:pages": Spot(0, 0, 0)} | _page_anchors(section.file, section.annex),
    )


def _page_anchors(file: PagedFile, annex: int | None) -> dict[str, Spot]:
    """Page i of the file, counted from 1 as the file has them, whichever of them are appended."""
    return {
        f"annex:{annex}:page:{page.number}": Spot(index, 0, 0)
        for index, page in enumerate(file.reading.pages)
    }
