"""HTML comments, `<!-- … -->`: the author's own remarks, not printed, as in Pandoc.

A comment that is not closed is text, so that nothing behind it is lost.
"""

from __future__ import annotations

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline


def comment_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """A comment that begins a line and ends one; empty lines may stand in it."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("<!--", start) or state.is_code_block(start_line):
        return False
    line, at = start_line, start + len("<!--")
    while line < end_line:
        end = state.src.find("-->", at, state.eMarks[line])
        if end >= 0:
            break
        line += 1
        if line < end_line:
            at = state.bMarks[line]
            if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
                return False
    else:
        return False
    if state.src[end + len("-->") : state.eMarks[line]].strip():
        return False
    if silent:
        return True
    state.line = line + 1
    return True


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
