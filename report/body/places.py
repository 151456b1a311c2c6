"""Turns offsets into a paragraph into places in the file.

Tokens go in; each that knows its offset (`meta["pos"]`) gets its place (`meta["place"]`), and a citation
one for each of its sources (`meta["places"]`). A paragraph's text is the ends of its lines: what a list,
a quotation or an indentation put in front has been taken off, so columns are found from the right.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from markdown_it.token import Token

from report.model import Place, Text

Locate = Callable[[int], Place]

_LINE_END = re.compile("\n")


def set_places(tokens: Iterable[Token], text: Text, lines: Sequence[str]) -> None:
    row, cursor = -1, 0
    in_cell = False
    for token in tokens:
        if token.type in {"th_open", "td_open"}:
            in_cell = True
        elif token.type in {"th_close", "td_close"}:
            in_cell = False
        if token.type != "inline" or not token.map:
            continue
        line, after = token.map[0], 0
        if in_cell:
            after = cursor if line == row else 0
            row, cursor = line, _cell_end(lines[line], token.content, after)
        if token.children and any("pos" in child.meta for child in _all(token.children)):
            _set(token.children, locator(token.content, line, text, lines, after), 0)


def locator(content: str, first: int, text: Text, lines: Sequence[str], after: int = 0) -> Locate:
    """A function from an offset into `content`, which begins on line `first`, to its place."""
    starts = [0, *(found.end() for found in _LINE_END.finditer(content))]

    @cache
    def column(row: int) -> int:
        end = starts[row + 1] - 1 if row + 1 < len(starts) else len(content)
        return _column(lines[first + row], content[starts[row] : end], after)

    def locate(pos: int) -> Place:
        row = bisect_right(starts, pos) - 1
        if first + row >= len(lines):
            return text.place
        return text.at(first + row, max(0, column(row) + pos - starts[row]))

    return locate


def _column(line: str, piece: str, after: int) -> int:
    """Where a piece of a paragraph begins in its line."""
    line, piece = line.rstrip(), piece.rstrip()
    if not after and line.endswith(piece):
        return len(line) - len(piece)
    found = line.find(piece.lstrip(), after)
    return max(found, after) - (len(piece) - len(piece.lstrip()) if found >= 0 else 0)


def _cell_end(line: str, content: str, after: int) -> int:
    found = line.find(content, after)
    return found + len(content) if found >= 0 else max(line.find("|", after) + 1, after)


def _set(tokens: Iterable[Token], locate: Locate, base: int) -> None:
    for token in tokens:
        pos = token.meta.get("pos")
        if pos is None:
            continue
        token.meta["place"] = locate(base + pos)
        if token.type == "citation":
            token.meta["places"] = tuple(locate(base + item.pos) for item in token.meta["items"])
        if token.children:
            # Of a picture: its caption begins behind "![".
            _set(token.children, locate, base + pos + 2)


def _all(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or ())
