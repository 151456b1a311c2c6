"""HTML comments, `<!-- … -->`: the author's own remarks, not printed, as in Pandoc.

A comment that is not closed is text, so that nothing behind it is lost.
"""

from __future__ import annotations

from bisect import bisect_left

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline


def comment_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A comment that begins a line and ends one; empty lines may stand in it."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("<!--", start) or state.is_code_block(start_line):
        return False
    end = _next_end(state, start + len("<!--"))
    line = bisect_left(state.eMarks, end, start_line, end_line) if end >= 0 else end_line
    if line >= end_line or state.src[end + len("-->") : state.eMarks[line]].strip():
        return False
    if any(state.sCount[at] < state.blkIndent and not state.isEmpty(at) for at in range(start_line, line)):
        return False
    if not silent:
        state.line = line + 1
    return True


def _next_end(state: StateBlock, at: int) -> int:
    """Where the next `-->` stands. What was found for one comment holds for those that begin before it."""
    begin, end = state.env.get("comment_end", (0, -2))
    if begin <= at and (end == -1 or at <= end):
        return int(end)
    end = state.src.find("-->", at)
    state.env["comment_end"] = (at, end)
    return int(end)


def comment_inline(state: StateInline, silent: bool) -> bool:
    """A comment within a paragraph."""
    if not state.src.startswith("<!--", state.pos):
        return False
    if state.html_terminator_last("-->") < state.pos + len("<!--"):
        return False
    end = state.src.find("-->", state.pos + len("<!--"), state.posMax)
    if end < 0:
        return False
    state.pos = end + len("-->")
    return True
