"""From settled sections to what `join` takes: each section with its labels and its pages' furniture."""

from __future__ import annotations

from collections.abc import Sequence

from report.compose import furniture, furniture_styles
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
    look = find_look(dossier.root, furniture_styles(dossier))
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
    """The head that holds at the top of a page: the last from an earlier page, else the first on this one."""
    head = ""
    for anchor, text in section.heads:
        at = sheets.anchors[anchor].page
        if at < page or (at == page and not head):
            head = text
    return head
