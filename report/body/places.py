"""Turns offsets into a paragraph into places in the file.

Tokens go in; each that knows its offset (`meta["pos"]`) gets its place (`meta["place"]`), and a citation
one for each of its sources (`meta["places"]`). A paragraph's text is the ends of its lines: what a list,
a quotation or an indentation put in front has been taken off, so columns are found from the right.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from string import whitespace

from markdown_it.token import Token

from report.model import Place, Text

Locate = Callable[[int], Place]

_LINE_END = re.compile("\n")
# What may stand before the text of a paragraph whose first line has none.
_MARKS_AND_SPACES = f">*+-.)0123456789{whitespace}\u00a0\u1680\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)


def set_places(tokens: Iterable[Token], text: Text, lines: Sequence[str]) -> None:
    """Give each text its `meta["locate"]`, a function from an offset into it to its place, and use it."""
    row, cursor = -1, 0
    in_cell = False
    for token in tokens:
        if token.type in {"th_open", "td_open"}:
            in_cell = True
        elif token.type in {"th_close", "td_close"}:
            in_cell = False
        if token.type != "inline" or not token.map:
            continue
        if in_cell:
            line = token.map[0]
            start = _cell_start(lines[line], token.content, cursor if line == row else 0)
            row, cursor = line, start + len(token.content)
            locate = _in_cell(token.content, line, start, text)
        else:
            locate = _in_paragraph(token.content, token.map[0], text, lines)
        token.meta["locate"] = locate
        _set(token.children or (), locate, 0)


def _in_paragraph(content: str, first: int, text: Text, lines: Sequence[str]) -> Locate:
    first = _first_line(content, first, lines)
    starts = [0, *(found.end() for found in _LINE_END.finditer(content))]

    @cache
    def column(row: int) -> int:
        end = starts[row + 1] - 1 if row + 1 < len(starts) else len(content)
        return _column(lines[first + row], content[starts[row] : end])

    def locate(pos: int) -> Place:
        row = bisect_right(starts, pos) - 1
        if first + row >= len(lines):
            return text.place
        return text.at(first + row, max(0, column(row) + pos - starts[row]))

    return locate


def _in_cell(content: str, line: int, start: int, text: Text) -> Locate:
    def locate(pos: int) -> Place:
        # A | within a cell was typed with a backslash, which the table has taken off.
        return text.at(line, start + pos + content.count("|", 0, pos))

    return locate


def _cell_start(line: str, content: str, after: int) -> int:
    found = line.find(content.replace("|", "\\|"), after)
    return found if found >= 0 else max(line.find("|", after) + 1, after)


def _first_line(content: str, first: int, lines: Sequence[str]) -> int:
    """The line that a paragraph's text begins on: lines of nothing but odd spaces have been taken off."""
    piece = content.split("\n", 1)[0].rstrip()
    for line in range(first, len(lines)):
        if lines[line].rstrip().endswith(piece):
            return line
        if lines[line].strip(_MARKS_AND_SPACES):
            break
    return first


def _column(line: str, piece: str) -> int:
    """Where a piece of a paragraph begins in its line."""
    line, piece = line.rstrip(), piece.rstrip()
    if line.endswith(piece):
        return len(line) - len(piece)
    found = line.find(piece.lstrip())
    return found - (len(piece) - len(piece.lstrip())) if found >= 0 else 0


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
