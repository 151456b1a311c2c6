"""The numbers of a source's paragraphs, where they can be read: in go its words, out come the paragraphs.

Numbers that stand at beginnings of lines and count on by one, at least five of them, are those of paragraphs.
Whatever leaves a doubt (two such rows that overlap, a number between that is missing) gives no number.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from report.model import Document, Span

_FEWEST = 5
_NUMBER = re.compile(r"^[ \t]*[\[(]?(\d{1,4})[.)\]][ \t\u00a0]+(?=\S)", re.MULTILINE)
"""A number with its mark: bare ones are those of lines, notes and tables as well."""
_FURTHEST = 12_000
"""Characters between two numbers; of more, one that is unreadable may stand between."""

_Place = tuple[int, int]
"""The page's index and the index of a character in its first order."""


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Where paragraphs begin, in order; () where no numbers can be read."""

    places: tuple[_Place, ...]
    numbers: tuple[int, ...]
    pages: tuple[int, ...]

    def of(self, span: Span) -> int | None:
        """The paragraph in which a passage begins, None where that is not certain."""
        if span.order != 0 or span.page not in self.pages:
            return None
        at = bisect_right(self.places, (self.pages.index(span.page), span.start)) - 1
        # Behind the last number anything may follow: notes, annexes, another document.
        if at < 0 or at == len(self.places) - 1:
            return None
        return self.numbers[at]


def paragraphs_of(document: Document) -> Paragraphs:
    """Those of one row of numbers: a source with several has none that a citation could mean alone."""
    rows = [row for row in _rows(list(_numbers(document))) if len(row) >= _FEWEST]
    if len(rows) != 1:
        return Paragraphs((), (), ())
    (row,) = rows
    return Paragraphs(
        tuple(place for place, _, _ in row),
        tuple(number for _, number, _ in row),
        tuple(orders[0].number for orders in document.pages),
    )


def _numbers(document: Document) -> Iterator[tuple[_Place, int, int]]:
    """Each number at the beginning of a line, where it stands, and at which character of the whole."""
    before = 0
    for page, orders in enumerate(document.pages):
        text = orders[0].text
        for found in _NUMBER.finditer(text):
            yield (page, found.start()), int(found[1]), before + found.start()
        before += len(text) + 1


def _rows(numbers: Sequence[tuple[_Place, int, int]]) -> list[list[tuple[_Place, int, int]]]:
    """Numbers that count on by one, each put to the row that it follows nearest."""
    rows: list[list[tuple[_Place, int, int]]] = []
    for one in numbers:
        fitting = [row for row in rows if row[-1][1] + 1 == one[1] and one[2] - row[-1][2] <= _FURTHEST]
        if fitting:
            fitting[-1].append(one)
        else:
            rows.append([one])
    return rows
