"""From settled sections to what `join` takes: each section with its labels and its pages' furniture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from report.compose import FurnitureKind, TemplateFillError, furniture, furniture_styles
from report.folios import Label, label_pages
from report.join import Part
from report.look import find_look
from report.misfits import refusal_problem
from report.model import Dossier, Furniture, PageFurniture, Place, Problem, Section, Sheets, error
from report.render.fonts import unite
from report.render.furniture import measure_slots, render_furniture
from report.settle import Settled

HEAD_WORDS = 7
"""The most words of a running head; of more, outloud (TAG-002) takes it for prose hidden from readers."""


SLOTS = ("folio", "page", "pages")
"""What a template may leave open: the page's folio, its number in the section, how many that has."""

_TEMPLATE = Place("templates/furniture.html")


class FurnitureError(Exception):
    """The furniture cannot be made; `problems` are for the author."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0].message)
        self.problems = tuple(problems)


def make_parts(dossier: Dossier, sections: Sequence[Section], settled: Settled) -> tuple[Part, ...]:
    """In the order of the sections. The cover has no furniture. Raises FurnitureError."""
    sheets = {key: laid_out.sheets for key, laid_out in settled.sections.items()}
    labels = label_pages(sections, {key: value.pages for key, value in sheets.items()})
    kinds = {
        section.id: [_kind(section, sheets[section.id], page) for page in range(sheets[section.id].pages)]
        for section in sections
    }
    made = _render_kinds(dossier, dict.fromkeys(kind for listed in kinds.values() for kind in listed if kind))
    return tuple(
        Part(
            section,
            sheets[section.id],
            labels[section.id],
            tuple(
                _page_furniture(made[kind], label, page, sheets[section.id].pages) if kind else None
                for page, (kind, label) in enumerate(zip(kinds[section.id], labels[section.id], strict=True))
            ),
        )
        for section in sections
    )


def _kind(section: Section, sheets: Sheets, page: int) -> FurnitureKind | None:
    if section.id == "cover":
        return None
    label = f"Annex {section.annex}" if section.annex is not None else ""
    return FurnitureKind(section.series, shortened(running_head(section, sheets, page)), label)


def _render_kinds(dossier: Dossier, kinds: Iterable[FurnitureKind]) -> dict[FurnitureKind, Furniture]:
    """All kinds in one document: what it costs to begin one is paid once."""
    kinds = list(kinds)
    look = find_look(dossier.root, furniture_styles(dossier))
    try:
        sheets, refusals = render_furniture(furniture(dossier, kinds), look)
        if refusals:
            raise FurnitureError([refusal_problem(refusal, _TEMPLATE) for refusal in refusals])
        if sheets.pages != len(kinds):
            raise ValueError(
                f"it makes {sheets.pages} pages where {len(kinds)} are wanted, one for each kind"
            )
        # A slot's place may differ by series and annex, never by running head.
        measured = {
            headless: measure_slots(furniture(dossier, [headless]), look)
            for headless in dict.fromkeys(replace(kind, head="") for kind in kinds)
        }
        _check_names(slot.name for slots, _ in measured.values() for slot in slots)
    except TemplateFillError as failed:
        raise FurnitureError([failed.problem]) from failed
    except ValueError as fault:
        raise FurnitureError(
            [error("template", f"the furniture cannot be used: {fault}", _TEMPLATE)]
        ) from fault
    all_uses = (sheets.fonts, *(uses for _, uses in measured.values()))
    sheets = replace(sheets, fonts=unite(item for uses in all_uses for item in uses.items()))
    return {
        kind: Furniture(sheets, page, measured[replace(kind, head="")][0]) for page, kind in enumerate(kinds)
    }


def _check_names(names: Iterable[str]) -> None:
    if unknown := next((name for name in names if name not in SLOTS), None):
        raise ValueError(f"there is no slot {unknown}; there are {', '.join(SLOTS)}")


def _page_furniture(furniture: Furniture, label: Label, page: int, pages: int) -> PageFurniture:
    texts = {"folio": str(label), "page": str(page + 1), "pages": str(pages)}
    return PageFurniture(furniture, {slot.name: texts[slot.name] for slot in furniture.slots})


def running_head(section: Section, sheets: Sheets, page: int) -> str:
    """The head that holds at the top of a page: the last from an earlier page, else the first on this one."""
    head = ""
    for anchor, text in section.heads:
        at = sheets.anchors[anchor].page
        if at < page or (at == page and not head):
            head = text
    return head


def shortened(head: str) -> str:
    """A running head is a few words: it must be taken in at a glance, and never for a line of the text."""
    words = head.split()
    return head if len(words) <= HEAD_WORDS else f"{' '.join(words[: HEAD_WORDS - 1])} …"
