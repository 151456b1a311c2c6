"""From settled sections to what `join` takes: each section with its labels and its pages' furniture."""

from __future__ import annotations

from collections.abc import Sequence

from report.compose import FURNITURE_STYLES, furniture
from report.folios import label_pages
from report.join import Part
from report.look import Look, find_look
from report.model import Dossier, Furniture, PageFurniture, Section, Series, Sheets
from report.render.furniture import render_furniture
from report.settle import Settled


def make_parts(dossier: Dossier, sections: Sequence[Section], settled: Settled) -> tuple[Part, ...]:
    """In the order of the sections. The cover has no furniture."""
    sheets = {key: laid_out.sheets for key, laid_out in settled.sections.items()}
    labels = label_pages(sections, {key: value.pages for key, value in sheets.items()})
    look = find_look(dossier.root, FURNITURE_STYLES)
    return tuple(
        Part(
            section,
            sheets[section.id],
            labels[section.id],
            tuple(
                _page_furniture(dossier, look, section, sheets[section.id], page, str(label))
                for page, label in enumerate(labels[section.id])
            ),
        )
        for section in sections
    )


def _page_furniture(
    dossier: Dossier, look: Look, section: Section, sheets: Sheets, page: int, folio: str
) -> PageFurniture | None:
    if section.id == "cover":
        return None
    label = f"Annex {section.annex}" if section.series is Series.ANNEX else None
    html = furniture(dossier, section.series, running_head(section, sheets, page), label)
    made: Furniture = render_furniture(html, look)
    texts = {"folio": folio, "page": str(page + 1), "pages": str(sheets.pages)}
    return PageFurniture(made, {slot.name: texts[slot.name] for slot in made.slots})


def running_head(section: Section, sheets: Sheets, page: int) -> str:
    """The head of the last anchor that stands on an earlier page or first on this one."""
    head = section.heads[0][1] if section.heads else ""
    for anchor, text in section.heads:
        spot = sheets.anchors.get(anchor)
        if spot is not None and spot.page < page:
            head = text
    if section.heads:
        on_page = [text for anchor, text in section.heads if sheets.anchors[anchor].page == page]
        if on_page and head == section.heads[0][1] and sheets.anchors[section.heads[0][0]].page == page:
            head = on_page[0]
    return head
