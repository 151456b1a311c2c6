"""Numbers that are drawn as samples: where they stand in the pages' content, and the digits to set there.

A laid-out document is drawn within `samples_drawn`, which notes each text of an element with `data-late`. Its
digits, all 0, can be exchanged later if every digit is as wide in that type and the text was drawn in one
piece, glyph by glyph; else the number is `exact`: it is to be laid out as it is. WeasyPrint has no interface
for this; its version is pinned in `report/render/tags/`.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import weasyprint.draw
from weasyprint.draw.text import draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.text.line_break import create_layout

from report.model import LateNumber
from report.render.slots import type_of

CSS = (
    "[data-late] { font-kerning: none; font-variant-ligatures: none; text-transform: none;"
    " white-space: nowrap }"
)
"""What lets digits be exchanged: none is moved for its neighbour's sake."""

_DIGITS = "0123456789"
_QUOTES_TEXT = re.compile(r"string-set|content\(|target-text|bookmark-label|first-letter", re.IGNORECASE)
_GLYPHS = re.compile(rb"<([0-9a-f]*)>|(-?[0-9.]+)")
_patching = threading.Lock()


class _Drawn(bytes):
    """An operator of a content stream, to be found again by its identity."""


@dataclass(frozen=True, slots=True)
class _Sample:
    key: str
    operator: _Drawn
    text: str
    digits: tuple[bytes, ...]
    width: float
    column: str

    def placed(self, page: int, at: int) -> LateNumber:
        """`at` is where its operator begins."""
        drawn = bytes(self.operator[1:-4])
        return LateNumber(self.key, page, at + 1, drawn, self.text, self.digits, self.width, self.column)


@dataclass
class Samples:
    """`exact` are the keys of numbers that cannot be exchanged, `numbers` the others, once all is written."""

    exact: dict[str, None] = field(default_factory=dict)
    _found: list[_Sample] = field(default_factory=list)
    _placed: list[LateNumber] = field(default_factory=list)
    _types: dict[tuple[str, ...], tuple[tuple[bytes, ...], float] | None] = field(default_factory=dict)

    @property
    def numbers(self) -> tuple[LateNumber, ...]:
        return tuple(number for number in self._placed if number.key not in self.exact)

    def draw(self, stream: Any, box: Any, rest: Sequence[Any], draw_text: Any) -> None:
        """Draw the text box of a sample, and note what came of it."""
        key = box.element.get("data-late")
        start = len(stream.stream)
        draw_text(stream, box, *rest)
        if box.style["visibility"] != "visible":
            return
        shown = [at for at in range(start, len(stream.stream)) if _shows_text(stream.stream[at])]
        known = self._digits_of(stream, box)
        whole = box.text == (box.element.text or "").strip()
        if known is None or not whole or len(shown) != 1:
            self.exact[key] = None
            return
        digits, width = known
        glyphs = _glyphs(stream.stream[shown[0]][1:-4])
        if glyphs is None or len(glyphs) != len(box.text):
            self.exact[key] = None
            return
        if any(glyph != digits[0] for glyph, letter in zip(glyphs, box.text, strict=True) if letter == "0"):
            self.exact[key] = None
            return
        operator = stream.stream[shown[0]] = _Drawn(stream.stream[shown[0]])
        column = ""
        if "data-column" in box.element.attrib:
            column = "right" if box.style["direction"] == "ltr" else "left"
        self._found.append(_Sample(key, operator, box.text, digits, width, column))

    def place(self, streams: Sequence[Any]) -> None:
        """Find the samples in the pages' content as it is written."""
        waiting = {id(sample.operator): sample for sample in self._found}
        for page, stream in enumerate(streams):
            at = 0
            for item in stream.stream:
                if sample := waiting.pop(id(item), None):
                    self._placed.append(sample.placed(page, at))
                at += len(_written(item)) + 1
        for sample in waiting.values():  # drawn in a group of its own
            self.exact[sample.key] = None

    def _digits_of(self, stream: Any, box: Any) -> tuple[tuple[bytes, ...], float] | None:
        """The glyphs of all digits in the box's type and their width, None where widths differ.

        Drawn aside by WeasyPrint itself, so that the font knows of all of them.
        """
        style = type_of(box.style)
        if style not in self._types:
            self._types[style] = _probe(stream, box)
        return self._types[style]


def _probe(stream: Any, box: Any) -> tuple[tuple[bytes, ...], float] | None:
    aside = stream.clone()
    probe = box.copy_with_text(_DIGITS)
    probe.pango_layout = create_layout(_DIGITS, box.style, None, None, 0)
    draw_first_line(aside, probe, "clip", "none", Matrix(d=-1))
    texts = [item for item in aside.stream if _shows_text(item)]
    glyphs = _glyphs(texts[0][1:-4]) if len(texts) == 1 else None
    fonts = [item for item in aside.stream if isinstance(item, bytes) and item.endswith(b" Tf")]
    if glyphs is None or len(glyphs) != len(_DIGITS) or len(fonts) != 1:
        return None
    font = next((one for one in stream._fonts.values() if one.hash == fonts[0].split()[0][1:].decode()), None)
    if font is None or font.bitmap:
        return None
    widths = {font.widths[int(glyph, 16)] for glyph in glyphs}
    return (tuple(glyphs), widths.pop()) if len(widths) == 1 else None


def _glyphs(array: bytes) -> list[bytes] | None:
    """The glyph numbers of an array that shows them as they come; None where something moves them."""
    glyphs: list[bytes] = []
    for text, move in _GLYPHS.findall(array):
        if move and abs(float(move)) >= 1:
            return None
        glyphs += [text[at : at + 4] for at in range(0, len(text), 4)]
    return glyphs


def _shows_text(item: Any) -> bool:
    return isinstance(item, bytes) and item.endswith(b"] TJ")


def _written(item: Any) -> bytes:
    """As pydyf writes it."""
    if isinstance(item, bytes):
        return item
    data = getattr(item, "data", None)
    return data if isinstance(data, bytes) else str(item).encode()


def can_be_exchanged(styles: Sequence[str]) -> bool:
    """Whether no stylesheet prints an element's text once more elsewhere."""
    return not any(_QUOTES_TEXT.search(css) for css in styles)


@contextmanager
def samples_drawn() -> Iterator[Samples]:
    """While the document is drawn in this process, by one thread."""
    samples = Samples()
    draw: Any = weasyprint.draw
    with _patching:
        original = draw.draw_text

        def draw_text(stream: Any, box: Any, *rest: Any) -> None:
            element = box.element
            if element is None or "data-late" not in element.attrib or "::" in (box.element_tag or ""):
                original(stream, box, *rest)
            else:
                samples.draw(stream, box, rest, original)

        draw.draw_text = draw_text
        try:
            yield samples
        finally:
            draw.draw_text = original
