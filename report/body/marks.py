"""Gives each citation the white space before it and the punctuation behind it.

Where a note's mark stands depends on the language (behind the full stop in English, before it in
French), so both leave the words and travel with the citation. Nothing is lost and nothing doubled: words,
leads and trails one after another are the text as typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from report.body.runs import Cite, Run, Tag, Words, text_of

_STOPS = ".,;:!?…‥؟،؛۔。，、；：！？"
_QUOTES = "”’»›\"'“‘«‹"
# The Chicago Manual of Style, 14.26: a mark follows any punctuation but the dash. A quotation mark is a
# closing one when no word follows it; French sets a space before some marks.
_TRAIL = re.compile(
    rf"(?:[{_STOPS})\]}}]|[{_QUOTES}](?!\w)|[ \u00a0\u202f](?=[;:!?»›])(?:[;:!?]|[»›](?!\w)))+"
)


def place_marks(runs: Sequence[Run]) -> list[Run]:
    """The runs with `lead` and `trail` taken into the citations of running text."""
    settled = _out_of_emphasis(_joined(runs))
    for at, run in enumerate(settled):
        if isinstance(run, Cite):
            lead, trail = _take_lead(settled, at), _take_trail(settled, at)
            settled[at] = Cite(replace(run.citation, lead=lead, trail=trail), run.pos)
    return [run for run in settled if not (isinstance(run, Words) and not run.text)]


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Words that follow one another as one."""
    joined: list[Run] = []
    for scope, group in groupby(runs, lambda run: run.scope if isinstance(run, Words) else None):
        if scope is None:
            joined += group
        else:
            joined.append(Words("".join(text_of(run) for run in group), scope))
    return joined


def _out_of_emphasis(runs: list[Run]) -> list[Run]:
    """A citation at the end of emphasis stands behind it: a mark is not part of a title in italics."""
    for at in range(len(runs) - 1):
        run, following = runs[at], runs[at + 1]
        emptied = at > 0 and isinstance(before := runs[at - 1], Tag) and before.nesting > 0
        ends = isinstance(following, Tag) and following.emphasis and following.nesting < 0
        if isinstance(run, Cite) and ends and not emptied:
            runs[at], runs[at + 1] = following, run
    return runs


def _take_lead(runs: list[Run], at: int) -> str:
    """White space, also from within the emphasis that ends before the citation."""
    before = at - 1
    while before >= 0 and isinstance(tag := runs[before], Tag) and tag.nesting < 0:
        before -= 1
    words = runs[before] if before >= 0 else None
    if not isinstance(words, Words):
        return ""
    text = words.text.rstrip()
    runs[before] = Words(text, words.scope)
    return words.text[len(text) :]


def _take_trail(runs: list[Run], at: int) -> str:
    words = runs[at + 1] if at + 1 < len(runs) else None
    found = _TRAIL.match(words.text) if isinstance(words, Words) else None
    if not isinstance(words, Words) or found is None:
        return ""
    runs[at + 1] = Words(words.text[found.end() :], words.scope)
    return found[0]
