"""Running heads, folios and stamps: each kind is laid out once, and only its numbers differ by page.

In goes the HTML of pages of furniture, whose varying texts are empty elements with a `data-slot`; out come
those pages as sheets and, for each slot, where its text stands and which glyphs it is set in. To learn
that, a page is laid out once more with every character that the slot may hold.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pikepdf
from weasyprint import CSS, HTML
from weasyprint.formatting_structure import boxes

from report.look import Look
from report.model import FontUse, Sheets, Slot
from report.render import all_refusals, font_configuration, parsed
from report.render.fetcher import DossierFetcher, Refusal
from report.render.fonts import FontLedger, unite
from report.render.units import PX
from report.resources import style_folder

CHARACTERS = "0123456789ivxlcdmAIVXLCDM-–[]/ "
"""What the numbers of pages are made of."""

_SLOT = re.compile(r'(<[a-z]+(?:\s[^<>]*?)?\sdata-slot="([a-z-]+)"[^<>]*>)(</)')
_ALIGNMENTS = {
    "start": "left",
    "left": "left",
    "justify": "left",
    "center": "center",
    "end": "right",
    "right": "right",
}
_PAINT = {"rg", "g", "k", "cs", "sc", "scn"}


def render_furniture(html: str, look: Look) -> tuple[Sheets, tuple[Refusal, ...]]:
    """Lay out pages of furniture, their slots empty; what was not read goes with them."""
    _, sheets, refusals = _write(html, look, ())
    return sheets, refusals


def measure_slots(html: str, look: Look) -> tuple[tuple[Slot, ...], Mapping[str, FontUse]]:
    """The slots of the only page in `html`, and what they use of their fonts.

    Raises ValueError when a slot is set in more than one font, or is not laid out at all.
    """
    measured = [_measure(html, look, match[2]) for match in _SLOT.finditer(html)]
    return tuple(slot for slot, _ in measured), unite((slot.font, use) for slot, use in measured)


def _write(html: str, look: Look, extra: Sequence[CSS]) -> tuple[Any, Sheets, tuple[Refusal, ...]]:
    fetcher = DossierFetcher((look.root, style_folder().resolve()))
    source = HTML(string=html, base_url=f"{look.root.as_uri()}/", url_fetcher=fetcher)
    document = source.render(
        stylesheets=[*(parsed(style) for style in look.styles), *extra], font_config=font_configuration()
    )
    document.fonts = fonts = FontLedger()
    pdf = document.write_pdf(pdf_version="1.7")
    return document, Sheets(pdf, len(document.pages), {}, fonts.uses()), all_refusals(look, fetcher)


def _measure(html: str, look: Look, name: str) -> tuple[Slot, FontUse]:
    """Set all characters in one slot, everything else hidden, and see what was drawn, and where."""

    def sample(match: re.Match[str]) -> str:
        return match[1] + (CHARACTERS if match[2] == name else "") + match[3]

    alone = CSS(
        string=f"body, body * {{ visibility: hidden }} [data-slot={name}] {{ visibility: visible;"
        " white-space: pre; font-kerning: none; font-variant-ligatures: none }"
    )
    document, sheets, _ = _write(_SLOT.sub(sample, html), look, [alone])
    text, block = _text_box(document.pages[0]._page_box, name)
    font, size, glyphs, paint = _drawn(sheets.pdf)
    if len(glyphs) != len(CHARACTERS):
        raise ValueError(f"the slot {name} is not set glyph by glyph in one font")
    align = _ALIGNMENTS[block.style["text_align_all"]]
    left, width = block.content_box_x(), block.width
    x = {"left": left, "center": left + width / 2, "right": left + width}[align]
    spacing = text.style["letter_spacing"]
    slot = Slot(
        name,
        x * PX,
        (text.position_y + text.baseline) * PX,
        align,
        font,
        size,
        dict(zip(CHARACTERS, glyphs, strict=True)),
        0.0 if spacing == "normal" else float(spacing) * PX,
        paint,
    )
    return slot, sheets.fonts[font]


def _text_box(page: Any, name: str) -> tuple[Any, Any]:
    """The text of the slot, and the block whose alignment places it."""
    for box, block in _walk(page, page):
        element = box.element
        if isinstance(box, boxes.TextBox) and element is not None and element.get("data-slot") == name:
            return box, block
    raise ValueError(f"the slot {name} was not laid out")


def _walk(box: Any, block: Any) -> Iterator[tuple[Any, Any]]:
    yield box, block
    if isinstance(box, boxes.BlockContainerBox):
        block = box
    for child in getattr(box, "children", ()):
        yield from _walk(getattr(child, "_box", child), block)


def _drawn(pdf: bytes) -> tuple[str, float, list[int], bytes]:
    """The font key, the size in points, the glyph numbers and the colour of the only text on the page."""
    font, size, glyphs, paint = "", 0.0, [], b""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for instruction in pikepdf.parse_content_stream(document.pages[0]):
            operands = instruction.operands
            match str(instruction.operator):
                case "Tf":
                    font = str(operands[0]).lstrip("/")
                    size = float(operands[1]) * PX  # WeasyPrint paints in CSS pixels
                case "TJ":
                    strings = (bytes(item) for item in operands[0] if isinstance(item, pikepdf.String))
                    glyphs += [int.from_bytes(pair) for text in strings for pair in _pairs(text)]
                case "Tj":
                    glyphs += [int.from_bytes(pair) for pair in _pairs(bytes(operands[0]))]
                case name if name in _PAINT and not glyphs:
                    paint = pikepdf.unparse_content_stream([instruction]) + b" "
    return font, size, glyphs, paint


def _pairs(data: bytes) -> Iterator[bytes]:
    return (data[at : at + 2] for at in range(0, len(data), 2))
