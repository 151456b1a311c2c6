"""Running heads, folios and stamps: each kind is laid out once, and only its numbers differ by page.

In goes the HTML of pages of furniture, whose varying texts are elements with a `data-slot`; out come those
pages as sheets, the slots hidden, and where each slot's text stands and in which glyphs. Kinds are laid out
in lots (`lots.py`), side by side, and what is in a lot depends on its kinds alone: a new kind is one lot to
lay out. All lots share the glyphs, a page for each way in which slots are set.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from report.door import PROGRAM
from report.look import Stylesheet
from report.memory import Remember, forgetful
from report.model import Sheets, Slot
from report.render.fonts import unite
from report.render.glyphs import drawn
from report.render.layers import MARKER, take_apart
from report.render.values import Drawn, Placed, Refusal, Request

CHARACTERS = "0123456789ivxlcdmABCDEFGHIJKLMNOPQRSTUVWXYZ-–[]/ "
"""What the numbers of pages and annexes are made of."""

_SLOT = re.compile(r'(<[a-z]+(?:\s[^<>]*?)?\sdata-slot="([a-z0-9-]+)")([^<>]*>)([^<>]*)(</)')
_PLAIN = "[data-slot] { direction: ltr; font-kerning: none; font-variant-ligatures: none }"
# Said often, so that no colour of a house style outweighs it (CSS Selectors 4, 17).
_MARKED = f"{_PLAIN} {'[data-slot]' * 12} {{ color: {MARKER} !important; visibility: visible }}"


@dataclass(frozen=True, slots=True)
class RenderedFurniture:
    """`layers` are those of each kind: pages of `sheets`, and slots between them, in the order of drawing.

    Where there are `refusals` (what was not read), there are none.
    """

    sheets: Sheets
    layers: tuple[tuple[int | Slot, ...], ...]
    refusals: tuple[Refusal, ...] = ()


Draw = Callable[[Sequence[Request]], Sequence[Drawn]]
"""Lays out pages of furniture (`drawing.draw`, of each), wherever it is done."""

Write = Callable[[Sequence[int]], str]
"""The HTML of some kinds, by number, a page each."""


def render_furniture(
    lots: Sequence[Sequence[int]],
    write: Write,
    look: Sequence[Stylesheet],
    draw: Draw,
    remember: Remember = forgetful,
) -> tuple[RenderedFurniture, ...]:
    """Lay out the kinds of furniture of each lot, by number. `write` gives the HTML of some of them.

    Raises ValueError when a kind is not one page, a slot is set in more than one font, or it is not laid out.
    """
    pages = [write(lot) for lot in lots]
    made = draw([_request(_numbered(html, ""), look, _MARKED) for html in pages])
    if any(one.refusals for one in made):
        return tuple(RenderedFurniture(one.sheets, (), one.refusals) for one in made)
    for lot, html, one in zip(lots, pages, made, strict=True):
        _check(lot, html, one)
    kinds = [kind for lot in lots for kind in lot]
    placed = [page for one in made for page in one.placed]
    chosen = _one_of_each_type(placed)
    measured: Drawn | None = None
    if chosen:
        measured = draw([_measuring(kinds, placed, chosen, write, look)])[0]
    glyphs = _glyphs(placed, chosen, measured.sheets.pdf) if measured else {}
    return tuple(
        remember(f"furniture:{number}", (one, measured), partial(_assemble, one, glyphs, measured))
        for number, one in enumerate(made)
    )


def _check(lot: Sequence[int], html: str, made: Drawn) -> None:
    if made.fault:
        raise ValueError(made.fault)
    if made.sheets.pages != len(lot):
        raise ValueError(f"it makes {made.sheets.pages} pages where {len(lot)} are wanted, one for each kind")
    seen = {item.number for page in made.placed for item in page}
    for number, match in enumerate(_SLOT.finditer(html)):
        if number not in seen:
            raise ValueError(f"the slot {match[2]} was not laid out")


def _assemble(
    made: Drawn, glyphs: Mapping[tuple[str, ...], _Glyphs], measured: Drawn | None
) -> RenderedFurniture:
    """What was drawn, taken apart at its slots, and the glyphs of each."""
    sheets, placed = made.sheets, made.placed
    uses = measured.sheets.fonts.items() if measured else ()
    pdf, found = take_apart(sheets.pdf, [[item.start for item in page] for page in placed])
    layers = tuple(
        tuple(
            number if kind == "words" else _slot(page[number], glyphs[page[number].type])
            for kind, number in one
        )
        for page, one in zip(placed, found, strict=True)
    )
    fonts = unite([*sheets.fonts.items(), *uses])
    return RenderedFurniture(replace(sheets, pdf=pdf, fonts=fonts), layers)


def _numbered(html: str, characters: str, among: frozenset[int] = frozenset()) -> str:
    """The slots numbered, and something in each: the characters in those `among`, else its own text."""
    numbers = iter(range(len(html)))

    def write(match: re.Match[str]) -> str:
        number = next(numbers)
        text = characters if number in among else match[4] or "0"
        empty = "" if match[4] else " data-empty"
        return f'{match[1]} data-number="{number}"{empty}{match[3]}{text}{match[5]}'

    return _SLOT.sub(write, html)


def _request(html: str, look: Sequence[Stylesheet], css: str) -> Request:
    return Request(html, (*look, Stylesheet("furniture", f"{PROGRAM}styles/", css)))


@dataclass(frozen=True, slots=True)
class _Glyphs:
    font: str
    size: float
    glyphs: dict[str, int]
    paint: bytes


def _one_of_each_type(placed: Sequence[Sequence[Placed]]) -> dict[tuple[str, ...], tuple[int, int]]:
    """A slot of each type: the place of its page, and its own on that."""
    chosen: dict[tuple[str, ...], tuple[int, int]] = {}
    for kind, page in enumerate(placed):
        for index, item in enumerate(page):
            chosen.setdefault(item.type, (kind, index))
    return chosen


def _measuring(
    kinds: Sequence[int],
    placed: Sequence[Sequence[Placed]],
    chosen: Mapping[tuple[str, ...], tuple[int, int]],
    write: Write,
    look: Sequence[Stylesheet],
) -> Request:
    """All characters in the chosen slots, everything else hidden, to see what is drawn."""
    pages = [page for page, _ in chosen.values()]
    ends = [0]
    for page in pages:
        ends.append(ends[-1] + len(placed[page]))
    numbers = frozenset(end + index for end, (_, index) in zip(ends, chosen.values(), strict=False))
    shown = ", ".join(f'[data-number="{number}"]' for number in sorted(numbers))
    css = (
        f"{_PLAIN} body, body * {{ visibility: hidden }} {shown} {{ visibility: visible; white-space: pre }}"
    )
    return _request(_numbered(write([kinds[page] for page in pages]), CHARACTERS, numbers), look, css)


def _glyphs(
    placed: Sequence[Sequence[Placed]], chosen: Mapping[tuple[str, ...], tuple[int, int]], pdf: bytes
) -> dict[tuple[str, ...], _Glyphs]:
    glyphs = {}
    for (style, (kind, index)), (font, size, found, paint) in zip(chosen.items(), drawn(pdf), strict=True):
        if len(found) != len(CHARACTERS):
            name = placed[kind][index].name
            raise ValueError(f"the slot {name} is not set glyph by glyph in one font")
        glyphs[style] = _Glyphs(font, size, dict(zip(CHARACTERS, found, strict=True)), paint)
    return glyphs


def _slot(item: Placed, glyphs: _Glyphs) -> Slot:
    return Slot(
        item.name,
        item.x,
        item.y,
        item.align,
        glyphs.font,
        glyphs.size,
        glyphs.glyphs,
        item.spacing,
        glyphs.paint,
        item.area,
    )
