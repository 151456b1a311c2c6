"""Page labels of the file (ISO 32000-1, 12.4.2): in goes its catalog, out comes a label for each page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from report.read.pdf.values import Key, integer, items, lookup, name, text

_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "m cm d cd c xc l xl x ix v iv i".split(),
        strict=True,
    )
)
_MOST = 100_000
_LARGEST = 100_000
"""Of a number that is written in letters or roman digits: `m` a hundred times helps nobody."""


def labels(root: Any, count: int) -> tuple[str, ...]:
    """The labels of all pages of the file, "" where the file gives none."""
    ranges = dict(_ranges(lookup(root, "/PageLabels")))
    found, rule, start = [], None, 0
    for index in range(count):
        if index in ranges:
            rule, start = ranges[index], index
        found.append("" if rule is None else _label(rule, index - start))
    return tuple(found)


def _ranges(top: Any) -> Iterator[tuple[int, pikepdf.Object]]:
    """First pages and what holds from them on: the leaves of a number tree (7.9.7), each node once."""
    stack: list[Any] = [top]
    seen: set[Key] = set()
    while stack and len(seen) < _MOST:
        node = stack.pop()
        if not isinstance(node, pikepdf.Dictionary):
            continue
        if node.is_indirect:
            if node.objgen in seen:
                continue
            seen.add(node.objgen)
        pairs = list(items(node, "/Nums"))
        for index, rule in zip(pairs[::2], pairs[1::2], strict=False):
            if isinstance(index, int) and isinstance(rule, pikepdf.Dictionary):
                yield index, rule
        stack.extend(items(node, "/Kids"))


def _label(rule: pikepdf.Object, offset: int) -> str:
    number = max(integer(rule, "/St", default=1), 1) + offset
    style = name(rule, "/S")
    if style == "/D":
        written = str(number)
    elif number > _LARGEST:
        written = ""
    elif style in ("/R", "/r"):
        written = _roman(number)
    elif style in ("/A", "/a"):
        # a to z, then aa to zz, aaa to zzz.
        written = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 100)
    else:
        written = ""
    return text(rule.get("/P"))[:100] + (written.upper() if style in ("/R", "/A") else written)


def _roman(number: int) -> str:
    digits = ""
    for value, sign in _ROMAN:
        digits += sign * (number // value)
        number %= value
    return digits
