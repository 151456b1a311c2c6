"""Sets a translation beside the passage that it translates, or above it where both would not fit.

The pieces of a quoted block go in; out come two blocks, each with its label, the translation first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report.body.quotations import final_citation
from report.body.runs import Piece, plain
from report.body.scope import Scope
from report.body.tree import Node
from report.model import OriginalPassage, Term

_LONGEST = 700
"""Characters that are set side by side. A column of 700 is half a page high, and is not parted by its end."""


def beside_original(quoted: Node, pieces: Sequence[Piece], scope: Scope) -> list[Piece]:
    """`pieces` are the block as it is written, `scope` what holds around it."""
    translation = sum(len(plain(piece)) for piece in pieces if isinstance(piece, str))
    stacked = max(translation, len(scope.original)) > _LONGEST
    keys = (item.key for node in _inlines(quoted) if (one := final_citation(node.runs)) for item in one.items)
    return [
        f'<div class="translated{" stacked" if stacked else ""}">\n<div class="side">\n',
        Term("translation"),
        *pieces,
        '</div>\n<div class="side">\n',
        OriginalPassage(scope.original, scope.original_language, next(keys, "")),
        "</div>\n</div>\n",
    ]


def _inlines(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.kind == "inline":
            yield child
        else:
            yield from _inlines(child)
