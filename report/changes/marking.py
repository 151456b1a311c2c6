"""Marks in an entry's HTML what changed, for the bars in the margin."""

from __future__ import annotations

from collections.abc import Sequence, Set

from markupsafe import Markup

from report.changes.texts import blocks_of, mark
from report.changes.values import Changes, EntryChange, How

_HEADING = frozenset({"title", "by", "date", "date_label", "kind", "kicker"})


def mark_changed(entry: str, html: Markup, notes: Sequence[str], changes: Changes) -> Markup:
    """A body with its changed blocks and notes (their names, in order) marked: of a new entry all.

    What is gone has no place.
    """
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
    """Whether the lines above the body are new or changed."""
    return _any_changed(entry, changes, _HEADING)


def facts_changed(entry: str, changes: Changes) -> bool:
    """Whether the table of facts is new or changed."""
    return _any_changed(entry, changes, {"facts"})


def _any_changed(entry: str, changes: Changes, names: Set[str]) -> bool:
    change = _of(entry, changes)
    if change is None:
        return False
    return change.how is How.ADDED or any(fact.name in names for fact in change.facts)


def _of(entry: str, changes: Changes) -> EntryChange | None:
    return next((one for one in changes.entries if one.id == entry and one.how is not How.REMOVED), None)
