"""Pandoc's citations: `[see @a, para. 5; also @b, p. 3]`, `[-@a]`, `@a`, `@a [p. 3]`, `@{key}`.

What Pandoc's reader takes for a citation is one here, and the rest is text; the tests ask Pandoc itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline

from report.body.syntax.brackets import Outline, outline_of
from report.body.syntax.rules import push

# Pandoc: letters, digits and _, with single marks between them; also the // of an address.
_KEY = re.compile(r"\w(?:\w|[:.#$%&\-+?<>~/](?=\w)|[:/](?=/))*")
_BRACED_KEY = re.compile(r"\{([^\s{}]+)\}")
_MARK = re.compile(r"\\.|`|\[|;|-?@", re.DOTALL)
_IN_WORD = re.compile(r"(?:[^\W_]_*|\.)\Z")
_LINE_END = re.compile(r"[ \t]*\n[ \t]*")
_BRACKET_BEHIND = re.compile(r"[ \t]*(?:\n[ \t]*)?\[(?!\^)")


@dataclass(frozen=True, slots=True)
class CitedKey:
    """One source of a citation as typed; `pos` is where its `@` (or `-@`) stands in the paragraph."""

    key: str
    pos: int
    prefix: str = ""
    suffix: str = ""
    suppress_author: bool = False
    author_in_text: bool = False


def bracketed_citation(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] != "[":
        return False
    outline = outline_of(state)
    close = outline.pairs.get(start, -1)
    if not start < close < state.posMax or state.src.find("@", start, close) < 0:
        return False
    items = _read_items(state.src, start + 1, close, outline)
    if not items:
        return False
    if not silent:
        push(state, "citation", 0, start, items=items)
    state.pos = close + 1
    return True


def citation_in_text(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if not state.src.startswith(("@", "-@"), start):
        return False
    found = _read_key(state.src, start, state.posMax)
    if found is None:
        return False
    first, end = found
    suffix: str = ""
    others: tuple[CitedKey, ...] = ()
    behind = _BRACKET_BEHIND.match(state.src, end, state.posMax)
    if behind:
        more = _read_bracket(state, behind.end() - 1)
        if more:
            suffix, others, end = more
    if not silent:
        item = CitedKey(first.key, start, "", suffix, first.suppress_author, not first.suppress_author)
        push(state, "citation", 0, start, items=(item, *others))
    state.pos = end
    return True


def _read_key(src: str, pos: int, end: int) -> tuple[CitedKey, int] | None:
    """The key whose `@` or `-@` stands at `pos`. Within a word there is none: an address of e-mail."""
    if _IN_WORD.search(src, max(0, pos - 8), pos):
        return None
    suppress = src[pos] == "-"
    at = pos + 1 + suppress
    if found := _KEY.match(src, at, end):
        return CitedKey(found[0], pos, suppress_author=suppress), found.end()
    if found := _BRACED_KEY.match(src, at, end):
        return CitedKey(found[1], pos, suppress_author=suppress), found.end()
    return None


def _read_items(src: str, start: int, end: int, outline: Outline) -> tuple[CitedKey, ...]:
    """The sources between two positions, () if a part between semicolons has no key."""
    items: list[CitedKey] = []
    part, found = start, None
    pos = start
    while pos < end:
        mark = _MARK.search(src, pos, end)
        at = mark.start() if mark else end
        pos = mark.end() if mark else end
        kind = src[at] if mark else ";"
        if kind == "`":
            pos = outline.code.get(at, pos)
        elif kind == "[":
            pos = outline.pairs.get(at, at) + 1
        elif kind == ";":
            if found is None:
                return ()
            items.append(_item(src, part, found, at))
            part, found = pos, None
        elif kind in "-@" and found is None:
            # `x-@a` cites a with its author: the dash is the word's.
            found = _read_key(src, at, end) or _read_key(src, pos - 1, end)
            pos = found[1] if found else pos
    if found is not None:
        items.append(_item(src, part, found, end))
    elif items and src[part:end].strip():
        return ()
    return tuple(items)


def _item(src: str, start: int, found: tuple[CitedKey, int], end: int) -> CitedKey:
    key, behind = found
    prefix, suffix = _one_line(src[start : key.pos]).strip(), _one_line(src[behind:end]).rstrip()
    return CitedKey(key.key, key.pos, prefix, suffix, key.suppress_author)


def _one_line(text: str) -> str:
    return _LINE_END.sub(" ", text)


def _read_bracket(state: StateInline, start: int) -> tuple[str, tuple[CitedKey, ...], int] | None:
    """What stands in brackets behind `@a`: its locator, further sources, and where they end."""
    src, outline = state.src, outline_of(state)
    close = outline.pairs.get(start, -1)
    if not start < close < state.posMax:
        return None
    items = _read_items(src, start + 1, close, outline)
    if items and not src.startswith(("(", "[", "{"), close + 1):
        return "", items, close + 1
    text = src[start + 1 : close]
    if not text.strip() or src.startswith(("(", "[", "{"), close + 1):
        return None
    if normalizeReference(text) in state.env.get("references", {}):
        return None
    split = _first_semicolon(src, start + 1, close, outline)
    others = _read_items(src, split + 1, close, outline) if split < close else ()
    if split < close and not others:
        return None
    return _one_line(src[start + 1 : split]).strip(), others, close + 1


def _first_semicolon(src: str, pos: int, end: int, outline: Outline) -> int:
    while mark := _MARK.search(src, pos, end):
        at, pos = mark.start(), mark.end()
        if src[at] == ";":
            return at
        if src[at] == "`":
            pos = outline.code.get(at, pos)
        elif src[at] == "[":
            pos = outline.pairs.get(at, at) + 1
    return end
