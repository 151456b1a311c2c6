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
    passing = [0.0 if free[at] else _MARK if word.mark else _MORE for at, word in enumerate(source)]
    row = [0.0] * (width + 1)  # what stands before the passage costs nothing
    moves: list[bytes] = []
    known: dict[str, list[float]] = {}
    for word in quoted:
        loss = _MARK if word.mark else _MISSING
        if word.letters not in known:
            known[word.letters] = [_swap(word, other) for other in source]
        costs = known[word.letters]
        last = row[0] + loss
        new, back = [last], bytearray(b"\x01")
        for at, cost in enumerate(costs):
            equal = cost == 0.0 and word.equals(source[at])
            best, move = (row[at], 0) if equal else (row[at] + (cost or _MARK), 3)
            if row[at + 1] + loss < best:
                best, move = row[at + 1] + loss, 1
            if last + passing[at] < best:
                best, move = last + passing[at], 2
            last = best
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


def _swap(word: Word, other: Word) -> float:
    """What it costs to take one word for another, the gaps before them left out."""
    if word.letters == other.letters:
        return 0.0
    if word.mark != other.mark:
        return _OTHER + _MARK
    if word.mark:
        return 2 * _MARK - 0.1
    alike = abs(len(word.letters) - len(other.letters)) <= 3 and fuzz.ratio(word.letters, other.letters) >= 60
    return _SIMILAR if alike else _OTHER
