"""Changes as JSON. The keys are a contract with other programs: keys are added, never changed or left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from report.changes.values import Changes, Piece


def to_json(changes: Changes) -> dict[str, object]:
    """All that `values.py` has. `unknown` names what one of the two does not say."""
    return {
        "before": asdict(changes.before),
        "after": asdict(changes.after),
        "unknown": [one.value for one in changes.unknown],
        "facts": [asdict(fact) for fact in changes.facts],
        "entries": [
            {
                **{key: value for key, value in asdict(entry).items() if key != "texts"},
                "texts": [
                    {
                        "kind": text.kind,
                        "how": text.how.value,
                        "at": text.at,
                        "number": text.number,
                        "pieces": _pieces(text.pieces),
                    }
                    for text in entry.texts
                ],
            }
            for entry in changes.entries
        ],
        "sources": [asdict(source) for source in changes.sources],
        "annexes": [asdict(annex) for annex in changes.annexes],
        "verdicts": [asdict(verdict) for verdict in changes.verdicts],
        "moves": [asdict(move) for move in changes.moves],
    }


def _pieces(pieces: Sequence[Piece]) -> list[dict[str, str]]:
    return [{"how": piece.how.value if piece.how else "same", "text": piece.text} for piece in pieces]
