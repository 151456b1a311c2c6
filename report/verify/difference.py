"""How a piece of a quotation differs from a passage, word by word.

In go the words of both, out come the changes. The passage may go on before and after: that is no change,
nor is what may be passed over within it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from report.verify.words import Word

_MISSING = 0.7
_MORE = 0.6
_OTHER = 1.2
_SIMILAR = 0.75
_MARK = 0.35
"""Costs: a word that the source has not, one that it has more, one for another, one for a similar one, a
punctuation mark."""


@dataclass(frozen=True, slots=True)
class Step:
    """One pair of an alignment: indices of words, None where one side has none."""

    quoted: int | None
    source: int | None
    equal: bool


def align(quoted: Sequence[Word], source: Sequence[Word], free: Sequence[bool]) -> tuple[list[Step], float]:
    """The cheapest way to make the passage of the quotation, and its cost.

    `free` tells which words of the source may be passed over.
    """
    width = len(source)
    row = [0.0] * (width + 1)  # what stands before the passage costs nothing
    moves: list[bytes] = []
    costs: dict[tuple[str, str], float] = {}
    for word in quoted:
        loss = _MARK if word.mark else _MISSING
        new, back = [row[0] + loss], bytearray(b"\x01")
        for at, other in enumerate(source):
            change = (
                0.0 if word.letters == other.letters and word.equals(other) else _swap(word, other, costs)
            )
            best, move = row[at] + change, 0 if change == 0.0 else 3
            if row[at + 1] + loss < best:
                best, move = row[at + 1] + loss, 1
            passed = new[at] + (0.0 if free[at] else _MARK if other.mark else _MORE)
            if passed < best:
                best, move = passed, 2
            new.append(best)
            back.append(move)
        row = new
        moves.append(bytes(back))
    end = min(range(width + 1), key=row.__getitem__)
    return _trace(moves, end), row[end]


def _trace(moves: Sequence[bytes], end: int) -> list[Step]:
    steps: list[Step] = []
    at, line = end, len(moves)
    while line:
        move = moves[line - 1][at]
        if move == 2:
            at -= 1
            steps.append(Step(None, at, False))
            continue
        line -= 1
        if move == 1:
            steps.append(Step(line, None, False))
            continue
        at -= 1
        steps.append(Step(line, at, move == 0))
    return steps[::-1]


def _swap(word: Word, other: Word, costs: dict[tuple[str, str], float]) -> float:
    """What it costs to take one word for another."""
    key = (word.letters, other.letters)
    if key not in costs:
        if word.mark != other.mark:
            costs[key] = _OTHER + _MARK
        elif word.mark:
            costs[key] = 2 * _MARK - 0.1
        elif key[0] == key[1]:
            costs[key] = _MARK
        else:
            alike = abs(len(key[0]) - len(key[1])) <= 3 and fuzz.ratio(*key) >= 60
            costs[key] = _SIMILAR if alike else _OTHER
    return costs[key]
