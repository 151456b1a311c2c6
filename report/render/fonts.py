"""Keeps WeasyPrint from cutting and embedding a font in every section.

While a section is painted, each font that it uses is noted as it came, whole; `join` cuts it once for the
whole dossier. WeasyPrint's own cutting is the dearest part of writing a small PDF, and two hundred
subsets of one face are the largest part of a joined one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from hashlib import sha256
from typing import Any

from report.model import FontFile, FontUse


class FontLedger(dict[str, Any]):
    """Stands in for `weasyprint.Document.fonts`: a dict from font key to WeasyPrint's `Font`."""

    def __init__(self) -> None:
        super().__init__()
        self._whole: dict[str, FontFile] = {}

    def __setitem__(self, key: str, font: Any) -> None:
        super().__setitem__(key, font)
        if font.bitmap or font.png or font.svg or font.colr or "fvar" in font.tables:
            return
        self._whole[key] = _font_file(font.file_content, font.index)
        clean = font.clean

        def clean_only_if_embedded(to_unicode: dict[int, str], hinting: bool) -> None:
            # Known only now, after painting: a font in which a glyph is missing has an encoding of its
            # own in this section, and stays WeasyPrint's.
            if self._missing(font):
                clean(to_unicode, hinting)
            else:
                font.file_content = font.file_content[:4]  # the signature, by which `type` is told

        font.clean = clean_only_if_embedded

    def uses(self) -> dict[str, FontUse]:
        """What was used, by the key of the font's resource in the PDF; after the PDF was written."""
        # One file may back several fonts of WeasyPrint's.
        return unite(
            (font.hash, self._use(key, font))
            for key, font in self.items()
            if key in self._whole and not self._missing(font)
        )

    def _use(self, key: str, font: Any) -> FontUse:
        return FontUse(
            self._whole[key],
            font.name.decode().partition("+")[2],
            font.family,
            font.flags,
            font.ascent,
            font.descent,
            dict(font.widths),
            dict(font.to_unicode),
        )

    def _missing(self, font: Any) -> bool:
        # One file may back several fonts; WeasyPrint embeds it once for all of them.
        return any(other.missing for other in self.values() if other.hash == font.hash)


def unite(uses: Iterable[tuple[str, FontUse]]) -> dict[str, FontUse]:
    """Uses of fonts by key, those of one font in one; of two that differ the first holds."""
    united: dict[str, FontUse] = {}
    for key, use in uses:
        first = united.setdefault(key, use)
        if first is not use:
            widths, texts = {**use.widths, **first.widths}, {**use.texts, **first.texts}
            united[key] = replace(first, widths=widths, texts=texts)
    return united


@cache
def _font_file(data: bytes, index: int) -> FontFile:
    return FontFile(sha256(data).hexdigest(), index, data)
