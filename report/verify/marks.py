"""Punctuation of right-to-left text: which marks there are counts, where they are stored does not.

The place of a full stop or a bracket in such a line is worked out when it is drawn, and readers that go the
other way put it back differently.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from report.verify.normalise import fold
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
        for span in text.spans(place.runs):
            words = text.block_of(span).words.text
            within.append(words[span.start : span.end])
            around.append(words[max(0, span.start - _BESIDE) : span.end + _BESIDE])
    quoted = _marks(quotation)
    return not (_marks(" ".join(within)) - quoted) and not (quoted - _marks(" ".join(around)))


def _marks(text: str) -> Counter[str]:
    folded = fold(text).text.translate(_MIRRORED)
    return Counter(letter for letter in folded if not letter.isalnum() and not "\u064b" <= letter <= "\u0670")
