"""From settled sections to what `join` takes: each section with its labels and its pages' furniture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from report.compose import FurnitureKind, TemplateFillError, furniture, furniture_styles
from report.join import Part
from report.late import late_keys
from report.look import find_look
from report.memory import Remember, forgetful
from report.misfits import refusal_problem
from report.model import (
    NO_IMPRINT,
    Dossier,
    Furniture,
    Highlight,
    Imprint,
    Note,
    PageFurniture,
    Place,
    Problem,
    Section,
    Sheets,
    error,
)
from report.numbering import Numbered, number_pages, numbering_of
from report.numerals import Label
from report.render.furniture import Draw, render_furniture
from report.render.lots import lots_of
from report.settle import Settled
from report.stamps import Stamp, Stamper

HEAD_WORDS = 7
"""The most words of a running head; of more, outloud (TAG-002) takes it for prose hidden from readers."""


SLOTS = ("folio", "annex", "page", "pages", "bates")
"""What a template may leave open, beside `note-1`, `note-2`, …: the page's folio; of an annex its number, the
page's number in it, how many it has, the Bates number."""

_TEMPLATE = Place("templates/furniture.html")


class FurnitureError(Exception):
    """The furniture cannot be made; `problems` are for the author."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0].message)
        self.problems = tuple(problems)


def make_parts(
    dossier: Dossier,
    sections: Sequence[Section],
    settled: Settled,
    draw: Draw,
    cited_by: Mapping[str, Sequence[Note]] | None = None,
    highlights: Mapping[tuple[int, int], tuple[Highlight, ...]] | None = None,
    remember: Remember = forgetful,
    imprint: Imprint = NO_IMPRINT,
) -> tuple[Part, ...]:
    """In the order of the sections. Raises FurnitureError.

    `draw` lays out furniture. `cited_by` has the notes that cite a page of an annex, by an
    anchor on that page; `highlights` the quoted passages, by annex and page of its file; `imprint` is
    said on every page.
    """
    marked = highlights or {}
    numbering = numbering_of(dossier)
    sheets = {key: laid_out.sheets for key, laid_out in settled.sections.items()}
    numbered = number_pages(sections, {key: value.pages for key, value in sheets.items()}, numbering)
    stamper = Stamper(dossier, cited_by or {})
    stamps = {section.id: stamper.stamps(section, sheets[section.id]) for section in sections}
    kinds = {
        section.id: _kinds(
            dossier, section, sheets[section.id], numbered[section.id], stamps[section.id], imprint
        )
        for section in sections
    }
    # What is said on every page is said on the empty ones too, which are all on the back of others.
    blanks = {
        section.id: FurnitureKind(section.series, verso=True, unnumbered=True)
        for section in sections
        if numbering.duplex and imprint != NO_IMPRINT
    }
    wanted = dict.fromkeys(kind for listed in (*kinds.values(), blanks.values()) for kind in listed if kind)
    made = _render_kinds(dossier, wanted, imprint, draw, remember)
    return tuple(
        Part(
            section,
            sheets[section.id],
            numbered[section.id].labels,
            tuple(
                _page_furniture(made[kind], label, stamp, _marks(section, page, marked)) if kind else None
                for page, (kind, label, stamp) in enumerate(
                    zip(kinds[section.id], numbered[section.id].labels, stamps[section.id], strict=True)
                )
            ),
            stamper.names(section),
            numbered[section.id].blank,
            numbering.duplex,
            settled.late.texts(late_keys(settled.sections[section.id].html)),
            settled.sections[section.id].rendered.body,
            PageFurniture(made[blanks[section.id]], {}) if section.id in blanks else None,
        )
        for section in sections
    )


def _kinds(
    dossier: Dossier,
    section: Section,
    sheets: Sheets,
    numbered: Numbered,
    stamps: Sequence[Stamp | None],
    imprint: Imprint,
) -> list[FurnitureKind | None]:
    """The kind of each page. A cover has a number only where every page is to have one."""
    numbering = numbering_of(dossier)
    assert numbered.first is not None, "all sections are laid out"
    unnumbered = section.id == "cover" and numbering.pagination == "labelled"
    if unnumbered and imprint == NO_IMPRINT:
        return [None] * sheets.pages
    kinds: list[FurnitureKind | None] = []
    for page, stamp in enumerate(stamps):
        verso = numbering.duplex and (numbered.first + page) % 2 == 1
        head = "" if section.file or section.id == "cover" else shortened(running_head(section, sheets, page))
        kinds.append(
            stamp.kind(head, verso, _lies(section, page))
            if stamp
            else FurnitureKind(section.series, head, verso, unnumbered=unnumbered)
        )
    return kinds


def _lies(section: Section, page: int) -> bool:
    """Whether a page is wider than high: its stamp then stands at the sides of the wider paper."""
    if section.file is None:
        return False
    shown = section.file.reading.pages[page]
    return shown.width > shown.height


def _render_kinds(
    dossier: Dossier, kinds: Iterable[FurnitureKind], imprint: Imprint, draw: Draw, remember: Remember
) -> dict[FurnitureKind, Furniture]:
    kinds = list(kinds)
    look = find_look(dossier.root, furniture_styles(dossier))

    def write(numbers: Sequence[int]) -> str:
        return furniture(dossier, [kinds[number] for number in numbers], imprint, remember)

    try:
        lots = lots_of(list(map(repr, kinds)))
        made = render_furniture(lots, write, look, draw, remember)
        if refusals := dict.fromkeys(refusal for one in made for refusal in one.refusals):
            raise FurnitureError([refusal_problem(refusal, _TEMPLATE) for refusal in refusals])
        furnitures = {
            kinds[number]: Furniture(one.sheets, layers)
            for lot, one in zip(lots, made, strict=True)
            for number, layers in zip(lot, one.layers, strict=True)
        }
        _check_names(slot.name for furniture in furnitures.values() for slot in furniture.slots)
    except TemplateFillError as failed:
        raise FurnitureError([failed.problem]) from failed
    except ValueError as fault:
        raise FurnitureError(
            [error("template", f"the furniture cannot be used: {fault}", _TEMPLATE)]
        ) from fault
    return furnitures


def _check_names(names: Iterable[str]) -> None:
    if unknown := next((name for name in names if name not in SLOTS and not name.startswith("note-")), None):
        raise ValueError(f"there is no slot {unknown}; there are {', '.join(SLOTS)}")


def _marks(
    section: Section, page: int, highlights: Mapping[tuple[int, int], tuple[Highlight, ...]]
) -> tuple[Highlight, ...]:
    if section.file is None or section.annex is None:
        return ()
    return highlights.get((section.annex, section.file.reading.pages[page].number), ())


def _page_furniture(
    furniture: Furniture, label: Label, stamp: Stamp | None, marks: tuple[Highlight, ...]
) -> PageFurniture:
    texts = {"folio": str(label), **(stamp.texts if stamp else {})}
    wanted = {slot.name: texts.get(slot.name, "") for slot in furniture.slots}
    return PageFurniture(furniture, wanted, stamp.links if stamp else {}, marks)


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
