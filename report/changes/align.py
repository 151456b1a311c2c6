"""Which text of one list is which of another: equal ones first, then by likeness, then those that were moved.

Two lists of texts go in (paragraphs, notes), pairs of indices come out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from rapidfuzz.distance import Indel

from report.changes.words import likeness, words_of

ALIKE = 0.5
"""Of two texts in the same place: from here on one is the other, reworded."""
SAME = 0.8
"""Of two texts in different places."""
_MOST_TEXTS = 100_000_000
_MOST_PAIRS = 10_000

Pair = tuple[int | None, int | None]


def align(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Each text once, in the order of the new list, what was removed where it stood; a pair that is out of
    that order was moved.
    """
    pairs: list[Pair] = []
    if len(old) * len(new) > _MOST_TEXTS:
        pairs = _replaced(range(len(old)), range(len(new)))
    else:
        for step in Indel.opcodes(list(old), list(new)):
            if step.tag == "equal":
                run = zip(
                    range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True
                )
                pairs += run
            else:
                pairs += _replaced(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end))
    return _with_moved(_with_alike(pairs, old, new), old, new)


def _replaced(old: Sequence[int], new: Sequence[int]) -> list[Pair]:
    return [*((at, None) for at in old), *((None, at) for at in new)]


def _with_alike(pairs: Sequence[Pair], old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Between two equal texts: what is like, in the order that makes most of it."""
    done: list[Pair] = []
    ours: list[int] = []
    theirs: list[int] = []
    for before, after in [*pairs, (-1, -1)]:
        if before is not None and after is not None:
            done += _pair(ours, theirs, old, new)
            ours, theirs = [], []
            if before >= 0:
                done.append((before, after))
        elif before is not None:
            ours.append(before)
        elif after is not None:
            theirs.append(after)
    return done


def _pair(ours: Sequence[int], theirs: Sequence[int], old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """By dynamic programming: `best[i][j]` is the most likeness of all before the i-th and j-th."""
    if not ours or not theirs or len(ours) * len(theirs) > _MOST_PAIRS:
        return _replaced(ours, theirs)
    before, after = [words_of(old[at]) for at in ours], [words_of(new[at]) for at in theirs]
    likes = [[likeness(one, other) for other in after] for one in before]
    best = [[0.0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    for i, row in enumerate(likes):
        for j, like in enumerate(row):
            paired = best[i][j] + like if like >= ALIKE else 0.0
            best[i + 1][j + 1] = max(best[i][j + 1], best[i + 1][j], paired)
    found: list[Pair] = []
    i, j = len(ours), len(theirs)
    while i and j:
        like = likes[i - 1][j - 1]
        if like >= ALIKE and best[i][j] == best[i - 1][j - 1] + like:
            i, j = i - 1, j - 1
            found.append((ours[i], theirs[j]))
        elif best[i][j] == best[i][j - 1]:
            j -= 1
            found.append((None, theirs[j]))
        else:
            i -= 1
            found.append((ours[i], None))
    found += [(None, theirs[at]) for at in reversed(range(j))]
    found += [(ours[at], None) for at in reversed(range(i))]
    return found[::-1]


def _with_moved(pairs: Sequence[Pair], old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """What was removed in one place and added, much alike, in another."""
    removed = [before for before, after in pairs if before is not None and after is None]
    added = [after for before, after in pairs if after is not None and before is None]
    if not removed or not added or len(removed) * len(added) > _MOST_PAIRS:
        return list(pairs)
    words = {at: words_of(old[at]) for at in removed}
    moved: dict[int, int] = {}
    for after in added:
        theirs = words_of(new[after])
        likes = [(likeness(words[at], theirs), -at) for at in removed if at not in moved.values()]
        if likes and max(likes)[0] >= SAME:
            moved[after] = -max(likes)[1]
    gone = set(moved.values())
    return [
        (moved.get(after, before) if before is None and after is not None else before, after)
        for before, after in pairs
        if not (after is None and before in gone)
    ]


def out_of_order(order: Sequence[int]) -> set[int]:
    """The fewest positions whose numbers must be taken out for the rest to go up (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []  # the position that each top is at
    previous: list[int] = []
    for position, number in enumerate(order):
        pile = bisect_left(tops, number)
        tops[pile:] = [number, *tops[pile + 1 :]]
        ends[pile:] = [position, *ends[pile + 1 :]]
        previous.append(ends[pile - 1] if pile else -1)
    kept = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.add(at)
        at = previous[at]
    return set(range(len(order))) - kept
