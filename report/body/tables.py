"""Tables, with header cells for readers who hear them, and Pandoc's captions (`Table: …`, `: …`).

A table whose header row is empty has its headers in the first column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.rules_block.table import escapedSplit

from report.body.inlines import read_text
from report.body.reading import Reading
from report.body.runs import Piece, write_runs
from report.body.scope import Scope
from report.body.tree import Node
from report.body.writers import paragraph_pieces

_CAPTION = re.compile(r"(?:Table:|:)\s+")
_ALIGNMENT = re.compile(r"text-align:(\w+)")
_LONG = 30
"""Letters of a word that are too many for a column of three: an address, a digest."""


def is_caption(node: Node) -> bool:
    """Whether a paragraph is the caption of the table before or behind it."""
    inline = node.inline if node.kind == "paragraph" else None
    first = inline.token.children[0] if inline and inline.token.children else None
    return first is not None and first.type == "text" and bool(_CAPTION.match(first.content))


def write_table(reading: Reading, node: Node, scope: Scope, caption: Node | None) -> list[Piece]:
    rows = [row for part in node.children for row in part.children]
    for row in rows:
        _check_width(reading, row, len(rows[0].children))
    pieces: list[Piece] = ["<table>\n", *_caption(reading, caption, scope)]
    headless = not any(cell.inline and cell.inline.token.content for cell in rows[0].children)
    if not headless:
        pieces += ["<thead>\n", *_row(reading, rows[0], scope, "col", len(rows[0].children)), "</thead>\n"]
    if body := rows[1:]:
        pieces.append("<tbody>\n")
        for row in body:
            pieces += _row(reading, row, scope, "row", int(headless))
        pieces.append("</tbody>\n")
    return [*pieces, "</table>\n"]


def _caption(reading: Reading, caption: Node | None, scope: Scope) -> list[Piece]:
    if caption is None or caption.inline is None:
        return []
    first = (caption.inline.token.children or [])[0]
    first.content = _CAPTION.sub("", first.content, count=1)
    return ["<caption>", *paragraph_pieces(reading, caption, scope), "</caption>\n"]


def _row(reading: Reading, row: Node, scope: Scope, of: str, headers: int) -> list[Piece]:
    """A row, its first `headers` cells being headers of their column or row."""
    pieces: list[Piece] = ["<tr>"]
    for number, cell in enumerate(row.children):
        name = "th" if number < headers else "td"
        scoped = f' scope="{of}"' if name == "th" else ""
        pieces.append(f"<{name}{scoped}{_classes(cell)}>")
        if cell.inline:
            tokens: Sequence[object] = cell.inline.token.children or ()
            if tokens:
                cell.inline.runs = read_text(
                    reading.paragraph(cell.inline), cell.inline.token.children or (), scope
                )
            pieces += write_runs(cell.inline.runs)
        pieces.append(f"</{name}>")
    return [*pieces, "</tr>\n"]


def _classes(cell: Node) -> str:
    """`right`, `center`; and `long` where a word may not fit into the column: it is broken rather than that
    the table be wider than the page. Only there, as columns get narrow by it.
    """
    names = _ALIGNMENT.findall(str(cell.token.attrs.get("style", "")))
    tokens = (cell.inline.token.children if cell.inline else None) or ()
    if any(len(word) > _LONG for token in tokens for word in token.content.split()):
        names.append("long")
    return f' class="{" ".join(names)}"' if names else ""


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
