"""Writes paragraphs; lists, tables and figures are made of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from report.body.inlines import read_text
from report.body.reading import Reading
from report.body.runs import Piece, write_runs
from report.body.scope import Scope
from report.body.tree import Node

WriteBlocks = Callable[[Reading, Sequence[Node], Scope], list[Piece]]
"""Writes the blocks within a block: what has blocks within it is handed this."""


def paragraph_pieces(reading: Reading, node: Node, scope: Scope) -> list[Piece]:
    """The text of a paragraph, without tags of its own."""
    inline = node.inline
    if inline is None:
        return []
    inline.runs = read_text(reading.paragraph(inline), inline.token.children or (), scope)
    return write_runs(inline.runs)


def is_figure(node: Node) -> bool:
    """Whether a paragraph is a picture and nothing else."""
    tokens = node.inline.token.children or () if node.kind == "paragraph" and node.inline else ()
    return len(tokens) == 1 and tokens[0].type == "image"
