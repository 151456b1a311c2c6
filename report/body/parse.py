"""Reads an entry's body: Markdown in, HTML in pieces out, with all that is wrong with it.

Syntax only. Whether a source, an entry or a picture exists is for others to say.
"""

from __future__ import annotations

from report.body.blocks import write_blocks
from report.body.notes import join
from report.body.places import set_places
from report.body.reading import Reading
from report.body.scope import Scope
from report.body.suspicions import suspect
from report.body.syntax import MAX_NESTING, markdown
from report.body.tree import Node, build_tree
from report.model import Body, Problem, Text, error

MAX_LENGTH = 1_000_000
"""Characters in a body: the whole of a long book."""


def parse_body(text: Text) -> tuple[Body, tuple[Problem, ...]]:
    if len(text.value) > MAX_LENGTH:
        message = f"this body has {len(text.value):,} characters; more than {MAX_LENGTH:,} are not read"
        return Body(), (error("body-too-long", message, text.place, "divide it into several entries"),)
    # The places of what is found are counted in the lines that the parser sees.
    value = text.value.replace("\r\n", "\n").replace("\r", "\n")
    reading = Reading(text, value.split("\n"))
    environment: dict[str, object] = {}
    tokens = markdown().parse(value, environment)
    set_places(tokens, text, reading.lines)
    tree = build_tree(tokens)
    _collect_notes(reading, tree)
    suspect(reading, tree, environment)
    parts = join(write_blocks(reading, tree.children, Scope()))
    _check_notes(reading)
    body = Body(parts, tuple(reading.quotations), tuple(reading.pictures), tuple(reading.headings))
    return body, tuple(sorted(dict.fromkeys(reading.problems), key=lambda problem: problem.place))


def _collect_notes(reading: Reading, tree: Node) -> None:
    for node in tree.walk():
        if len(node.token.map or ()) and node.token.nesting > 0 and node.token.level >= MAX_NESTING - 1:
            _too_deep(reading, node)
        if node.kind != "footnote_reference":
            continue
        label = str(node.token.meta["label"])
        if label in reading.notes:
            reading.error(
                "duplicate-note",
                f"the note [^{label}] is defined a second time",
                reading.place_of(node),
                f"its first text stands at line {reading.place_of(reading.notes[label]).line}",
            )
        reading.notes.setdefault(label, node)


def _too_deep(reading: Reading, node: Node) -> None:
    reading.error(
        "nesting",
        f"lists, quotations and divs stand more than {MAX_NESTING} deep in one another",
        reading.place_of(node),
        "what is deeper is not read",
    )


def _check_notes(reading: Reading) -> None:
    for label, node in reading.notes.items():
        if label not in reading.used:
            reading.warning(
                "unused-note",
                f"the note [^{label}] has no mark in the text, and is not printed",
                reading.place_of(node),
            )
