"""Page numbers that moved: what stands on another page, in runs that moved as far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from report.changes.record import AnnexRecord, EntryRecord
from report.changes.values import Move

Placed = EntryRecord | AnnexRecord


def find_moves(pairs: Iterable[tuple[Placed, Placed, str]]) -> tuple[Move, ...]:
    """`pairs` are what is in both, in the new order, each with its title."""
    found: list[Move] = []
    following = False  # whether the one before was the last of the run
    for before, after, title in pairs:
        if before.folio is None or after.folio is None or before.folio == after.folio:
            following = False
            continue
        by = _by(before.folio, after.folio)
        last = found[-1] if found else None
        if following and last is not None and by is not None and last.by == by:
            found[-1] = replace(
                last, last=title, count=last.count + 1, last_before=before.folio, last_after=after.folio
            )
        else:
            found.append(Move(title, title, 1, before.folio, after.folio, before.folio, after.folio, by))
        following = True
    return tuple(found)


def _by(before: str, after: str) -> int | None:
    """By how many pages; None for folios that are no numbers (A3-1)."""
    # Sixteen digits are more pages than there can be; int() refuses thousands.
    plain = all(folio.isascii() and folio.isdigit() and len(folio) <= 16 for folio in (before, after))
    return int(after) - int(before) if plain else None
