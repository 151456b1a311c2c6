"""What is printed as it stands: code, and what another program would take for markup, HTML and TeX.

The rules make tokens of it, so that the author can be told.
"""

from __future__ import annotations

import re

from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.rules_inline import StateInline, backtick

from report.body.syntax.attributes import read_attributes
from report.body.syntax.rules import push

_BACKTICKS = re.compile("`+")
_COMMAND = re.compile(
    r"\\(?:(?:begin|end|[A-Za-z]+\*?)(?=[{\[])"
    r"|(?:newpage|clearpage|pagebreak|noindent|bigskip|medskip|smallskip|hfill|vfill|ldots|LaTeX|TeX)\b)"
)
_IN_FORMULA = re.compile(r"[\\^_=]")
_LONGEST = 300


def code_span(state: StateInline, silent: bool) -> bool:
    """CommonMark's, with Pandoc's attributes. Backticks that open no code are text, and have none."""
    start = state.pos
    backticks = _BACKTICKS.match(state.src, start, state.posMax)
    if backticks is None:
        return False
    first = len(state.tokens) + bool(state.pending)
    backtick(state, silent)
    if state.pos == backticks.end():
        return True
    found = read_attributes(state.src, state.pos, state.posMax)
    if not silent:
        state.tokens[first].meta = {"pos": start, "attributes": found[0] if found else None}
    if found:
        state.pos = found[1]
    return True


def html_tag(state: StateInline, silent: bool) -> bool:
    """`<b>`, `</b>`, `<br/>`: shown as text."""
    src, pos = state.src, state.pos
    # Without a `>` ahead there is no tag, and the pattern would look for one to the end each time.
    if src[pos] != "<" or state.html_terminator_last(">") < pos:
        return False
    end = src.find(">", pos, pos + 300)
    found = HTML_TAG_RE.match(src[pos : end + 1]) if end > 0 else None
    if found is None or found[0].startswith(("<!", "<?")):
        return False
    if not silent:
        push(state, "html_tag", 0, pos).content = found[0]
    state.pos += len(found[0])
    return True


def tex(state: StateInline, silent: bool) -> bool:
    r"""`\newpage`, `\emph{…}`, `$x^2$`: shown as text."""
    pos, mark = state.pos, state.src[state.pos]
    if mark == "\\":
        found = _COMMAND.match(state.src, pos, state.posMax)
        text = found[0] if found else ""
    else:
        text = mark if mark == "$" and _begins_formula(state.src, pos) else ""
    if not text:
        return False
    if not silent:
        push(state, "tex", 0, pos).content = text
    state.pos += len(text)
    return True


def _begins_formula(src: str, pos: int) -> bool:
    """Pandoc: no white space inside the dollars, no digit behind. Two prices are not a formula."""
    end = src.find("$", pos + 1, pos + _LONGEST)
    if end < 0 or (end == pos + 1 and (end := src.find("$", pos + 2, pos + _LONGEST)) < 0):
        return False
    inside = src[pos + 1 : end]
    return (
        inside == inside.strip()
        and bool(_IN_FORMULA.search(inside))
        and "\n" not in inside
        and not src[end + 1 : end + 2].isdigit()
    )
