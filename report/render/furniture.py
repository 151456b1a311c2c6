"""Running heads, folios and stamps: each kind is laid out once, and only its numbers differ by page.

In goes the HTML of pages of furniture, whose varying texts are elements with a `data-slot`; out come those
pages as sheets, the slots hidden, and where each slot's text stands and in which glyphs. However many kinds
there are, they are laid out once; once more for the glyphs, a page for each way in which slots are set.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from report.door import PROGRAM
from report.look import Stylesheet
from report.model import FontUse, Sheets, Slot
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


Draw = Callable[[Request], Drawn]
"""Lays out pages of furniture (`drawing.draw`), wherever it is done."""


def render_furniture(
    kinds: int, write: Callable[[Sequence[int]], str], look: Sequence[Stylesheet], draw: Draw
) -> RenderedFurniture:
    """Lay out so many kinds of furniture. `write` gives the HTML of some of them, by number, a page each.

    Raises ValueError when a kind is not one page, a slot is set in more than one font, or it is not laid out.
    """
    html = write(range(kinds))
    made = draw(_request(_numbered(html, ""), look, _MARKED))
    sheets, placed = made.sheets, made.placed
    if made.refusals:
        return RenderedFurniture(sheets, (), made.refusals)
    if made.fault:
        raise ValueError(made.fault)
    if sheets.pages != kinds:
        raise ValueError(f"it makes {sheets.pages} pages where {kinds} are wanted, one for each kind")
    seen = {item.number for page in placed for item in page}
    for number, match in enumerate(_SLOT.finditer(html)):
        if number not in seen:
            raise ValueError(f"the slot {match[2]} was not laid out")
    glyphs, uses = _measure(placed, write, look, draw)
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


def _measure(
    placed: Sequence[Sequence[Placed]],
    write: Callable[[Sequence[int]], str],
    look: Sequence[Stylesheet],
    draw: Draw,
) -> tuple[dict[tuple[str, ...], _Glyphs], list[tuple[str, FontUse]]]:
    """Set all characters in one slot of each type, everything else hidden, and see what was drawn."""
    chosen: dict[tuple[str, ...], tuple[int, int]] = {}
    for kind, page in enumerate(placed):
        for index, item in enumerate(page):
            chosen.setdefault(item.type, (kind, index))
    if not chosen:
        return {}, []
    kinds = [kind for kind, _ in chosen.values()]
    ends = [0]
    for kind in kinds:
        ends.append(ends[-1] + len(placed[kind]))
    numbers = frozenset(end + index for end, (_, index) in zip(ends, chosen.values(), strict=False))
    shown = ", ".join(f'[data-number="{number}"]' for number in numbers)
    css = (
        f"{_PLAIN} body, body * {{ visibility: hidden }} {shown} {{ visibility: visible; white-space: pre }}"
    )
    sheets = draw(_request(_numbered(write(kinds), CHARACTERS, numbers), look, css)).sheets
    glyphs = {}
    for (style, (kind, index)), (font, size, found, paint) in zip(
        chosen.items(), drawn(sheets.pdf), strict=True
    ):
        if len(found) != len(CHARACTERS):
            name = placed[kind][index].name
            raise ValueError(f"the slot {name} is not set glyph by glyph in one font")
        glyphs[style] = _Glyphs(font, size, dict(zip(CHARACTERS, found, strict=True)), paint)
    return glyphs, list(sheets.fonts.items())


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
