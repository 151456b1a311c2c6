"""Keeps every note on the page of its mark.

WeasyPrint lets a note stray to the next page, or loses it, where the line of its mark cannot move alone: in
a table's row, behind a heading, between lines that are kept together (measured with the policy `line`: a
dozen of a thousand notes of up to 300 words), or where it took back a break at the foot of the page. Here
the finished layout is searched for such notes. The page of the first one is made shorter, by a few lines,
and if that does not help by so much that the line of its mark falls to the next page and takes the note
along, and the section is laid out again. At the end the notes of shortened pages are moved down to where
they belong, at the foot.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from weasyprint.document import Page
from weasyprint.formatting_structure import boxes

from report.render.units import PX
from report.render.values import Misfit

LAYOUTS = 40
"""How often one section is laid out anew at most."""

_PAGES = 3
"""On so many pages a note was tried when it is given up: on one of them its mark stood at the top."""

_GENTLY = 4
"""So many times a page is shortened by a line before the mark is driven from it."""

_TOLERANCE = 0.5
"""CSS pixels: what rounding may add to a height."""

_MARKED = re.compile(r' id="mark:([^"]*)"')

_LINE = 14 / PX
"""By how much more a page is shortened when it was not enough, in CSS pixels."""


@dataclass(frozen=True, slots=True)
class _Stray:
    """A note that is not whole on the page of its mark. Pages count from 0, `top` is that of the mark."""

    note: str
    page: int
    top: float


def lay_out(render: Callable[[str], Any], html: str) -> tuple[Any, tuple[Misfit, ...]]:
    """Lay out the HTML until all notes stand with their marks, or no layout helps.

    `render` takes CSS to add and gives a `weasyprint.Document`. The misfits are those of the last layout.
    """
    order = {name: place for place, name in enumerate(_MARKED.findall(html))}
    shortened: dict[int, float] = {}
    tried: dict[str, Counter[int]] = defaultdict(Counter)
    for _ in range(LAYOUTS):
        document = render(_short_pages(shortened))
        if hopeless := _too_high(document):
            return document, hopeless  # which drives others from their places; no layout mends that
        strays = _strays(document, order)
        for stray in strays[:1]:
            tried[stray.note][stray.page] += 1
        movable = next((stray for stray in strays if len(tried[stray.note]) < _PAGES), None)
        if movable is None:
            break
        gently = tried[movable.note][movable.page] <= _GENTLY
        shortened = _shorten(document, shortened, movable, gently, order)
    return _notes_at_foot(document, shortened), tuple(_misfit(document, stray) for stray in strays)


def _too_high(document: Any) -> tuple[Misfit, ...]:
    """Notes that are higher than a page with one line of text."""
    misfits = []
    for page in document.pages:
        room = _room(page._page_box)
        misfits += [
            Misfit(_name(note), note.margin_height() * PX, room * PX)
            for note in _notes(page._page_box)
            if note.margin_height() > room + _TOLERANCE
        ]
    return tuple(misfits)


def _room(page: Any) -> float:
    """What a page has for notes when a single line of text stands on it, in CSS pixels."""
    area = _notes_area(page)
    return float(page.height + page.padding_bottom - (area.margin_top if area else 0.0) - _LINE)


def _shorten(
    document: Any, shortened: Mapping[int, float], stray: _Stray, gently: bool, order: Mapping[str, int]
) -> dict[int, float]:
    """End the stray's page a line earlier or above its mark; what comes behind is laid out afresh."""
    page = document.pages[stray.page]._page_box
    before = shortened.get(stray.page, 0.0)
    excess = _bottom(page) - _height_of_notes(page, stray.note, order) - _line_top(page, stray)
    kept = {number: by for number, by in shortened.items() if number < stray.page}
    return {**kept, stray.page: before + (_LINE if gently else max(excess, _LINE))}


def _short_pages(shortened: Mapping[int, float]) -> str:
    return "".join(
        f"@page :nth({page + 1}) {{ padding-bottom: {by:.3f}px }}" for page, by in shortened.items()
    )


def _bottom(page: Any) -> float:
    return float(page.content_box_y() + page.height)


def _strays(document: Any, order: Mapping[str, int]) -> list[_Stray]:
    marks: dict[str, _Stray] = {}
    whole: dict[str, int] = {}
    for number, page in enumerate(document.pages):
        bottom = _bottom(page._page_box) + _TOLERANCE
        top = page._page_box.content_box_y() - _TOLERANCE
        for anchor, (_, y1, _, y2) in page.anchors.items():
            kind, _, name = anchor.partition(":")
            if kind == "mark":
                marks.setdefault(name, _Stray(name, number, y1))
            elif kind == "note" and top <= y1 and y2 <= bottom:
                whole.setdefault(name, number)
    return [
        marks[note]
        for note in sorted(marks, key=lambda name: order.get(name, -1))
        if whole.get(note) != marks[note].page
    ]


def _line_top(page: Any, stray: _Stray) -> float:
    """The top of the line that has the mark, in CSS pixels."""
    for box in page.descendants():
        if isinstance(box, boxes.LineBox):
            marks = (child for child in box.descendants() if _id(child) == f"mark:{stray.note}")
            if next(marks, None) is not None:
                return float(box.position_y)
    return stray.top


def _id(box: Any) -> str:
    return "" if box.element is None or "::" in box.element_tag else box.element.get("id", "")


def _notes_area(page: Any) -> Any:
    return next((child for child in page.children if isinstance(child, boxes.FootnoteAreaBox)), None)


def _height_of_notes(page: Any, before: str, order: Mapping[str, int]) -> float:
    """What the notes before that one take at the foot of the page, the space above included."""
    area = _notes_area(page)
    heights = {order.get(_name(note), -1): note.margin_height() for note in area.children} if area else {}
    if not any(place < order[before] for place in heights):
        return 0.0
    return float(area.margin_height() - sum(by for place, by in heights.items() if place >= order[before]))


def _name(note: Any) -> str:
    return _id(note).partition(":")[2]


def _notes_at_foot(document: Any, shortened: Mapping[int, float]) -> Any:
    """Move the notes of shortened pages down, and gather links and anchors where they are now."""
    if not shortened:
        return document
    pages = list(document.pages)
    for number, by in shortened.items():
        if number < len(pages) and (area := _notes_area(pages[number]._page_box)):
            area.translate(dy=by)
            pages[number] = Page(pages[number]._page_box)
    return document.copy(pages)


def _misfit(document: Any, stray: _Stray) -> Misfit:
    notes = (box for each in document.pages for box in _notes(each._page_box) if _name(box) == stray.note)
    height = next((note.margin_height() for note in notes), 0.0)
    return Misfit(stray.note, height * PX, _room(document.pages[stray.page]._page_box) * PX)


def _notes(page: Any) -> list[Any]:
    area = _notes_area(page)
    return list(area.children) if area else []
