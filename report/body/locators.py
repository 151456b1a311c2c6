"""Reads the pinpoint of a citation out of what stands behind its key, as Pandoc does.

A suffix goes in (`, pp. 3-4 and passim`), a locator comes out (`page`, `3-4`), or None.
"""

from __future__ import annotations

import re

from report.body.locator_labels import LABEL, label_of
from report.model import Locator

# One word of a locator: `58`, `3-4`, `12(a)(iv)`, `3.12`, `xii`, `A2-4`, with what brackets hold.
_WORD = re.compile(
    r"(?:[^\W_]|[:/*°ºª‐‑–—-]|\.(?=\w)|,(?=\d{3}(?!\w))|\([^\s()]{1,12}\)|\[[^\s\[\]]{1,12}\])+"
)
_ROMAN = re.compile(
    r"(?=[ivxlcdm])m{0,4}(?:cm|cd|d?c{0,4})(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})", re.IGNORECASE
)
_PARTS = re.compile(r"[.:–-]")
_BETWEEN = re.compile(r",?\s+")
_FRONT = re.compile(r"\s*,?\s*")
_EMPHASIS = re.compile(r"(?<!\\)[*_]+|\\(?=[^\w\s])")


def read_locator(suffix: str) -> Locator | None:
    text = _EMPHASIS.sub("", suffix)
    front = _FRONT.match(text)
    text = text[front.end() :] if front else text
    if text.startswith("{"):
        return _read_braced(text)
    label = LABEL.match(text)
    value = _read_value(text, label.end() if label else 0, bool(label))
    if not value:
        return None
    return Locator(label_of(label[0]) if label else "page", value)


def _read_braced(text: str) -> Locator | None:
    """Pandoc: braces hold the whole locator, whatever it is made of; empty ones say that there is none."""
    depth = 0
    for pos, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if not depth:
            inside = text[1:pos].strip()
            label = LABEL.match(inside)
            value = inside[label.end() :] if label else inside
            return Locator(label_of(label[0]) if label else "page", value) if value else None
    return None


def _read_value(text: str, pos: int, labelled: bool) -> str:
    """The words from `pos` on that have a digit or are Roman numbers; without a label, digits only."""
    start = end = pos
    while found := _WORD.match(text, pos):
        if not _is_number(found[0], roman=labelled):
            break
        end = found.end()
        between = _BETWEEN.match(text, end)
        if between is None:
            break
        pos = between.end()
    return text[start:end]


def _is_number(word: str, roman: bool) -> bool:
    if any(char.isdecimal() for char in word):
        return True
    return roman and (word.startswith("(") or any(map(_ROMAN.fullmatch, _PARTS.split(word))))
