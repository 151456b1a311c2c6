"""Whether a quotation stands in a source: `find(quotation, document)`, or an `Index` to ask many times.

In go the words and the pages of a source, out comes a `Match`: verbatim and where, altered and how, or
absent. The same question has the same answer everywhere: nothing is learnt, weighed or guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from report.model.attestation import Change, Document, Match, Verdict
from report.verify.conventions import Piece, literal, pieces, unquoted
from report.verify.nearest import Near, nearest
from report.verify.normalise import is_persian
from report.verify.passages import passage
from report.verify.search import Place, places
from report.verify.text import Text, all_orders, main_text


def find(quotation: str, document: Document) -> Match:
    """What a source has of a quotation. To look up several in one source, make an `Index` of it."""
    return Index(document).find(quotation)


class Index:
    """A source made ready to be searched; other reading orders only when the first has not the words.

    A document without any text is `unreadable`, an empty quotation `absent`.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._persian = any(is_persian(words.text) for orders in document.pages for words in orders[:1])
        self._several = any(len(orders) > 1 for orders in document.pages)

    @cached_property
    def _main(self) -> Text:
        return main_text(self._document, self._persian)

    @cached_property
    def _all(self) -> Text:
        return all_orders(self._document, self._persian)

    def find(self, quotation: str) -> Match:
        """The verdict on a quotation, given without marks around it, as plain text."""
        if not any(words.text.strip() for orders in self._document.pages for words in orders):
            return Match(Verdict.UNREADABLE)
        ways = self._ways(quotation)
        if not ways:
            return Match(Verdict.ABSENT)
        for text in self._texts():
            for way in ways:
                found = passage(text, way)
                if found:
                    runs = [run for place in found for run in place.runs]
                    return Match(Verdict.VERBATIM, text.spans(runs))
        return self._near(ways)

    def _texts(self) -> Sequence[Text]:
        """Made one after the other: most quotations are in the first."""
        return _Lazily(self) if self._several else (self._main,)

    def _ways(self, quotation: str) -> list[tuple[Piece, ...]]:
        """The ways to take a quotation, each once, the ones without marks around it last."""
        ways: list[tuple[Piece, ...]] = []
        for words in dict.fromkeys((quotation, unquoted(quotation))):
            for way in (literal(words, self._persian), pieces(words, self._persian)):
                has_words = any(letter.isalnum() for piece in way for letter in piece.folded.text)
                if has_words and all(_shape(way) != _shape(other) for other in ways):
                    ways.append(way)
        return ways

    def _near(self, ways: Sequence[tuple[Piece, ...]]) -> Match:
        """How the nearest passage differs, by the reading of the quotation that differs least."""
        text = self._all if self._several else self._main
        found = [match for way in ways if (match := _altered(text, way))]
        return min(found, key=_weight, default=Match(Verdict.ABSENT))


class _Lazily(Sequence[Text]):
    """The text in the first order, then the text in all."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def __len__(self) -> int:
        return 2

    def __getitem__(self, at: int) -> Text:  # type: ignore[override]
        if at > 1:
            raise IndexError
        return self._index._all if at else self._index._main


def _shape(way: Sequence[Piece]) -> tuple[tuple[str, int, frozenset[int], bool], ...]:
    """What makes a way of taking a quotation differ from another."""
    return tuple((piece.folded.text, piece.skip, piece.either, bool(piece.omissible)) for piece in way)


def _weight(match: Match) -> tuple[bool, int]:
    """How much is wrong."""
    return not match.lesser, sum(len(change.quoted) + len(change.source) for change in match.changes)


def _altered(text: Text, way: Sequence[Piece]) -> Match | None:
    """The pieces one by one: those that stand in the text, and what is like the others."""
    found: list[Place | Near] = []
    missing: list[Piece] = []
    for piece in way:
        place = next(places(text, piece), None) or nearest(text, piece)
        if place is None:
            missing.append(piece)
        else:
            found.append(place)
    known = sum(len(piece.folded.text) for piece in way if piece not in missing)
    if not found or 2 * known < sum(len(piece.folded.text) for piece in way):
        return None
    near = [place for place in found if isinstance(place, Near)]
    changes = [change for place in near for change in place.changes]
    changes += [Change(" ".join(piece.original.split()), "") for piece in missing]
    if not changes:
        changes = _misplaced(text, way, found)
    runs = [
        run
        for place in found
        for run in (((place.start, place.end),) if isinstance(place, Near) else place.runs)
    ]
    lesser = bool(near) and not missing and all(place.lesser for place in near)
    return Match(Verdict.ALTERED, text.spans(runs), tuple(changes), lesser)


def _misplaced(text: Text, way: Sequence[Piece], found: Sequence[Place | Near]) -> list[Change]:
    """All pieces are there, and not in this order or this near each other; or one is cut within a word."""
    if len(way) == 1:
        place = found[0]
        return [Change(" ".join(way[0].original.split()), text.original(place.start, place.end))]
    return [Change(" ".join(piece.original.split()), "") for piece in way[1:]]
