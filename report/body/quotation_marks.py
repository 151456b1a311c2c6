"""Which quotation marks of a paragraph belong together.

A text goes in; out comes, for each mark that closes, the position of the one that opens. The marks are
those of English, French, German, Spanish, Persian, Chinese and Japanese. Marks look both ways: German
closes with what English opens with, and an apostrophe is no mark.
"""

from __future__ import annotations

import re

_MARK = re.compile("[“”„‟«»‹›「」『』\"‘’‚']")
# For each mark that may close, the marks that it closes. What closes nothing opens.
_CLOSES = {
    "”": "“„‟",
    "“": "„",
    "»": "«",
    "«": "»",
    "›": "‹",
    "‹": "›",
    "」": "「",
    "』": "『",
    '"': '"',
    "’": "‘‚",
    "‘": "‚",
    "'": "'",
}
# Which marks are looked for together: those of one line do not close those of another.
_FAMILIES = ("“”„‟", "«»", "‹›", "「」", "『』", '"', "‘’‚", "'")
_FAMILY = {mark: family for family in _FAMILIES for mark in family}
_NEVER_OPEN = frozenset("”’」』")
_BY_ITS_SIDES = frozenset("\"'’‘‚")
# The apostrophe of `prisoners’ families` looks like a mark that closes.
_POSSESSIVE = re.compile(r"[sxzSXZ]['’]\s\w")


def match_marks(text: str) -> dict[int, int]:
    """The position of each closing mark, with that of its opening one."""
    pairs: dict[int, int] = {}
    opened: dict[str, list[int]] = {family: [] for family in _FAMILIES}
    for found in _MARK.finditer(text):
        at, mark = found.start(), found[0]
        stack = opened[_FAMILY[mark]]
        if stack and text[stack[-1]] in _CLOSES.get(mark, "") and _may_close(text, at):
            pairs[at] = stack.pop()
        elif mark not in _NEVER_OPEN and _may_open(text, at):
            if mark in "\"'":
                stack.clear()  # one that opens again was left open before
            stack.append(at)
    return pairs


def _may_close(text: str, at: int) -> bool:
    if text[at] not in _BY_ITS_SIDES:
        return True
    before, behind = text[at - 1 : at], text[at + 1 : at + 2]
    if before.isspace() or behind.isalnum():
        return False
    return text[at] == '"' or not _POSSESSIVE.match(text, at - 1)


def _may_open(text: str, at: int) -> bool:
    if text[at] not in _BY_ITS_SIDES:
        return True
    before, behind = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    return not before.isalnum() and bool(behind) and not behind.isspace()
