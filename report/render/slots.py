"""Where the slots of furniture stand once it is laid out, read from WeasyPrint's boxes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes

from report.render.units import PX
from report.render.values import Placed

_ALIGNMENTS = {
    "start": "left",
    "left": "left",
    "justify": "left",
    "center": "center",
    "end": "right",
    "right": "right",
}
_TYPE = (
    "font_family", "font_size", "font_style", "font_weight", "font_stretch", "font_variant_caps",
    "font_variant_numeric", "font_variant_position", "font_feature_settings", "font_variation_settings",
    "font_language_override", "letter_spacing", "lang", "direction",
)  # fmt: skip
"""What decides, with the colour, how a text is set."""


def placed_slots(page: Any) -> list[Placed]:
    """The slots of a page's box, in the order of the HTML. Raises ValueError for one in two pieces."""
    found: dict[int, Placed] = {}
    for text, around in _walk(page, ()):
        element = text.element
        if not isinstance(text, boxes.TextBox) or element is None or "data-number" not in element.attrib:
            continue
        number = int(element.get("data-number"))
        if number in found:
            raise ValueError(f"the slot {element.get('data-slot')} is not set in one piece")
        found[number] = _place(number, text, around)
    return [found[number] for number in sorted(found)]


def _walk(box: Any, around: tuple[Any, ...]) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Every box, and those around it, the innermost first."""
    yield box, around
    for child in getattr(box, "children", ()):
        yield from _walk(getattr(child, "_box", child), (box, *around))


def _place(number: int, text: Any, around: tuple[Any, ...]) -> Placed:
    block = next(box for box in around if isinstance(box, boxes.BlockContainerBox))
    outer = next(box for box in around if box.element is not text.element)
    area = next((box for box in around if _is_area(box)), text)
    baseline = text.position_y + text.baseline
    align, x = "left", text.position_x
    if "data-empty" in text.element.attrib:
        align = _ALIGNMENTS[block.style["text_align_all"]]
        left, width = block.content_box_x(), block.width
        x = {"left": left, "center": left + width / 2, "right": left + width}[align]
    spacing = text.style["letter_spacing"]
    right, bottom = area.position_x + area.margin_width(), area.position_y + area.margin_height()
    return Placed(
        number,
        text.element.get("data-slot"),
        x * PX,
        baseline * PX,
        align,
        (area.position_x * PX, area.position_y * PX, right * PX, bottom * PX),
        0.0 if spacing == "normal" else float(spacing) * PX,
        # Its own colour is the marker's while it is laid out.
        (repr(outer.style["color"]), *type_of(text.style)),
        (text.position_x * PX, baseline * PX),
    )


def type_of(style: Any) -> tuple[str, ...]:
    """The same for texts that are set in the same glyphs."""
    return tuple(repr(style[key]) for key in _TYPE)


def _is_area(box: Any) -> bool:
    inline = isinstance(box, boxes.InlineBox)
    return inline and box.element is not None and "data-area" in box.element.attrib
