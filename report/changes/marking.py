"""Marks in an entry's HTML what changed, for the bars in the margin."""

from __future__ import annotations

from markupsafe import Markup

from report.changes.texts import blocks_of, mark
from report.changes.values import Changes, EntryChange, How


def mark_changed(entry: str, html: Markup, notes: range, changes: Changes) -> Markup:
    """A body with its changed blocks and notes marked: of a new entry all. What is gone has no place."""
    change = _of(entry, changes)
    if change is None:
        return html
    blocks = blocks_of(html)
    if change.how is How.ADDED:
        return mark(html, [block.at for block in blocks], notes)
    texts = [(text.kind, text.at) for text in change.texts if text.at is not None]
    return mark(
        html,
        [blocks[at].at for kind, at in texts if kind != "note"],
        [notes[at] for kind, at in texts if kind == "note"],
    )


def heading_changed(entry: str, changes: Changes) -> bool:
    """Whether what stands above the body is new or changed."""
    change = _of(entry, changes)
    return change is not None and (change.how is How.ADDED or bool(change.facts))


def _of(entry: str, changes: Changes) -> EntryChange | None:
    return next((one for one in changes.entries if one.id == entry and one.how is not How.REMOVED), None)
