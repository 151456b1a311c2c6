"""Running heads, folios and stamps: each kind is laid out once, and only its numbers differ by page.

In goes the HTML of pages of furniture, whose varying texts are elements with a `data-slot`; out come those
pages as sheets, the slots hidden, and where each slot's text stands and in which glyphs. However many kinds
there are, they are laid out once; once more for the glyphs, a page for each way in which slots are set.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from weasyprint import CSS, HTML

from report.look import Look
from report.model import FontUse, Sheets, Slot
from report.render import all_refusals, font_configuration, parsed
from report.render.fetcher import DossierFetcher, Refusal
from report.render.fonts import FontLedger, unite
from report.render.glyphs import drawn
from report.render.layers import MARKER, take_apart
from report.render.slots import Placed, placed_slots
from report.resources import style_folder

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


def render_furniture(kinds: int, write: Callable[[Sequence[int]], str], look: Look) -> RenderedFurniture:
    """Lay out so many kinds of furniture. `write` gives the HTML of some of them, by number, a page each.

    Raises ValueError when a kind is not one page, a slot is set in more than one font, or it is not laid out.
    """
    html = write(range(kinds))
    document, sheets, refusals = _write(_numbered(html, ""), look, _MARKED)
    if refusals:
        return RenderedFurniture(sheets, (), refusals)
    if sheets.pages != kinds:
        raise ValueError(f"it makes {sheets.pages} pages where {kinds} are wanted, one for each kind")
    placed = [placed_slots(page._page_box) for page in document.pages]
    seen = {item.number for page in placed for item in page}
    for number, match in enumerate(_SLOT.finditer(html)):
        if number not in seen:
            raise ValueError(f"the slot {match[2]} was not laid out")
    glyphs, uses = _measure(placed, write, look)
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


def _write(html: str, look: Look, css: str) -> tuple[Any, Sheets, tuple[Refusal, ...]]:
    fetcher = DossierFetcher((look.root, style_folder().resolve()))
    source = HTML(string=html, base_url=f"{look.root.as_uri()}/", url_fetcher=fetcher)
    document = source.render(
        stylesheets=[*(parsed(style) for style in look.styles), CSS(string=css)],
        font_config=font_configuration(),
    )
    document.fonts = fonts = FontLedger()
    pdf = document.write_pdf(pdf_version="1.7")
    return document, Sheets(pdf, len(document.pages), {}, fonts.uses()), all_refusals(look, fetcher)


@dataclass(frozen=True, slots=True)
class _Glyphs:
    font: str
    size: float
    glyphs: dict[str, int]
    paint: bytes


def _measure(
    placed: Sequence[Sequence[Placed]], write: Callable[[Sequence[int]], str], look: Look
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
    _, sheets, _ = _write(_numbered(write(kinds), CHARACTERS, numbers), look, css)
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
