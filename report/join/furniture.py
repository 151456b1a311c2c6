"""Lays furniture over the pages: a form for each kind, and the page's own numbers.

All of it is an artifact but for the numbers that are links, which are tagged as such.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import Protocol

from report.model import Box, Highlight, PageFurniture, Sheets, Slot, SlotLink

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


_DISTANCE = 7.0
"""Points between a quoted passage and the rule in the margin."""


_RULE = 1.2
"""Its width in points."""
_NUMBER = 14.0
"""Points that are kept for the note's number beside the rule."""
_EDGE = 2.0
"""Points from the page's edge within which nothing is set."""


def rules(highlight: Highlight, width: float) -> bytes:
    """Quiet rules beside the passage, one in each column, which a black-and-white printer keeps."""
    drawn = [_rule(boxes, highlight.right_to_left, width) for boxes in _columns(highlight.boxes)]
    return b"q 0.35 g " + b" ".join(b"%.2f %.2f %.2f %.2f re f" % one for one in drawn) + b" Q"


def _columns(boxes: Sequence[Box]) -> list[list[Box]]:
    """Lines that follow each other downwards; one that stands higher than the last begins a new column."""
    columns: list[list[Box]] = []
    for box in boxes:
        if columns and (box[1] + box[3]) / 2 <= columns[-1][-1][3]:
            columns[-1].append(box)
        else:
            columns.append([box])
    return columns


def _rule(boxes: Sequence[Box], right: bool, width: float) -> Box:
    """Its left, bottom, width and height, so that the number beside it stands on the page."""
    bottom, top = min(box[1] for box in boxes), max(box[3] for box in boxes)
    if right:
        left = max(box[2] for box in boxes) + _DISTANCE - _RULE
        left = min(left, width - _EDGE - _NUMBER - _RULE)
    else:
        left = max(min(box[0] for box in boxes) - _DISTANCE, _EDGE + _NUMBER)
    return left, bottom, _RULE, top - bottom


def reach(highlight: Highlight, width: float) -> Box:
    """The box of the first rule and of the number beside it, within the page."""
    left, bottom, thick, height = _rule(_columns(highlight.boxes)[0], highlight.right_to_left, width)
    if highlight.right_to_left:
        return left, bottom, left + thick + _NUMBER, bottom + height
    return left - _NUMBER, bottom, left + thick, bottom + height


def _beside(slot: Slot, highlight: Highlight, width: float, height: float) -> Slot:
    """The slot for the note's number, at the head of the rule, on its outer side."""
    left, _, right, top = reach(highlight, width)
    x, align = (right - _NUMBER + 3, "left") if highlight.right_to_left else (left + _NUMBER - 3, "right")
    return replace(slot, x=x, y=height - top + 6, align=align, size=7.0)


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
    linked = False
    for layer in item.furniture.layers:
        if not isinstance(layer, Slot):
            content.append(page.draw(sheets, layer))
            continue
        font = page.font(sheets, layer.font)
        show = _show(layer, item.texts[layer.name], sheets.fonts[layer.font].widths, font, size[1])
        if link := item.links.get(layer.name):
            mark = page.link(_rectangle(layer, place, size[1]), link)
            linked = True
            # A link is not an artifact, and stands in none.
            content += [b"Q EMC /Link <</MCID %d>> BDC" % mark, begin, show, b"Q EMC", _ARTIFACT, begin]
        else:
            content.append(show)
    content.append(b"Q EMC")
    # Its letters are those of the notes' numbers in the stamp.
    slot = next((one for one in item.furniture.slots if one.name == "note-1"), None)
    for highlight in item.highlights:
        content += [_ARTIFACT, rules(highlight, page.width), b"EMC"]
        if slot is None or not linked:
            continue
        link = SlotLink(f"note:{highlight.note}", item.links["note-1"].name)
        shown = _beside(slot, highlight, page.width, page.height)
        widths, font = sheets.fonts[slot.font].widths, page.font(sheets, slot.font)
        mark = page.link(reach(highlight, page.width), link)
        content.append(b"/Link <</MCID %d>> BDC" % mark)
        content += [_show(shown, str(highlight.note), widths, font, page.height), b"EMC"]
    return b"\n".join(content)


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
