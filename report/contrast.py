"""A quotation and the passage that its source has instead, word by word.

In go the two passages as plain text; out comes a `Contrast`: stretches of either, each marked as the same or
not. The words are aligned as `verify` does it, so that what is marked is what was found to differ.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from report.model import Contrast, Stretch
from report.verify.difference import align
from report.verify.normalise import Folded, fold
from report.verify.words import Word, words

_CONVENTIONS = re.compile(r"\[[^\]]*\]|…|\.\.\.")
"""What an author leaves out or puts in by convention is no difference."""
_CONTEXT = 6
"""Words that are shown on either side of a difference."""
_LEFT_OUT = "…"


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the passages: its words, and which of them stand within conventions."""

    text: str
    folded: Folded
    words: Sequence[Word]
    conventional: Sequence[bool]


def contrast(quoted: str, source: str) -> Contrast:
    """What differs is marked; what is the same for long is shortened."""
    ours, theirs = _side(quoted), _side(source)
    steps, _ = align(ours.words, theirs.words, [False] * len(theirs.words))
    wrong = [
        not step.equal
        and not (step.quoted is not None and ours.conventional[step.quoted])
        and not (step.source is not None and theirs.conventional[step.source])
        for step in steps
    ]
    shown = _near(wrong)
    return Contrast(
        _stretches(ours, [step.quoted for step in steps], wrong, shown),
        _stretches(theirs, [step.source for step in steps], wrong, shown),
    )


def _side(passage: str) -> _Side:
    text = " ".join(passage.split())
    folded = fold(text)
    found = words(folded.text, folded.gaps, 0, len(folded.text))
    runs = [run.span() for run in _CONVENTIONS.finditer(text)]
    inside = [any(start <= folded.index[word.start] < end for start, end in runs) for word in found]
    return _Side(text, folded, found, inside)


def _near(wrong: Sequence[bool]) -> list[bool]:
    """Which steps of the alignment are shown: those that differ, and some around."""
    shown = [False] * len(wrong)
    for at, differs in enumerate(wrong):
        if differs:
            low, high = max(0, at - _CONTEXT), min(len(wrong), at + _CONTEXT + 1)
            shown[low:high] = [True] * (high - low)
    return shown if any(shown) else [True] * len(wrong)


def _stretches(
    side: _Side, order: Sequence[int | None], wrong: Sequence[bool], shown: Sequence[bool]
) -> tuple[Stretch, ...]:
    """The passage, cut where it begins or ends to differ; what is not shown is an ellipsis."""
    pieces: list[Stretch] = []
    end = 0
    for at, differs, is_shown in zip(order, wrong, shown, strict=True):
        if at is None:
            continue
        word = side.words[at]
        start, before = side.folded.index[word.start], end
        end = max(end, side.folded.index[word.end - 1] + 1)
        if not is_shown:
            if not (pieces and pieces[-1].text.endswith(_LEFT_OUT)):
                _add(pieces, f" {_LEFT_OUT}" if pieces else _LEFT_OUT, False)
            continue
        between = side.text[before : max(before, start)]
        _add(pieces, between, bool(pieces) and pieces[-1].changed and differs)
        _add(pieces, side.text[max(before, start) : end], differs)
    if shown and shown[-1]:
        _add(pieces, side.text[end:], False)
    return tuple(pieces)


def _add(pieces: list[Stretch], text: str, changed: bool) -> None:
    """Put the text behind the others, as one stretch with the last where both are alike."""
    if not text:
        return
    if pieces and pieces[-1].changed == changed:
        text = pieces.pop().text + text
    pieces.append(Stretch(text, changed))
