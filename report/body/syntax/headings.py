"""Attributes at the end of a heading, `# Facts {.unnumbered}`, taken off before its text is parsed."""

from __future__ import annotations

from markdown_it.rules_core import StateCore

from report.body.syntax.attributes import read_attributes


def heading_attributes(state: StateCore) -> None:
    for opening, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if opening.type != "heading_open" or not inline.content.endswith("}"):
            continue
        start = inline.content.rfind("{")
        found = read_attributes(inline.content, start)
        if found and found[1] == len(inline.content):
            opening.meta["attributes"] = found[0]
            inline.content = inline.content[:start].rstrip()
