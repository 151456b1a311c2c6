"""Links and pictures: CommonMark's, with Pandoc's attributes, and bare addresses.

A bare `https://…` is a link (as in GitHub's Markdown), so that no `_` or `*` in it is taken for emphasis
and it can be broken at the end of a line.
"""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import reference as commonmark_reference
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import autolink as commonmark_autolink
from markdown_it.rules_inline import image as commonmark_image
from markdown_it.rules_inline import link as commonmark_link

from report.body.syntax.rules import push, stamped

_SCHEME_BEHIND = re.compile(r"(?<!\w)https?$", re.IGNORECASE)
_ADDRESS = re.compile(r"://[^\s<>\"“”„«»‘`\\{}|\[\]]+")
_NOT_AT_THE_END = "?!.,:;*_~'’…"
_DEFINITION = re.compile(r"\[[^\[\]]+\]:\s*(?:<|#|[a-z][a-z0-9+.-]*:)", re.IGNORECASE)


link = stamped(commonmark_link, "[", attributes=True)
image = stamped(commonmark_image, "!", attributes=True)
autolink = stamped(commonmark_autolink, "<")


def bare_address(state: StateInline, silent: bool) -> bool:
    """`https://example.org/a_b`, up to white space, its sentence's punctuation left out."""
    pos = state.pos
    if state.src[pos] != ":" or state.linkLevel or not state.src.startswith("://", pos):
        return False
    scheme = _SCHEME_BEHIND.search(state.pending[-6:])
    found = _ADDRESS.match(state.src, pos, state.posMax)
    if scheme is None or found is None:
        return False
    end = _without_punctuation(state.src, pos, found.end())
    if end <= pos + len("://"):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        start = pos - len(scheme[0])
        token = push(state, "link_open", 1, start)
        token.attrs = {"href": state.src[start:end]}
        state.push("text", "", 0).content = state.src[start:end]
        state.push("link_close", "a", -1)
    state.pos = end
    return True


def _without_punctuation(src: str, start: int, end: int) -> int:
    while end > start:
        last = src[end - 1]
        unopened = last == ")" and src.count(")", start, end) > src.count("(", start, end)
        if last not in _NOT_AT_THE_END and not unopened:
            break
        end -= 1
    return end


def reference(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """`[name]: https://…`. What leads to no address is text: `[Minister]: Yes.` would be swallowed."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    if not _DEFINITION.match(state.src, start, state.eMarks[start_line]):
        return False
    return commonmark_reference(state, start_line, end_line, silent)
