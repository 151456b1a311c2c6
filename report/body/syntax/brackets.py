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
    """`pairs` maps each `[` to its `]`, `code` the start of each code span to its end."""

    pairs: Mapping[int, int] = field(default_factory=dict)
    code: Mapping[int, int] = field(default_factory=dict)


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


def draw_outline(src: str) -> Outline:
    if "[" not in src:
        return Outline()
    runs = _backtick_runs(src)
    pairs: dict[int, int] = {}
    code: dict[int, int] = {}
    opened: list[int] = []
    heights: list[int] = [0]
    pos = 0
    while found := _MARK.search(src, pos):
        mark, at, pos = found[0], found.start(), found.end()
        if mark == "[":
            opened.append(at)
            heights.append(0)
        elif mark == "]":
            if opened:
                start, height = opened.pop(), heights.pop()
                heights[-1] = max(heights[-1], height + 1)
                if height < MAX_HEIGHT:
                    pairs[start] = at
        elif mark[0] == "`" and (end := _code_end(runs.get(len(mark), []), at)):
            code[at] = pos = end + len(mark)
    return Outline(pairs, code)


def _backtick_runs(src: str) -> dict[int, list[int]]:
    runs: dict[int, list[int]] = {}
    for found in _BACKTICKS.finditer(src):
        runs.setdefault(len(found[0]), []).append(found.start())
    return runs


def _code_end(starts: list[int], at: int) -> int:
    """Where the next run of as many backticks begins, 0 for nowhere."""
    following = bisect_right(starts, at)
    return starts[following] if following < len(starts) else 0
