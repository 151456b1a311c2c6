"""Punctuation of right-to-left text: which marks there are counts, where they are stored does not.

The place of a full stop or a bracket in such a line is worked out when it is drawn, and readers that go the
other way put it back differently.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from report.model.attestation import Span
from report.verify.normalise import VOWELS, fold
from report.verify.search import Place
from report.verify.text import Text

_BESIDE = 3
"""Characters before and after a passage among which a mark of it may be stored."""
_MIRRORED = str.maketrans(")]}", "([{")


def same_marks(text: Text, found: Sequence[Place], quotation: str) -> bool:
    """Whether a passage found without its marks has those of the quotation, and no others."""
    within: list[str] = []
    around: list[str] = []
    for place in found:
        spans = text.spans(place.runs)
        for at, span in enumerate(spans):
            words = text.block_of(span).words.text
            start, end = _with_marks(words, span, at > 0, at < len(spans) - 1)
            within.append(words[start:end])
            around.append(words[max(0, start - _BESIDE) : end + _BESIDE])
    quoted = _marks(quotation)
    return not (_marks(" ".join(within)) - quoted) and not (quoted - _marks(" ".join(around)))


def _with_marks(words: str, span: Span, before: bool, after: bool) -> tuple[int, int]:
    """The span with the marks beside it, where the passage goes on there."""
    start, end = span.start, span.end
    while before and start > 0 and not words[start - 1].isalnum():
        start -= 1
    while after and end < len(words) and not words[end].isalnum():
        end += 1
    return start, end


def _marks(text: str) -> Counter[str]:
    folded = VOWELS.sub("", fold(text).text).translate(_MIRRORED)
    return Counter([*(letter for letter in folded if not letter.isalnum()), *VOWELS.findall(text)])
