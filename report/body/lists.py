"""Lists. An item's number is printed as it was typed: `31.`, `32.`, `58.` are the UN's paragraphs.

The number stands as text at the head of the item's first paragraph: a marker that hangs outside is drawn
after the text, and whoever copies or searches finds it at the foot of the page.
"""

from __future__ import annotations

from html import escape

from report.body.reading import Reading
from report.body.runs import Piece
from report.body.scope import Scope
from report.body.tree import Node
from report.body.writers import WriteBlocks, is_figure, paragraph_pieces


def write_ordered(reading: Reading, node: Node, scope: Scope, write: WriteBlocks) -> list[Piece]:
    pieces: list[Piece] = [f'<ol class="numbered{_tight(node)}">\n']
    for item in node.children:
        number = escape(f"{item.token.info}{item.token.markup}")
        head = f'<p class="numbered"><span class="number" data-tag="Lbl">{number}</span>'
        first = item.children[0] if item.children else None
        pieces += ["<li>", head]
        if first is not None and first.kind == "paragraph" and not is_figure(first):
            pieces += [" ", *paragraph_pieces(reading, first, scope), "</p>\n"]
            pieces += write(reading, item.children[1:], scope)
        else:
            pieces += ["</p>\n", *write(reading, item.children, scope)]
        pieces.append("</li>\n")
    return [*pieces, "</ol>\n"]


def write_bulleted(reading: Reading, node: Node, scope: Scope, write: WriteBlocks) -> list[Piece]:
    pieces: list[Piece] = [f'<ul class="bulleted{_tight(node)}">\n']
    for item in node.children:
        pieces += ["<li>", *write(reading, item.children, scope), "</li>\n"]
    return [*pieces, "</ul>\n"]


def _tight(node: Node) -> str:
    """Whether the author left no empty lines between the items: markdown-it then hides the paragraphs."""
    paragraphs = [child for item in node.children for child in item.children if child.kind == "paragraph"]
    return " tight" if all(paragraph.token.hidden for paragraph in paragraphs) else ""
