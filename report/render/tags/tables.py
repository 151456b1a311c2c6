"""What a table's cells must tell a reader: spans, the scope of headers, and which headers a cell has.

In goes a shaped Table node; its TH get a Scope and an ID, its TD the IDs of their headers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from report.render.tags.tree import Node

_SCOPES = {"row": "Row", "rowgroup": "Row", "col": "Column", "colgroup": "Column"}


@dataclass(frozen=True, slots=True)
class _Cell:
    node: Node
    rows: range
    columns: range
    in_head: bool

    @property
    def scope(self) -> str:
        """ISO 32000-1, table 349: what a TH is the header of."""
        typed = self.node.element.get("scope", "") if self.node.element is not None else ""
        in_first_column = self.columns.start == 0 and not self.in_head
        return _SCOPES.get(typed, "Row" if in_first_column else "Column")


def describe_cells(table: Node, make_up: Callable[[str], str]) -> None:
    cells = list(_grid(table))
    headers: dict[tuple[str, int], list[str]] = defaultdict(list)
    for cell in cells:
        cell.node.attributes = _spans(cell)
        if cell.node.type == "TH":
            cell.node.id = make_up("th")
            cell.node.attributes["Scope"] = f"/{cell.scope}"
            for index in cell.rows if cell.scope == "Row" else cell.columns:
                headers[cell.scope, index].append(cell.node.id)
    for cell in cells:
        if cell.node.type == "TD":
            above = [id_ for column in cell.columns for id_ in headers["Column", column]]
            beside = [id_ for row in cell.rows for id_ in headers["Row", row]]
            if above or beside:
                cell.node.attributes["Headers"] = list(dict.fromkeys(above + beside))


def _spans(cell: _Cell) -> dict[str, object]:
    spans: dict[str, object] = {"O": "/Table"}
    if len(cell.rows) > 1:
        spans["RowSpan"] = len(cell.rows)
    if len(cell.columns) > 1:
        spans["ColSpan"] = len(cell.columns)
    return spans


def _grid(table: Node) -> Iterator[_Cell]:
    """Every cell with the rows and columns that it covers, as HTML lays out a table."""
    taken: set[tuple[int, int]] = set()
    for row, (tr, in_head) in enumerate(_rows(table)):
        column = 0
        for node in tr.kids:
            if not isinstance(node, Node) or node.type not in ("TH", "TD"):
                continue
            while (row, column) in taken:
                column += 1
            rows = range(row, row + _span(node, "rowspan"))
            columns = range(column, column + _span(node, "colspan"))
            taken.update((r, c) for r in rows for c in columns)
            yield _Cell(node, rows, columns, in_head)
            column = columns.stop


def _rows(table: Node) -> Iterator[tuple[Node, bool]]:
    for kid in table.kids:
        if isinstance(kid, Node) and kid.type == "TR":
            yield kid, False
        elif isinstance(kid, Node) and kid.type in ("THead", "TBody", "TFoot"):
            yield from ((row, kid.type == "THead") for row in kid.kids if isinstance(row, Node))


def _span(cell: Node, name: str) -> int:
    value = cell.element.get(name, "1") if cell.element is not None else "1"
    return max(1, int(value)) if value.isdigit() else 1
