"""What a quotation ends with: the citation of its last paragraph, or one that has a paragraph to itself.

The tree of a body goes in; a citation alone is moved to the end of the paragraph before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from report.body.tree import Node

_NOT_WORDS = re.compile(r"[\s.,;:!?…”’»›\"')\]]*")


def move_up(block: Node) -> None:
    """Put each citation that is a paragraph of its own at the end of the paragraph before it."""
    kept: list[Node] = []
    for child in block.children:
        target = _last_text(kept[-1]) if kept else None
        if target is not None and is_citation_alone(child):
            assert child.inline is not None
            space = Token("text", "", 0, content=" ")
            moved = child.inline.token.children or ()
            target.token.children = [*(target.token.children or ()), space, *moved]
        else:
            kept.append(child)
    block.children = kept


def ends_with_citation(block: Node) -> bool:
    """Whether the last thing in a block is a citation. A quotation within it answers for itself."""
    last = _last_text(block.children[-1]) if block.children else None
    return last is not None and _ends(last.token.children or ())


def has_citation(block: Node) -> bool:
    """Whether a citation stands anywhere in a block but in a quotation within it."""
    for child in block.children:
        if any(token.type == "citation" for token in child.token.children or ()):
            return True
        if child.kind != "blockquote" and has_citation(child):
            return True
    return False


def _last_text(node: Node) -> Node | None:
    while node.kind in {"bullet_list", "ordered_list", "list_item", "div"} and node.children:
        node = node.children[-1]
    return node.inline if node.kind == "paragraph" else None


def is_citation_alone(node: Node) -> bool:
    """Whether a block is a paragraph with nothing but citations in it."""
    inline = node.inline if node.kind == "paragraph" else None
    tokens = inline.token.children or () if inline else ()
    return any(token.type == "citation" for token in tokens) and all(
        token.type in {"citation", "softbreak"} or (token.type == "text" and not token.content.strip())
        for token in tokens
    )


def _ends(tokens: Sequence[Token]) -> bool:
    for token in reversed(tokens):
        if token.type == "citation":
            return True
        closes = token.nesting < 0 and token.type != "link_close"
        if not (closes or token.type == "softbreak" or _is_no_word(token)):
            return False
    return False


def _is_no_word(token: Token) -> bool:
    return token.type == "text" and bool(_NOT_WORDS.fullmatch(token.content))
