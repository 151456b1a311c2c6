"""Headings of a body: under the entry's own (h1), in steps of one, and listed for the outline.

What is quoted or stands in a list keeps its look of a heading, but is not part of the entry's outline.
"""

from __future__ import annotations

from report.body.inlines import read_text
from report.body.policy import apply
from report.body.reading import Reading
from report.body.runs import Piece, text_of_all, write_runs
from report.body.scope import Scope
from report.body.tree import Node
from report.model import Heading

DEEPEST = 6
OF_HEADING = frozenset({"lang", "dir"})


def write_heading(reading: Reading, node: Node, scope: Scope) -> list[Piece]:
    inline, place = node.inline, reading.place_of(node, "#")
    html, within = apply(reading, node.token.meta.get("attributes"), place, scope, OF_HEADING)
    if inline is None or not inline.token.content:
        reading.warning("empty-heading", "this heading has no text and is left out", place)
        return []
    inline.runs = read_text(reading.paragraph(inline), inline.token.children or (), within)
    title = " ".join(text_of_all(inline.runs).split())
    if not scope.structural:
        lang = html if "class=" not in html else ""
        return [f'<p class="heading"{lang}>', *write_runs(inline.runs), "</p>\n"]
    level = _level(reading, node)
    reading.headings.append(Heading(level, title))
    opening = f'<h{level} data-heading="{len(reading.headings)}"{html}>'
    return [opening, *write_runs(inline.runs), f"</h{level}>\n"]


def _level(reading: Reading, node: Node) -> int:
    """The level printed: one below the heading that this one stands under.

    ISO 14289-1, 7.4.2: no level is skipped. `reading.outline` has the levels typed of the headings that
    this one may stand under.
    """
    typed = int(node.token.tag[1:])
    outline = reading.outline
    while outline and outline[-1] >= typed:
        outline.pop()
    if typed > (outline[-1] if outline else 0) + 1 and not any(
        heading.level == len(outline) + 2 for heading in reading.headings
    ):
        reading.warning(
            "skipped-heading",
            f"a heading of level {typed} stands where level {len(outline) + 1} is next",
            reading.place_of(node, "#"),
            f"it is printed as level {len(outline) + 1}; write {'#' * (len(outline) + 1)}",
        )
    outline.append(typed)
    level = len(outline) + 1
    if level > DEEPEST:
        reading.error(
            "heading-too-deep",
            f"a body has no more than {DEEPEST - 1} levels of headings",
            reading.place_of(node, "#"),
        )
    return min(level, DEEPEST)
