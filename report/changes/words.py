"""Two texts, word by word: what is in both, what only in the old, what only in the new.

The longest common run of words is found by rapidfuzz (bit-parallel, so that a stranger's text costs little);
what is common by chance, a lone word between two long differences, counts as different.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from report.changes.values import How, Piece

_WORD = re.compile(
    r"(?:\w|[\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670\u200c\u200d]|(?<=\w)['’\-](?=\w))+|[^\w\s]"
)
_MOST = 200_000_000
"""Pairs of words: rapidfuzz keeps a bit for each."""
_CHANCE = 12
"""Letters of words that two texts may have in common by chance."""
_LEFT_OUT = "…"


def words_of(text: str) -> list[str]:
    """Words and signs, without the spaces."""
    return _WORD.findall(text)


def likeness(old: Sequence[str], new: Sequence[str]) -> float:
    """Of two texts as words: 1.0 for equal, 0.0 for nothing in common."""
    if len(old) * len(new) > _MOST:
        return 1.0 if list(old) == list(new) else 0.0
    return float(Indel.normalized_similarity(old, new))


@dataclass(frozen=True, slots=True)
class _Step:
    """A run of words in the old text, in the new, or (`same`) in both."""

    old: str
    new: str
    same: bool = False

    @property
    def length(self) -> int:
        return max(len(self.old.strip()), len(self.new.strip()))


def reworded(old: str, new: str) -> tuple[Piece, ...]:
    """The new text, with what was removed put where it stood."""
    ours, theirs = list(_WORD.finditer(old)), list(_WORD.finditer(new))
    if len(ours) * len(theirs) > _MOST:
        return _pieces([_Step(old, new)])
    steps: list[_Step] = []
    for step in Indel.opcodes([word[0] for word in ours], [word[0] for word in theirs]):
        removed = _slice(old, ours, step.src_start, step.src_end)
        added = _slice(new, theirs, step.dest_start, step.dest_end)
        if step.tag == "equal":
            steps.append(_Step(removed, added, same=True))
        elif steps and not steps[-1].same:
            steps[-1] = _Step(steps[-1].old + removed, steps[-1].new + added)
        else:
            steps.append(_Step(removed, added))
    return _pieces(_without_chance(steps))


def _slice(text: str, words: Sequence[re.Match[str]], start: int, end: int) -> str:
    """The words, each with the white space behind it."""
    if start == end:
        return ""
    return text[words[start].start() : words[end].start() if end < len(words) else len(text)]


def _without_chance(steps: Sequence[_Step]) -> list[_Step]:
    """What is common, and shorter than the differences on either side of it, becomes part of them."""
    done: list[_Step] = []
    for step in steps:
        done.append(step)
        while len(done) >= 3 and _is_chance(*done[-3:]):
            run = done[-3:]
            done[-3:] = [_Step("".join(one.old for one in run), "".join(one.new for one in run))]
    return done


def _is_chance(before: _Step, common: _Step, behind: _Step) -> bool:
    if before.same or behind.same or not common.same:
        return False
    return common.length <= min(before.length, behind.length, _CHANCE)


def _pieces(steps: Sequence[_Step]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for step in steps:
        pieces += [Piece(step.new)] if step.same else _both(step.old, step.new)
    return tuple(piece for piece in pieces if piece.text)


def _both(removed: str, added: str) -> list[Piece]:
    """Removed, added; a space behind both is in both."""
    space = " " if removed.endswith(" ") and added.endswith(" ") else ""
    if space:
        removed, added = removed[:-1], added[:-1]
    return [Piece(removed, How.REMOVED), Piece(added, How.ADDED), Piece(space)]


def shortened(pieces: Sequence[Piece], context: int = 8, whole: int = 60) -> tuple[Piece, ...]:
    """With no more than `context` words of what is the same on either side of a difference, and of what was
    removed or added in one piece the first `whole`.
    """
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].how is None and piece.how is None:
            joined[-1] = Piece(joined[-1].text + piece.text)
        else:
            joined.append(piece)
    last = len(joined) - 1
    return tuple(
        Piece(
            _clipped(piece.text, whole) if piece.how else _short(piece.text, context, at == 0, at == last),
            piece.how,
        )
        for at, piece in enumerate(joined)
    )


def _short(text: str, context: int, first: bool, last: bool) -> str:
    """The words at its ends that stand beside a difference."""
    words = text.split()
    head, tail = (0 if first else context), (0 if last else context)
    if len(words) <= head + tail + 2:
        return text
    before, behind = (" " if text[edge].isspace() else "" for edge in (0, -1))
    shown = " ".join([*words[:head], _LEFT_OUT, *(words[-tail:] if tail else [])])
    return f"{before}{shown}{behind}"


def _clipped(text: str, most: int) -> str:
    return clipped(text, most) if text.count(" ") > most else text


def clipped(text: str, most: int = 24) -> str:
    """The first words of a text that is told as a whole."""
    words = text.split()
    return " ".join(words) if len(words) <= most + 2 else f"{' '.join(words[:most])} {_LEFT_OUT}"
