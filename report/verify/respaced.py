"""Passages that have a quotation's letters, all and in order, and are not the same words.

Other spaces or hyphens ("any one", "anyone"), or words cut at one end ("lawful" of "unlawful").
"""

from __future__ import annotations

from report.model.attestation import Change
from report.verify.conventions import Piece
from report.verify.search import piece_ends, starts_word
from report.verify.text import Text
from report.verify.words import words

_MOST = 20


def respaced(text: Text, piece: Piece) -> tuple[int, int, tuple[Change, ...]] | None:
    """The passage that differs least: where it begins and ends, and how it differs."""
    wanted = piece.folded.text
    found: list[tuple[int, int, tuple[Change, ...]]] = []
    at = text.text.find(wanted)
    while at >= 0 and len(found) < _MOST:
        found.append(_compare(text, piece, at))
        at = text.text.find(wanted, at + 1)
    return min(found, key=lambda one: len(one[2]), default=None)


def _compare(text: Text, piece: Piece, at: int) -> tuple[int, int, tuple[Change, ...]]:
    length = len(piece.folded.text)
    low, high = at, at + length
    while low > 0 and text.text[low - 1] != "\x00" and not starts_word(text, low):
        low -= 1
    while text.text[high] != "\x00" and not piece_ends(text, high):
        high += 1
    ours = words(piece.folded.text, piece.folded.gaps, 0, length)
    theirs = words(text.text, text.gaps, low, high)
    cuts = sorted({word.end for word in ours} & {word.end - at for word in theirs} - {length})
    changes = []
    for first, last in zip([0, *cuts], [*cuts, length], strict=True):
        mine = [word for word in ours if first <= word.start < last]
        start = low if first == 0 else at + first
        end = high if last == length else at + last
        printed = [word for word in theirs if start <= word.start < end]
        same = len(mine) == len(printed) and all(
            one.equals(other) for one, other in zip(mine, printed, strict=True)
        )
        if not same:
            quoted = piece.original[piece.folded.index[first] : piece.folded.index[last - 1] + 1]
            changes.append(Change(" ".join(quoted.split()), text.original(start, end)))
    return low, high, tuple(changes)
