"""Compares the entries of two records: which are new, gone, moved, and what in them was reworded."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from report.changes.align import SAME, align, out_of_order
from report.changes.facts import compare_facts
from report.changes.record import EntryRecord
from report.changes.values import EntryChange, How, Piece, TextChange
from report.changes.words import reworded

_FACTS = ("title", "by", "date", "date_label", "kind", "kicker", "language", "facts", "events")
_MOST_PAIRS = 2_500
_MOST_LETTERS = 20_000

Pairs = list[tuple[EntryRecord, EntryRecord]]


def compare_entries(
    old: Sequence[EntryRecord], new: Sequence[EntryRecord]
) -> tuple[tuple[EntryChange, ...], Pairs]:
    """What became of each, and those that are in both, in the new order.

    The changes are in the new order, what was removed behind what it stood behind.
    """
    matched = _match(old, new)
    places = {one.id: place for place, one in enumerate(old)}
    kept = [(matched[one.id], one) for one in new if one.id in matched]
    moved = out_of_order([places[before.id] for before, _ in kept])
    moved_ids = {kept[position][1].id for position in moved}
    found: list[EntryChange] = []
    behind = ""
    gone = {one.id for one in old} - {before.id for before, _ in kept}
    removed = _removed_behind(old, gone)
    found += [_gone(one) for one in removed.get("", [])]
    for entry in new:
        before = matched.get(entry.id)
        if before is None:
            found.append(EntryChange(entry.id, entry.title, How.ADDED, behind=behind, folio=entry.folio))
        else:
            change = _compare(before, entry, behind if entry.id in moved_ids else None)
            found += [change] if change else []
            found += [_gone(one) for one in removed.get(before.id, [])]
        behind = entry.title
    return tuple(found), kept


def _removed_behind(old: Sequence[EntryRecord], gone: set[str]) -> dict[str, list[EntryRecord]]:
    """What was removed, by the ID of the last entry before it that was not, "" for none."""
    found: dict[str, list[EntryRecord]] = {}
    last = ""
    for one in old:
        if one.id in gone:
            found.setdefault(last, []).append(one)
        else:
            last = one.id
    return found


def _gone(entry: EntryRecord) -> EntryChange:
    return EntryChange(entry.id, entry.title, How.REMOVED, language=entry.language or "")


def _match(old: Sequence[EntryRecord], new: Sequence[EntryRecord]) -> dict[str, EntryRecord]:
    """The old entry of each new one, by its ID; then by title and words, since a file may be renamed."""
    ours = {one.id: one for one in old}
    matched = {one.id: ours.pop(one.id) for one in new if one.id in ours}
    added = [one for one in new if one.id not in matched]
    for entry in added:
        same = [one for one in ours.values() if one.title == entry.title and one.date == entry.date]
        if len(same) == 1:
            matched[entry.id] = ours.pop(same[0].id)
    added = [one for one in added if one.id not in matched]
    if len(added) * len(ours) > _MOST_PAIRS:
        return matched
    for entry in added:
        words = _all_words(entry)
        likes = {key: fuzz.ratio(_all_words(one), words) / 100 for key, one in ours.items()} if words else {}
        best = max(likes, key=lambda key: likes[key], default=None)
        if best is not None and likes[best] >= SAME:
            matched[entry.id] = ours.pop(best)
    return matched


def _all_words(entry: EntryRecord) -> str:
    return " ".join(text.text for text in entry.paragraphs or ())[:_MOST_LETTERS]


def _compare(before: EntryRecord, after: EntryRecord, behind: str | None) -> EntryChange | None:
    """None where nothing differs; `behind` is None where the entry was not moved."""
    facts = compare_facts(before, after, _FACTS)
    texts = (*_compare_texts(before, after), *_compare_notes(before, after))
    was = before.id if before.id != after.id else ""
    moved = behind is not None
    if not (facts or texts or was or moved):
        return None
    how = How.MOVED if moved and not (facts or texts or was) else How.CHANGED
    return EntryChange(
        after.id, after.title, how, was, moved, behind or "", facts, texts, after.folio, after.language or ""
    )


def _compare_texts(before: EntryRecord, after: EntryRecord) -> list[TextChange]:
    if before.paragraphs is None or after.paragraphs is None:
        return []
    old, new = before.paragraphs, after.paragraphs
    pairs = align([one.text for one in old], [one.text for one in new])
    both = [(one, other) for one, other in pairs if one is not None and other is not None]
    moved = {both[position][1] for position in out_of_order([one for one, _ in both])}
    found = []
    for one, other in pairs:
        kind = new[other].kind if other is not None else old[one].kind if one is not None else ""
        change = _text_change(
            kind,
            old[one].text if one is not None else None,
            new[other].text if other is not None else None,
            other,
            other in moved,
        )
        found += [change] if change else []
    return found


def _compare_notes(before: EntryRecord, after: EntryRecord) -> list[TextChange]:
    if before.notes is None or after.notes is None:
        return []
    found = []
    for one, other in align(before.notes, after.notes):
        first = after.first_note if other is not None else before.first_note
        at = other if other is not None else one
        change = _text_change(
            "note",
            before.notes[one] if one is not None else None,
            after.notes[other] if other is not None else None,
            other,
            number=first + at if first is not None and at is not None else None,
        )
        found += [change] if change else []
    return found


def _text_change(
    kind: str,
    old: str | None,
    new: str | None,
    at: int | None,
    moved: bool = False,
    number: int | None = None,
) -> TextChange | None:
    if old is None:
        return TextChange(kind, How.ADDED, (Piece(new or "", How.ADDED),), at, number)
    if new is None:
        return TextChange(kind, How.REMOVED, (Piece(old, How.REMOVED),), None, number)
    if old == new:
        return TextChange(kind, How.MOVED, (Piece(new),), at, number) if moved else None
    return TextChange(kind, How.CHANGED, reworded(old, new), at, number)
