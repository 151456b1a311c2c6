"""Near misses: what the author may have meant.

A name and the names that there are go in; a hint comes out, "" when nothing is near.
"""

from __future__ import annotations

from collections.abc import Iterable

# Of 100, by edit distance: "edm-44" for "edm-448" is 92, "titel" for "title" 80, "date" for "data" 75.
_NEAR = 70
_FEW = 12


def did_you_mean(name: str, known: Iterable[str]) -> str:
    # Imported when something is wrong, since it takes longer than a faultless dossier to load.
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    found = process.extractOne(
        name, list(known), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_NEAR
    )
    return f'did you mean "{found[0]}"?' if found else ""


def near_or_all(name: str, known: Iterable[str]) -> str:
    """The near miss, or all that there are where they are few."""
    known = list(known)
    return did_you_mean(name, known) or (f"possible: {', '.join(known)}" if len(known) <= _FEW else "")
