"""The near miss: the passage of a source that is most like a piece of a quotation that it does not have.

Only asked when the exact search has failed. Out come the passage's place and the changes, or None where
nothing in the source is like it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from report.model.attestation import Change
from report.verify.conventions import Piece
from report.verify.difference import Step, align
from report.verify.normalise import Gap
from report.verify.respaced import respaced
from report.verify.search import seeds
from report.verify.text import Text
from report.verify.words import Word, words

_AROUND = 60
"""Letters before and after the place to which the seeds point."""
_SPREAD = 1500
"""Letters by which seeds of one passage may be apart: running heads and footnotes stand between."""
_MOST_WINDOWS = 4
_TIGHT = 30
"""Letters by which they are apart where a word or two are lost or added."""
_SPARSE = 120
"""So many letters between seeds weigh as much as one seed more."""
_SURE = 0.8
_ALIKE = 0.5
"""The part of a piece's letters that must be in a passage for it to be the one that was meant."""


@dataclass(frozen=True, slots=True)
class Near:
    """A passage, how it differs, and how much of the piece it has, from 0 to 1."""

    start: int
    end: int
    changes: tuple[Change, ...]
    lesser: bool
    likeness: float


def nearest(text: Text, piece: Piece) -> Near | None:
    """The passage that is most like the piece."""
    same = respaced(text, piece)
    if same:
        start, end, changes = same
        return Near(start, end, changes, False, 1.0)
    best: Near | None = None
    for low, high in _windows(text, piece):
        near = _compare(text, piece, low, high)
        if near and (best is None or near.likeness > best.likeness):
            best = near
        if best and best.likeness > _SURE:
            break
    return best


def _windows(text: Text, piece: Piece) -> list[tuple[int, int]]:
    """Where most parts of the piece stand together, the likeliest first."""
    wanted = piece.folded.text
    points = sorted((at - offset, offset) for at, offset in seeds(text, piece, closely=True))
    groups: list[tuple[float, int, int]] = []
    first = 0
    for last, (shift, _) in enumerate(points):
        while shift - points[first][0] > _SPREAD:
            first += 1
        tight = bisect_left(points, (shift - _TIGHT, 0), first)
        close = {offset for _, offset in points[tight : last + 1]}
        groups.append((len(close) - (shift - points[tight][0]) / _SPARSE, points[tight][0], shift))
        offsets = {offset for _, offset in points[first : last + 1]}
        spread = shift - points[first][0]
        groups.append((len(offsets) - spread / _SPARSE, points[first][0], shift))
    groups.sort(key=lambda group: -group[0])
    windows: list[tuple[int, int]] = []
    for _, low, high in groups:
        if len(windows) == _MOST_WINDOWS:
            break
        if all(abs(low - other) > len(wanted) for other, _ in windows):
            windows.append((low, high + len(wanted)))
    if not windows and len(wanted) <= 64:
        place = fuzz.partial_ratio_alignment(wanted, text.text, score_cutoff=60)
        if place is not None:
            windows.append((place.dest_start, place.dest_end))
    return [(max(0, low - _AROUND), min(len(text.text), high + _AROUND)) for low, high in windows]


def _compare(text: Text, piece: Piece, low: int, high: int) -> Near | None:
    source = [word for word in words(text.text, text.gaps, low, high) if word.letters != "\x00"]
    quoted = words(piece.folded.text, piece.folded.gaps, 0, len(piece.folded.text))
    steps, _ = align(quoted, source, _free(text, source))
    while steps and steps[-1].quoted is None:
        steps.pop()
    kept = [at for at in (step.source for step in steps) if at is not None]
    if not kept or not quoted:
        return _by_letters(text, piece, low, high)
    printed = text.text[source[kept[0]].start : source[kept[-1]].end]
    likeness = max(_likeness(steps, quoted, source), fuzz.ratio(piece.folded.text, printed) / 50 - 1)
    if likeness < _ALIKE:
        return _by_letters(text, piece, low, high)
    free = _free(text, source)
    wrong = [
        step for step in steps if not step.equal and (step.quoted is not None or not free[step.source or 0])
    ]
    changes = _changes(text, piece, steps, quoted, source, free)
    lesser = all(_is_lesser(step, quoted, source) for step in wrong)
    return Near(source[kept[0]].start, source[kept[-1]].end, changes, lesser and bool(wrong), likeness)


def _by_letters(text: Text, piece: Piece, low: int, high: int) -> Near | None:
    """Where words cannot be told apart (letters set wide, broken text): the whole passage is one change."""
    place = fuzz.partial_ratio_alignment(piece.folded.text, text.text[low:high], score_cutoff=75)
    if place is None:
        return None
    start, end = low + place.dest_start, low + place.dest_end
    change = Change(" ".join(piece.original.split()), text.original(start, end))
    return Near(start, end, (change,), False, place.score / 100)


def _likeness(steps: Sequence[Step], quoted: Sequence[Word], source: Sequence[Word]) -> float:
    """The letters of equal words, and part of those of similar ones, of all letters."""
    total = sum(len(word.letters) for word in quoted)
    equal = 0.0
    for step in steps:
        if step.quoted is None or step.source is None:
            continue
        one, other = quoted[step.quoted].letters, source[step.source].letters
        equal += len(one) * (1.0 if one == other else max(0.0, fuzz.ratio(one, other) / 100 - 0.2))
    return equal / total


def _free(text: Text, source: Sequence[Word]) -> list[bool]:
    """Which words stand in what may be passed over."""
    if not source:
        return []
    low, high = source[0].start, source[-1].end
    runs = [
        (start, target)
        for start in range(low, high)
        for target, _ in text.hops.get(start, ())
        if start < target
    ]
    return [any(start <= word.start and word.end <= end for start, end in runs) for word in source]


def _is_lesser(step: Step, quoted: Sequence[Word], source: Sequence[Word]) -> bool:
    """Whether a difference is one of punctuation."""
    one = quoted[step.quoted] if step.quoted is not None else None
    other = source[step.source] if step.source is not None else None
    if one and other and one.letters == other.letters:
        inside = one.gaps[1:] != other.gaps[1:]
        return not inside and {one.gaps[0], other.gaps[0]}.isdisjoint({Gap.MINUS, Gap.HYPHEN})
    return all(word is None or (word.mark and word.letters in ".,;:!?'()") for word in (one, other))


def _changes(
    text: Text,
    piece: Piece,
    steps: Sequence[Step],
    quoted: Sequence[Word],
    source: Sequence[Word],
    free: Sequence[bool],
) -> tuple[Change, ...]:
    """Neighbouring differences are one change, in the letters of the originals."""
    found: list[Change] = []
    ours: list[Word] = []
    theirs: list[Word] = []
    for step in (*steps, Step(None, None, True)):
        if step.quoted is None and step.source is not None and free[step.source]:
            continue
        if not step.equal:
            if step.quoted is not None:
                ours.append(quoted[step.quoted])
            if step.source is not None:
                theirs.append(source[step.source])
        elif ours or theirs:
            found.append(Change(_quoted(piece, ours), _printed(text, theirs)))
            ours, theirs = [], []
    return tuple(found)


def _quoted(piece: Piece, ours: Sequence[Word]) -> str:
    if not ours:
        return ""
    index, last = piece.folded.index, ours[-1].end - 1
    return " ".join(piece.original[index[ours[0].start] : index[last] + 1].split())


def _printed(text: Text, theirs: Sequence[Word]) -> str:
    return text.original(theirs[0].start, theirs[-1].end) if theirs else ""
