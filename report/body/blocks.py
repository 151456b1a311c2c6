"""Writes the blocks of a body as HTML: paragraphs, quotations, divs, figures, code, and the others' calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape

from report.body import citations_alone
from report.body.headings import write_heading
from report.body.inlines import read_text
from report.body.lists import write_bulleted, write_ordered
from report.body.pictures import image, read_caption
from report.body.policy import OF_CODE, apply
from report.body.quotations import find_block_quotations
from report.body.reading import Reading
from report.body.runs import Piece, write_runs
from report.body.scope import Scope
from report.body.syntax.attributes import Attributes, read_attributes
from report.body.tables import is_caption, write_table
from report.body.translations import beside_original
from report.body.tree import Node
from report.body.writers import is_figure, paragraph_pieces


def write_blocks(reading: Reading, nodes: Sequence[Node], scope: Scope) -> list[Piece]:
    """The blocks in order; a table takes the caption that stands beside it."""
    pieces: list[Piece] = []
    captions = _captions(nodes)
    for at, node in enumerate(nodes):
        if node.kind == "table":
            caption = captions.get(at)
            pieces += write_table(reading, node, scope, nodes[caption] if caption is not None else None)
        elif at not in captions.values():
            pieces += _WRITERS[node.kind](reading, node, scope)
        if node.kind == "blockquote" and not scope.quoted:
            _look_behind(reading, node, nodes[at + 1 : at + 2])
    return pieces


def _look_behind(reading: Reading, quotation: Node, behind: Sequence[Node]) -> None:
    """A citation that was meant to be the quotation's, and is not in it."""
    alone = bool(behind) and citations_alone.is_citation_alone(behind[0])
    if alone and not citations_alone.has_citation(quotation):
        reading.warning(
            "unsourced-quotation",
            "the citation stands behind this quotation, not in it, so that its words are not looked up",
            reading.place_of(quotation, ">"),
            "begin the line of the citation with > as well",
        )


def _captions(nodes: Sequence[Node]) -> dict[int, int]:
    """Which paragraph is the caption of which table, by their positions. The one before comes first."""
    found: dict[int, int] = {}
    for at, node in enumerate(nodes):
        if node.kind == "table":
            for beside in (at - 1, at + 1):
                if 0 <= beside < len(nodes) and beside not in found.values() and is_caption(nodes[beside]):
                    found[at] = beside
                    break
    return found


def _paragraph(reading: Reading, node: Node, scope: Scope) -> list[Piece]:
    if is_figure(node):
        return _figure(reading, node, scope)
    pieces = paragraph_pieces(reading, node, scope)
    if not pieces or node.token.hidden:
        return [*pieces, "\n"] if pieces else []
    return ["<p>", *pieces, "</p>\n"]


def _figure(reading: Reading, node: Node, scope: Scope) -> list[Piece]:
    assert node.inline is not None and node.inline.token.children
    token = node.inline.token.children[0]
    pieces: list[Piece] = ["<figure>", image(reading, token, scope)]
    node.inline.runs = read_caption(reading, token, scope, read_text)
    if node.inline.runs:
        pieces += ["<figcaption>", *write_runs(node.inline.runs), "</figcaption>"]
    return [*pieces, "</figure>\n"]


def _blockquote(reading: Reading, node: Node, scope: Scope) -> list[Piece]:
    return _quoted(reading, node, scope, "")


def _quoted(reading: Reading, node: Node, scope: Scope, html: str) -> list[Piece]:
    citations_alone.move_up(node)
    quoted = citations_alone.ends_with_citation(node)
    within = replace(scope, quoted=scope.quoted or quoted, structural=False)
    pieces = write_blocks(reading, node.children, within)
    if quoted and not scope.quoted:
        reading.quotations += find_block_quotations(reading, node, scope)
    elif not quoted and (citations_alone.has_citation(node) or "quotation" in html):
        reading.warning(
            "unsourced-quotation",
            "this quotation does not end with a citation, so that its words are not looked up",
            reading.place_of(node, ">"),
            "put the citation at its end",
        )
    pieces = [f"<blockquote{html}>\n", *pieces, "</blockquote>\n"]
    return beside_original(node, pieces, scope) if scope.original and not scope.quoted else pieces


def _div(reading: Reading, node: Node, scope: Scope) -> list[Piece]:
    attributes: Attributes = node.token.meta["attributes"]
    html, within = apply(reading, attributes, reading.place_of(node), scope)
    if not node.token.meta["closed"]:
        reading.error(
            "unclosed-div", "this div is not closed", reading.place_of(node), "close it with a line of :::"
        )
    if "quotation" in attributes.classes and not any(child.kind == "blockquote" for child in node.children):
        return _quoted(reading, node, within, html)
    if "caption" in attributes.classes:
        return _captions_alone(reading, node, within, html)
    return [f"<div{html}>\n", *write_blocks(reading, node.children, within), "</div>\n"]


def _captions_alone(reading: Reading, node: Node, scope: Scope, html: str) -> list[Piece]:
    """`::: caption`: the caption of a picture that is not shown."""
    pieces: list[Piece] = []
    for child in node.children:
        if child.kind == "paragraph":
            pieces += [f'<p{html} data-tag="Caption">', *paragraph_pieces(reading, child, scope), "</p>\n"]
        else:
            pieces += write_blocks(reading, [child], scope)
    return pieces


def _rule(reading: Reading, node: Node, scope: Scope) -> list[Piece]:
    return ["<hr>\n"]


def _code(reading: Reading, node: Node, scope: Scope) -> list[Piece]:
    info = node.token.info.strip()
    found = read_attributes(info, info.find("{")) if "{" in info else None
    place = reading.place_of(node)
    html = ""
    if found and found[0].raw:
        reading.warning(
            "raw-code",
            f"{{={found[0].raw}}} is not read: this block is printed as text",
            place,
            "write it in Markdown, or leave it out",
        )
    elif found:
        html, _ = apply(reading, found[0], place, scope, OF_CODE)
    return [f"<pre{html}><code>{escape(node.token.content, quote=False)}</code></pre>\n"]


def _list(write: Callable[..., list[Piece]]) -> Callable[[Reading, Node, Scope], list[Piece]]:
    def writer(reading: Reading, node: Node, scope: Scope) -> list[Piece]:
        return write(reading, node, replace(scope, structural=False), write_blocks)

    return writer


def _nothing(reading: Reading, node: Node, scope: Scope) -> list[Piece]:
    """A note's definition: it is written where its mark stands."""
    return []


_WRITERS: dict[str, Callable[[Reading, Node, Scope], list[Piece]]] = {
    "paragraph": _paragraph,
    "heading": write_heading,
    "blockquote": _blockquote,
    "bullet_list": _list(write_bulleted),
    "ordered_list": _list(write_ordered),
    "div": _div,
    "hr": _rule,
    "fence": _code,
    "code_block": _code,
    "footnote_reference": _nothing,
}
