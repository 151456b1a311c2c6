"""Wraps the rules of markdown-it-py, so that their tokens say where they stand."""

from __future__ import annotations

from collections.abc import Callable

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from report.body.syntax.attributes import read_attributes

Rule = Callable[[StateInline, bool], bool]


def push(state: StateInline, kind: str, nesting: int, pos: int, **meta: object) -> Token:
    """Add a token that stands at `pos`."""
    token = state.push(kind, "", 1 if nesting > 0 else -1 if nesting < 0 else 0)
    token.meta = {"pos": pos, **meta}
    return token


def stamped(rule: Rule, opener: str, attributes: bool = False) -> Rule:
    """The same rule, for one character; its first token gets its position.

    With `attributes`, Pandoc's attributes right behind belong to it.
    """

    def wrapped(state: StateInline, silent: bool) -> bool:
        pos = state.pos
        if state.src[pos] != opener:
            return False
        first = len(state.tokens) + bool(state.pending)
        if not rule(state, silent):
            return False
        found = read_attributes(state.src, state.pos, state.posMax) if attributes else None
        if not silent:
            state.tokens[first].meta["pos"] = pos
            if found:
                state.tokens[first].meta["attributes"] = found[0]
        if found:
            state.pos = found[1]
        return True

    return wrapped
