"""Pandoc's bracketed spans, `[texte]{lang=fr}`."""

from __future__ import annotations

from markdown_it.rules_inline import StateInline

from report.body.syntax.attributes import read_attributes
from report.body.syntax.brackets import outline_of
from report.body.syntax.rules import push


def span(state: StateInline, silent: bool) -> bool:
    start, maximum = state.pos, state.posMax
    if state.src[start] != "[":
        return False
    close = outline_of(state).pairs.get(start, maximum)
    found = read_attributes(state.src, close + 1, maximum)
    if found is None:
        return False
    if not silent:
        push(state, "span_open", 1, start, attributes=found[0])
        state.pos, state.posMax = start + 1, close
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
    state.pos, state.posMax = found[1], maximum
    return True
