"""Single values of two records of the same kind."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel

from report.changes.align import ALIKE
from report.changes.values import FactChange, How, Piece
from report.changes.words import likeness, reworded, words_of

_WHOLE = frozenset({"date", "issued", "accessed", "sha256", "size", "pages", "lines", "label", "captured"})
"""Numbers and dates are read as a whole."""
DIGITS = 12
"""Of a sha256, so many tell files apart."""


def compare_facts(old: BaseModel, new: BaseModel, names: Sequence[str]) -> tuple[FactChange, ...]:
    """Of what both say; a value that only the new one's Attest records is no change."""
    found: list[FactChange] = []
    for name in names:
        before, after = getattr(old, name), getattr(new, name)
        said = name in old.model_fields_set and name in new.model_fields_set
        if said and before != after:
            found.append(FactChange(name, told(before), told(after)))
    return tuple(found)


def pieces_of(fact: FactChange) -> tuple[Piece, ...]:
    """A value word by word, where before and after are alike; else the one, then the other."""
    if likeness(words_of(fact.before), words_of(fact.after)) >= ALIKE and fact.name not in _WHOLE:
        return reworded(fact.before, fact.after)
    both = Piece(" ") if fact.before and fact.after else Piece("")
    return Piece(fact.before, How.REMOVED), both, Piece(fact.after, How.ADDED)


def told(value: object) -> str:
    """As text, "" for nothing; a truth value as `yes` or `no`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(": ".join(one) if isinstance(one, tuple) else str(one) for one in value)
    return "" if value is None else str(value)
