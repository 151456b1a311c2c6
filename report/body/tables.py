"""Tables, with header cells for readers who hear them, and Pandoc's captions (`Table: …`, `: …`).

A table whose header row is empty has its headers in the first column.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from markdown_it.rules_block.table import escapedSplit

from report.body.inlines import read_text
from report.body.reading import Reading
from report.body.runs import Piece, write_runs
from report.body.scope import Scope
from report.body.tree import Node
from report.body.writers import paragraph_pieces

_CAPTION = re.compile(r"(?:Table:|:)\s+")
_ALIGNMENT = re.compile(r"text-align:(\w+)")
_TEXTS = frozenset(("text", "text_special", "code_inline"))
_LETTERS = 50
"""So many wide ones fit beside each other into a line of a table."""


def is_caption(node: Node) -> bool:
    """Whether a paragraph is the caption of the table before or behind it."""
    inline = node.inline if node.kind == "paragraph" else None
    first = inline.token.children[0] if inline and inline.token.children else None
    return first is not None and first.type == "text" and bool(_CAPTION.match(first.content))


def write_table(reading: Reading, node: Node, scope: Scope, caption: Node | None) -> list[Piece]:
    rows = [row for part in node.children for row in part.children]
    for row in rows:
        _check_width(reading, row, len(rows[0].children))
    long = _long_columns(rows)
    pieces: list[Piece] = ["<table>\n", *_caption(reading, caption, scope)]
    headless = not any(cell.inline and cell.inline.token.content for cell in rows[0].children)
    if not headless:
        pieces += [
            "<thead>\n",
            *_row(reading, rows[0], scope, "col", len(rows[0].children), long),
            "</thead>\n",
        ]
    if body := rows[1:]:
        pieces.append("<tbody>\n")
        for row in body:
            pieces += _row(reading, row, scope, "row", int(headless), long)
        pieces.append("</tbody>\n")
    return [*pieces, "</table>\n"]


def _caption(reading: Reading, caption: Node | None, scope: Scope) -> list[Piece]:
    if caption is None or caption.inline is None:
        return []
    first = (caption.inline.token.children or [])[0]
    first.content = _CAPTION.sub("", first.content, count=1)
    return ["<caption>", *paragraph_pieces(reading, caption, scope), "</caption>\n"]


def _row(
    reading: Reading, row: Node, scope: Scope, of: str, headers: int, long: Container[int]
) -> list[Piece]:
    """A row, its first `headers` cells being headers of their column or row; `long` are columns."""
    pieces: list[Piece] = ["<tr>"]
    for number, cell in enumerate(row.children):
        name = "th" if number < headers else "td"
        scoped = f' scope="{of}"' if name == "th" else ""
        pieces.append(f"<{name}{scoped}{_classes(cell, number in long)}>")
        if cell.inline:
            tokens: Sequence[object] = cell.inline.token.children or ()
            if tokens:
                cell.inline.runs = read_text(
                    reading.paragraph(cell.inline), cell.inline.token.children or (), scope
                )
            pieces += write_runs(cell.inline.runs)
        pieces.append(f"</{name}>")
    return [*pieces, "</tr>\n"]


def _classes(cell: Node, long: bool) -> str:
    names = _ALIGNMENT.findall(str(cell.token.attrs.get("style", ""))) + ["long"] * long
    return f' class="{" ".join(names)}"' if names else ""


def _long_columns(rows: Sequence[Node]) -> frozenset[int]:
    """The columns whose words are to be broken, that the table be no wider than the page. Mostly none."""
    columns = range(len(rows[0].children))
    widths = [
        max(_longest_word(row.children[column]) for row in rows if column < len(row.children))
        for column in columns
    ]
    if sum(widths) <= _LETTERS:
        return frozenset()
    return frozenset(column for column in columns if widths[column] > _LETTERS // len(columns))


def _longest_word(cell: Node) -> int:
    """Its letters, whatever emphasis is in it."""
    tokens = (cell.inline.token.children if cell.inline else None) or ()
    # What opens or closes something has no width; what is neither, a note or a citation, ends a word.
    text = "".join(token.content if token.type in _TEXTS else " " * (token.nesting == 0) for token in tokens)
    return max(map(len, text.split()), default=0)


def _check_width(reading: Reading, row: Node, width: int) -> None:
    """GitHub's tables leave out the cells that have no header above them; here that is a fault."""
    text = reading.lines[row.line].lstrip("> \t").rstrip()
    cells = escapedSplit(text)
    cells = cells[bool(cells and not cells[0].strip()) :]
    cells = cells[: len(cells) - bool(cells and not cells[-1].strip())]
    if len(cells) > width:
        reading.error(
            "table-cells",
            f"this row has {len(cells)} cells, and the table {width} columns",
            reading.place_of(row),
            "add the columns to the table's first two lines, or write \\| for a | that is meant",
        )
