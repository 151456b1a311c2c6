"""Pandoc's fenced divs: `::: {.class lang=fr}` or `::: word` to a closing `:::`, nested at will.

The plugins for such containers close at the first fence of the same length; in Pandoc a fence with
attributes opens and one without closes, whatever their lengths.
"""

from __future__ import annotations

import re
from dataclasses import replace

from markdown_it.rules_block import StateBlock

from report.body.syntax.attributes import Attributes, read_attributes

_FENCE = re.compile(r":{3,}[ \t]*")
_WORD = re.compile(r"([^\W\d][\w-]*)[ \t]*")
_REST = re.compile(r"[ \t]*:*[ \t]*")
_CODE = re.compile(r"`{3,}|~{3,}")
_MAX_LINES = 200
"""How many lines the attributes of one div may fill: the original of a translation stands in them."""


def div(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    opening = None if state.is_code_block(start_line) else _opening(state, start_line, end_line)
    if opening is None:
        return False
    if silent:
        return True
    attributes, first = opening
    close = _closing_line(state, first, end_line)
    token = state.push("div_open", "div", 1)
    token.meta = {"attributes": attributes, "closed": close is not None}
    last = end_line if close is None else close
    if close is None:
        last = _end_of_parent(state, first, end_line)
    token.map = [start_line, last]
    _parse_inside(state, first, last)
    state.push("div_close", "div", -1)
    state.line = last if close is None else last + 1
    return True


def _parse_inside(state: StateBlock, first: int, last: int) -> None:
    parent, line_max = state.parentType, state.lineMax
    state.parentType = "div"
    # Keeps a lazy line of a paragraph or quotation from running over the fence.
    state.lineMax = last
    state.md.block.tokenize(state, first, last)
    state.parentType, state.lineMax = parent, line_max


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _opening(state: StateBlock, line: int, end_line: int) -> tuple[Attributes, int] | None:
    """The attributes of the fence that opens on this line, and the line behind it."""
    if not state.src.startswith(":::", state.bMarks[line] + state.tShift[line]):
        return None
    # Each div looks at all the fences within it, and so do those around it.
    known = state.env.setdefault("div_openings", {})
    key = (line, state.bMarks[line], state.tShift[line], state.blkIndent, end_line)
    if key not in known:
        known[key] = _read_opening(state, line, end_line)
    found: tuple[Attributes, int] | None = known[key]
    return found


def _read_opening(state: StateBlock, line: int, end_line: int) -> tuple[Attributes, int] | None:
    text = _text(state, line)
    fence = _FENCE.match(text)
    if fence is None:
        return None
    word = _WORD.match(text, fence.end())
    pos = word.end() if word else fence.end()
    attributes, following = Attributes(), line + 1
    if text.startswith("{", pos):
        text, following = _whole_attributes(state, text, pos, line, end_line)
        found = read_attributes(text, pos)
        if found is None:
            return None
        attributes, pos = found
    elif word is None:
        return None
    rest = _REST.match(text, pos)
    if rest is None or rest.end() < len(text):
        return None
    classes = ((word[1],) if word else ()) + attributes.classes
    return replace(attributes, classes=classes), following


def _whole_attributes(state: StateBlock, text: str, pos: int, line: int, end_line: int) -> tuple[str, int]:
    """The line, with those behind it as far as its attributes go on, and the line behind them."""
    following = line + 1
    last = min(end_line, line + _MAX_LINES)
    while "}" not in text[pos:] or read_attributes(text, pos) is None:
        if following >= last or state.isEmpty(following) or state.sCount[following] < state.blkIndent:
            break
        more = _text(state, following)
        if more.startswith(":::"):
            break
        text += f"\n{more}"
        following += 1
    return text, following


def _closing_line(state: StateBlock, first: int, end_line: int) -> int | None:
    """The fence that closes the div whose content begins at `first`."""
    depth, line, code = 1, first, ""
    while line < end_line:
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return None
        text = _text(state, line)
        code = _code_fence(text, code)
        if not code and text.startswith(":::"):
            opening = _opening(state, line, end_line)
            if opening is not None:
                depth += 1
                line = opening[1]
                continue
            if not text.strip(": \t"):
                depth -= 1
                if not depth:
                    return line
        line += 1
    return None


def _code_fence(text: str, within: str) -> str:
    """The fence of the code that goes on behind this line, "" for none."""
    found = _CODE.match(text)
    if not found:
        return within
    if not within:
        # CommonMark, 4.5: a line such as ```` ```x``` ```` is a code span, not a fence.
        return "" if found[0][0] == "`" and "`" in text[found.end() :] else found[0]
    closes = found[0][0] == within[0] and len(found[0]) >= len(within) and not text[found.end() :].strip()
    return "" if closes else within


def _end_of_parent(state: StateBlock, first: int, end_line: int) -> int:
    """Where a div ends that nothing closes: with the list item or quotation that it stands in."""
    for line in range(first, end_line):
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return line
    return end_line
