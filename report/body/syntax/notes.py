"""Notes: `^[inline]`, and the reference `[^1]`; definitions are the footnote plugin's.

Unlike the plugin's, an inline note is parsed where it stands, so that what is in it knows its place.
"""

from __future__ import annotations

from markdown_it.rules_inline import StateInline
from mdit_py_plugins.footnote.index import footnote_ref

from report.body.syntax.brackets import outline_of
from report.body.syntax.rules import push, stamped


def _note_reference(state: StateInline, silent: bool) -> bool:
    # The plugin's rule looks for the end of the label by itself, each time to the end of the paragraph.
    start = state.pos
    if not state.src.startswith("[^", start) or start not in outline_of(state).pairs:
        return False
    return footnote_ref(state, silent, always_match=True)


note_reference = stamped(_note_reference, "[")


def inline_note(state: StateInline, silent: bool) -> bool:
    start, maximum = state.pos, state.posMax
    if state.src[start] != "^":
        return False
    close = outline_of(state).pairs.get(start + 1, maximum)
    if close >= maximum or not state.src[start + 2 : close].strip():
        return False
    if not silent:
        push(state, "note_open", 1, start)
        state.pos, state.posMax = start + 2, close
        state.md.inline.tokenize(state)
        state.push("note_close", "", -1)
    state.pos, state.posMax = close + 1, maximum
    return True
