"""Pandoc's attributes, `{#id .class key=value}`, as typed.

A text and a position go in; the attributes and where they end come out. Whether an attribute may stand
there is judged later (`policy.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_GAP = re.compile(r"[ \t]*(?:\n[ \t]*)?")
_IDENTIFIER = re.compile(r"#([^\s{}.#=\"']+)")
_CLASS = re.compile(r"\.([^\W\d][\w-]*)")
_KEY = re.compile(r"([A-Za-z_][\w:.-]*)=")
_QUOTED = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'", re.DOTALL)
_BARE = re.compile(r"[^\s{}\"']+")
_RAW = re.compile(r"=([A-Za-z][\w-]*)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINE_END = re.compile(r"[ \t]*\n[ \t]*")


@dataclass(frozen=True, slots=True)
class Attributes:
    """`values` in the order typed. `raw` is the format of Pandoc's raw attribute, `{=latex}`."""

    identifier: str = ""
    classes: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    raw: str = ""


def read_attributes(src: str, pos: int, end: int | None = None) -> tuple[Attributes, int] | None:
    """The attributes that begin at `pos`, and the position behind them."""
    end = len(src) if end is None else end
    if pos >= end or src[pos] != "{":
        return None
    items = list(_items(src, pos + 1, end))
    if not items or items[-1][0] != "end":
        return None
    return (
        Attributes(
            identifier=next((value for kind, value, _ in items if kind == "id"), ""),
            classes=tuple(value for kind, value, _ in items if kind == "class"),
            values=tuple((kind[1:], value) for kind, value, _ in items if kind[0] == "="),
            raw=next((value for kind, value, _ in items if kind == "raw"), ""),
        ),
        items[-1][2],
    )


def _items(src: str, pos: int, end: int) -> Iterator[tuple[str, str, int]]:
    """What stands between the braces: its kind (`=key` for a value), its text, where it ends."""
    while True:
        gap = _GAP.match(src, pos, end)
        pos = gap.end() if gap else pos
        if pos >= end:
            return
        if src[pos] == "}":
            yield "end", "", pos + 1
            return
        item = _item(src, pos, end)
        if item is None:
            return
        yield item
        pos = item[2]


def _item(src: str, pos: int, end: int) -> tuple[str, str, int] | None:
    if found := _IDENTIFIER.match(src, pos, end):
        return "id", found[1], found.end()
    if found := _CLASS.match(src, pos, end):
        return "class", found[1], found.end()
    if found := _RAW.match(src, pos, end):
        return "raw", found[1], found.end()
    if src.startswith("-", pos):
        return "class", "unnumbered", pos + 1  # Pandoc: {-} is {.unnumbered}
    key = _KEY.match(src, pos, end)
    if key is None:
        return None
    value = _QUOTED.match(src, key.end(), end) or _BARE.match(src, key.end(), end)
    if value is None:
        return None
    text = value[0] if value.re is _BARE else _LINE_END.sub(" ", value[1] or value[2] or "")
    text = _ESCAPE.sub(r"\1", text)
    if key[1] == "class":
        return "class", text, value.end()
    return f"={key[1]}", text, value.end()
