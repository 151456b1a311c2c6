"""Lays furniture over the pages: a form for each kind, and the page's own numbers.

All of it is an artifact but for the numbers that are links, which are tagged as such.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Protocol

from report.join.highlights import number_operators, place_marks, rule_operators
from report.model import PageFurniture, Sheets, Slot, SlotLink

_ARTIFACT = b"/Artifact <</Type /Pagination>> BDC"


@dataclass(frozen=True, slots=True)
class Placing:
    """Where furniture goes on a page: made `scale` times as large, moved by `x`; its foot is the page's."""

    scale: float
    x: float

    @property
    def operators(self) -> bytes:
        """What leads from the furniture's own space to the page's, in PDF operators."""
        return b"" if self == AS_IT_IS else f"{self.scale:g} 0 0 {self.scale:g} {self.x:.3f} 0 cm ".encode()


AS_IT_IS = Placing(1.0, 0.0)

_WITH_DIGITS = ("page", "note-1", "annex")
"""Slots of the stamp whose letters the numbers of notes are set in."""


def placing(page: tuple[float, float], paper: tuple[float, float]) -> Placing:
    """On a page of its own size the furniture is as large as the page is, seen as a whole, and centred.

    Whoever prints it on the dossier's paper then finds it as large as on the other pages, about.
    """
    if max(abs(page[0] - paper[0]), abs(page[1] - paper[1])) < 0.5:
        return AS_IT_IS
    scale = min(sqrt(page[0] * page[1] / (paper[0] * paper[1])), page[0] / paper[0])
    return Placing(scale, (page[0] - scale * paper[0]) / 2)


class Canvas(Protocol):
    """A page over which something is laid: what is used there is entered into its part."""

    width: float
    height: float

    def paper(self, sheets: Sheets, page: int) -> tuple[float, float]:
        """The size of a page of furniture, in points."""

    def draw(self, sheets: Sheets, page: int) -> bytes:
        """The operators that draw a page of furniture."""

    def font(self, sheets: Sheets, key: str) -> str:
        """The name of a font of the furniture on this page, as it stands in content."""

    def link(self, rectangle: Sequence[float], link: SlotLink) -> int:
        """Make an annotation and its element; gives the number that marks the link's content."""


def lay(page: Canvas, item: PageFurniture | None) -> bytes:
    """The operators that draw the furniture.

    They expect the graphics state with which a page begins.
    """
    if item is None:
        return b""
    sheets = item.furniture.sheets
    size = page.paper(sheets, next((one for one in item.furniture.layers if not isinstance(one, Slot)), 0))
    place = placing((page.width, page.height), size)
    begin = b"q " + place.operators
    content = [_ARTIFACT, begin]
    for layer in item.furniture.layers:
        if not isinstance(layer, Slot):
            content.append(page.draw(sheets, layer))
            continue
        font = page.font(sheets, layer.font)
        show = _show(layer, item.texts[layer.name], sheets.fonts[layer.font].widths, font, size[1])
        if link := item.links.get(layer.name):
            mark = page.link(_rectangle(layer, place, size[1]), link)
            # A link is not an artifact, and stands in none.
            content += [b"Q EMC /Link <</MCID %d>> BDC" % mark, begin, show, b"Q EMC", _ARTIFACT, begin]
        else:
            content.append(show)
    content.append(b"Q EMC")
    if item.highlights:
        content += _marks(page, item)
    return b"\n".join(content)


def _marks(page: Canvas, item: PageFurniture) -> Iterator[bytes]:
    """The rules of quoted passages, and the numbers of the notes that quote them, which lead back."""
    sheets = item.furniture.sheets
    placed = place_marks(item.highlights, (0.0, 0.0, page.width, page.height))
    yield from (_ARTIFACT, rule_operators(placed), b"EMC")
    slot = next((one for one in item.furniture.slots if one.name in _WITH_DIGITS), None)
    if slot is None:
        return
    font = page.font(sheets, slot.font)
    for one in placed:
        if one.number is not None:
            rectangle = [round(side, 2) for side in one.number]
            mark = page.link(rectangle, SlotLink(one.note.anchor, one.name))
            yield b"/Link <</MCID %d>> BDC" % mark
            yield number_operators(one.note.number, one.number, one.turn, slot, font)
            yield b"EMC"


def _rectangle(slot: Slot, place: Placing, height: float) -> list[float]:
    """Where the link is, in the page's own space; `height` is that of the furniture's paper."""
    left, top, right, bottom = slot.area
    sides = (
        place.x + left * place.scale,
        (height - bottom) * place.scale,
        place.x + right * place.scale,
        (height - top) * place.scale,
    )
    return [round(side, 2) for side in sides]


def _show(slot: Slot, text: str, widths: Mapping[int, float], font_name: str, height: float) -> bytes:
    """The operators that set a slot's text. Raises KeyError for a character that a slot cannot hold."""
    glyphs = [slot.glyphs[character] for character in text]
    width = sum(widths[glyph] for glyph in glyphs) * slot.size / 1000 + slot.spacing * (len(glyphs) - 1)
    x = slot.x - {"left": 0.0, "center": width / 2, "right": width}[slot.align]
    code = "".join(f"{glyph:04x}" for glyph in glyphs)
    return (
        b"BT "
        + slot.paint
        + f"{font_name} {slot.size:g} Tf {slot.spacing:g} Tc "
        f"1 0 0 1 {x:.3f} {height - slot.y:.3f} Tm <{code}> Tj ET".encode()
    )
