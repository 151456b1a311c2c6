"""Which brackets of a paragraph belong together, and where its code spans end.

Found once a paragraph in one pass, so that every rule for `[…]` answers at once: a line of a million
opening brackets costs no more than one of letters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from markdown_it.rules_inline import StateInline

MAX_HEIGHT = 16
"""Brackets around more than so many pairs in one another are text."""

# CommonMark, 6: an escape, a code span and an autolink bind tighter than a bracket.
_MARK = re.compile(r"\\.|`+|<[^<>\s]*>|[\[\]]", re.DOTALL)
_BACKTICKS = re.compile("`+")


@dataclass(frozen=True, slots=True)
class Outline:
    """`pairs` maps each `[` to its `]`, `code` the start of each code span to its end.

    `around_links` has each `[` with a link between it and its `]`.
    """

    pairs: Mapping[int, int] = field(default_factory=dict)
    code: Mapping[int, int] = field(default_factory=dict)
    around_links: frozenset[int] = frozenset()


def outline_of(state: StateInline) -> Outline:
    """The outline of the paragraph that is being parsed."""
    known: dict[str, Outline] = state.env.setdefault("outlines", {})
    found = known.get(state.src)
    if found is None:
        found = known[state.src] = draw_outline(state.src)
    return found


def unpaired_bracket(state: StateInline, silent: bool) -> bool:
    """A `[` that nothing closes is text, whatever the other rules might look for behind it."""
    start = state.pos
    if state.src[start] != "[":
        return False
    pairs = outline_of(state).pairs
    end = start
    while end < state.posMax and state.src[end] == "[" and end not in pairs:
        end += 1
        if silent:
            break
    if end == start:
        return False
    if not silent:
        state.append_pending(state.src[start:end])
    state.pos = end
    return True


def label_end(state: StateInline, start: int, disable_nested: bool = False) -> int:
    """Where the text of a link ends, -1 for nowhere: markdown-it's `parseLinkLabel`, answered at once.

    With `disable_nested` a text that has a link in it is none (CommonMark, 6.3: the inner link wins); a
    picture or a span may stand in it.
    """
    outline = outline_of(state)
    return -1 if disable_nested and start in outline.around_links else outline.pairs.get(start, -1)


def draw_outline(src: str) -> Outline:
    if "[" not in src:
        return Outline()
    runs = _backtick_runs(src)
    pairs: dict[int, int] = {}
    code: dict[int, int] = {}
    around_links: set[int] = set()
    # For each bracket that is open: where it stands, how high it is, whether a link is in it.
    opened: list[tuple[int, int, bool]] = []
    pos = 0
    while found := _MARK.search(src, pos):
        mark, at, pos = found[0], found.start(), found.end()
        if mark == "[":
            opened.append((at, 0, False))
        elif mark == "]" and opened:
            start, height, holds_link = opened.pop()
            if height < MAX_HEIGHT:
                pairs[start] = at
            if holds_link:
                around_links.add(start)
            if opened:
                links = holds_link or (src.startswith("(", at + 1) and src[start - 1] != "!")
                outer = opened[-1]
                opened[-1] = (outer[0], max(outer[1], height + 1), outer[2] or links)
        elif mark[0] == "`" and (end := _code_end(runs.get(len(mark), []), at)):
            code[at] = pos = end + len(mark)
    return Outline(pairs, code, frozenset(around_links))


def _backtick_runs(src: str) -> dict[int, list[int]]:
    runs: dict[int, list[int]] = {}
    for found in _BACKTICKS.finditer(src):
        runs.setdefault(len(found[0]), []).append(found.start())
    return runs


def _code_end(starts: list[int], at: int) -> int:
    """Where the next run of as many backticks begins, 0 for nowhere."""
    following = bisect_right(starts, at)
    return starts[following] if following < len(starts) else 0
