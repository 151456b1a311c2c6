"""Single values of two records of the same kind."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel

from report.changes.values import FactChange


def compare_facts(old: BaseModel, new: BaseModel, names: Sequence[str]) -> tuple[FactChange, ...]:
    """Of what both say; a value that only the new one's Attest records is no change."""
    found: list[FactChange] = []
    for name in names:
        before, after = getattr(old, name), getattr(new, name)
        said = name in old.model_fields_set and name in new.model_fields_set
        if said and before != after:
            found.append(FactChange(name, told(before), told(after)))
    return tuple(found)


def told(value: object) -> str:
    """As text, "" for nothing; a truth value as `yes` or `no`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(": ".join(one) if isinstance(one, tuple) else str(one) for one in value)
    return "" if value is None else str(value)
