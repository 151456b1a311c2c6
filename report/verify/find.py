"""Whether a quotation stands in a source: `find(quotation, document)`, or an `Index` to ask many times.

In go the words and the pages of a source, out comes a `Match`: verbatim and where, altered and how, or
absent. The same question has the same answer everywhere: nothing is learnt, weighed or guessed.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import partial

from report.model.attestation import Change, Document, Match, Verdict
from report.verify.conventions import Fold, Piece, literal, pieces, unquoted
from report.verify.marks import same_marks
from report.verify.nearest import Near, nearest
from report.verify.normalise import fold, is_persian
from report.verify.passages import passage
from report.verify.right_to_left import as_drawn, has_right_to_left, ligatures
from report.verify.search import Place, places
from report.verify.text import Reading, Text, all_orders, main_text


def find(quotation: str, document: Document) -> Match:
    """What a source has of a quotation. To look up several in one source, make an `Index` of it."""
    return Index(document).find(quotation)


class Index:
    """A source made ready to be searched, step by step: most quotations are in the text as it stands.

    A document without any text is `unreadable`, an empty quotation `absent`.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        everything = [words for orders in document.pages for words in orders]
        self._readable = any(words.text.strip() for words in everything)
        self._several = any(len(orders) > 1 for orders in document.pages)
        persian = any(is_persian(words.text) for words in everything)
        folding: Fold = partial(fold, persian=persian)
        bare: Fold = partial(fold, persian=persian, marks=False)
        self._readings = [Reading(folding)]
        if any(has_right_to_left(words.text) for words in everything):
            self._readings += [
                Reading(folding, ligatures),
                Reading(bare),
                Reading(bare, ligatures),
                Reading(bare, as_drawn),
            ]
        self._made: dict[tuple[int, bool], Text] = {}

    def find(self, quotation: str, preferred: Container[int] = ()) -> Match:
        """The verdict on a quotation: plain text, without marks around it.

        Where it stands on several pages, that on a `preferred` page (by its number) is given, else the first.
        """
        if not self._readable:
            return Match(Verdict.UNREADABLE)
        if not any(letter.isalnum() for letter in quotation):
            return Match(Verdict.ABSENT)
        for at, reading in enumerate(self._readings):
            for several in (False, True) if self._several else (False,):
                text = self._text(at, several)
                for way in _ways(quotation, reading.fold, text):
                    # What is to be passed over is looked for in all orders at once, if there are several.
                    found = passage(text, way, preferred, in_a_row=self._several and not several)
                    if found and (at < 2 or same_marks(text, found, quotation)):
                        runs = [run for place in found for run in place.runs]
                        return Match(Verdict.VERBATIM, text.spans(runs))
        return self._near(quotation)

    def _text(self, reading: int, several: bool) -> Text:
        """The text of a reading, in the first order of its pages or in all; made when it is first needed."""
        key = (reading, several)
        if key not in self._made:
            own = self._readings[reading]
            self._made[key] = (
                all_orders(self._document, own, self._text(reading, False))
                if several
                else main_text(self._document, own)
            )
        return self._made[key]

    def _near(self, quotation: str) -> Match:
        """How the nearest passage differs, by the reading of the quotation that differs least."""
        text = self._text(0, self._several)
        ways = _ways(quotation, self._readings[0].fold, text)
        found = [match for way in ways if (match := _altered(text, way))]
        return min(found, key=_weight, default=Match(Verdict.ABSENT))


def _ways(quotation: str, folding: Fold, text: Text) -> list[tuple[Piece, ...]]:
    """The ways to take a quotation, each once, the ones without marks around it last."""
    ways: list[tuple[Piece, ...]] = []
    for words in dict.fromkeys((quotation, unquoted(quotation))):
        for way in (literal(words, folding), pieces(words, folding, text.brackets if "[" in words else ())):
            has_words = any(letter.isalnum() for piece in way for letter in piece.folded.text)
            if has_words and all(_shape(way) != _shape(other) for other in ways):
                ways.append(way)
    return ways


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
        # A piece that is the whole quotation has just been looked for.
        sought = len(way) == 1 and not (piece.put_before or piece.put_after)
        place: Place | Near | None = None if sought else next(places(text, piece), None)
        place = place or nearest(text, piece)
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
