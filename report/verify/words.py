"""Words and punctuation marks, each by itself, for telling how two passages differ."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from report.verify.normalise import Gap, same_gap

_WORDS = re.compile(r"\d+(?:[.,:/]\d+)*(?![^\W_])|[^\W_]+|.", re.DOTALL)
_PARTING = {Gap.SPACE, Gap.DASH, Gap.MINUS, Gap.LOOSE}


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a number or a punctuation mark: its letters, the gaps before them, and where it stands."""

    letters: str
    gaps: bytes
    start: int
    end: int
    mark: bool = field(init=False)

    def __post_init__(self) -> None:
        """`mark`: it is punctuation alone."""
        object.__setattr__(self, "mark", not any(letter.isalnum() for letter in self.letters))

    @property
    def dash(self) -> bool:
        return self.gaps[0] in (Gap.DASH, Gap.MINUS, Gap.HYPHEN)

    def equals(self, other: Word) -> bool:
        """Whether they are the same in print, and a dash before one stands before the other."""
        if self.letters != other.letters:
            return False
        if self.gaps == other.gaps:
            return True
        if self.dash != other.dash and Gap.LINE_HYPHEN not in (self.gaps[0], other.gaps[0]):
            return False
        return all(same_gap(*pair) for pair in zip(self.gaps[1:], other.gaps[1:], strict=True))


def words(text: str, gaps: bytes, start: int, end: int) -> list[Word]:
    """The words from one index to another."""
    found: list[Word] = []
    for part in _WORDS.finditer(text, start, end):
        first = part.start()
        for at in range(first + 1, part.end()):
            if gaps[at] in _PARTING:
                found.append(Word(text[first:at], gaps[first:at], first, at))
                first = at
        found.append(Word(text[first : part.end()], gaps[first : part.end()], first, part.end()))
    return found
