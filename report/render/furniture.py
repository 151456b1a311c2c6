"""Running heads, folios and stamps: each kind is laid out once, and only its numbers differ by page.

In goes the HTML of pages of furniture, whose varying texts are elements with a `data-slot`; out come those
pages as sheets, the slots hidden, and where each slot's text stands and in which glyphs. However many kinds
there are, they are laid out once; once more for the glyphs, a page for each way in which slots are set.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

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


Draw = Callable[[Request], Drawn]
"""Lays out pages of furniture (`drawing.draw`), wherever it is done."""


def render_furniture(
    kinds: int,
    write: Callable[[Sequence[int]], str],
    look: Sequence[Stylesheet],
    draw: Draw,
    remember: Remember = forgetful,
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
    chosen = _one_of_each_type(placed)
    measured = draw(_measuring(placed, chosen, write, look)) if chosen else None
    return remember("furniture", (made, measured), lambda: _assemble(sheets, placed, chosen, measured))


def _assemble(
    sheets: Sheets,
    placed: Sequence[Sequence[Placed]],
    chosen: Mapping[tuple[str, ...], tuple[int, int]],
    measured: Drawn | None,
) -> RenderedFurniture:
    """What was drawn, taken apart at its slots, and the glyphs of each."""
    glyphs = _glyphs(placed, chosen, measured.sheets.pdf) if measured else {}
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
    """A slot of each type: the number of its kind, and its own in that."""
    chosen: dict[tuple[str, ...], tuple[int, int]] = {}
    for kind, page in enumerate(placed):
        for index, item in enumerate(page):
            chosen.setdefault(item.type, (kind, index))
    return chosen


def _measuring(
    placed: Sequence[Sequence[Placed]],
    chosen: Mapping[tuple[str, ...], tuple[int, int]],
    write: Callable[[Sequence[int]], str],
    look: Sequence[Stylesheet],
) -> Request:
    """All characters in the chosen slots, everything else hidden, to see what is drawn."""
    kinds = [kind for kind, _ in chosen.values()]
    ends = [0]
    for kind in kinds:
        ends.append(ends[-1] + len(placed[kind]))
    numbers = frozenset(end + index for end, (_, index) in zip(ends, chosen.values(), strict=False))
    shown = ", ".join(f'[data-number="{number}"]' for number in sorted(numbers))
    css = (
        f"{_PLAIN} body, body * {{ visibility: hidden }} {shown} {{ visibility: visible; white-space: pre }}"
    )
    return _request(_numbered(write(kinds), CHARACTERS, numbers), look, css)


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
