"""Pieces in their order: a passage of a source that has them all, with no more between than is allowed."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from report.verify.conventions import LEFT_OUT, PUT_IN_WORD, Piece
from report.verify.normalise import Gap
from report.verify.search import Place, places
from report.verify.text import Text

_MOST_TRIES = 300
_IN_BRACKETS = ("[...]", "(...)")


def passage(
    text: Text, pieces: Sequence[Piece], preferred: Container[int] = (), in_a_row: bool = False
) -> tuple[Place, ...] | None:
    """The first passage that has the pieces in their order, on a preferred page if there is one.

    `in_a_row`: each piece stands in the text without anything to be passed over.
    """
    if len(pieces) == 1 and not preferred:
        first = next(_places(text, pieces[0], in_a_row), None)
        return (first,) if first else None
    found = [sorted(_places(text, piece, in_a_row), key=lambda place: place.start) for piece in pieces]
    if not found or not all(found):
        return None
    found[0].sort(key=lambda place: text.block(place.start).words.number not in preferred)
    tries = 0
    for first in found[0]:
        chain = [first]
        for piece, candidates in zip(pieces[1:], found[1:], strict=True):
            tries += 1
            following = next((place for place in candidates if _follows(text, chain[-1], place, piece)), None)
            if following is None:
                break
            chain.append(following)
        if len(chain) == len(pieces):
            return tuple(chain)
        if tries > _MOST_TRIES * len(pieces):
            return None
    return None


def _places(text: Text, piece: Piece, in_a_row: bool) -> Iterator[Place]:
    """Where a piece stands. Brackets of the author's stand for words, not for brackets of the source's."""
    for place in places(text, piece, in_a_row):
        before, after = text.text[place.start - 1], text.text[place.end]
        if not (piece.put_before and before == "]") and not (piece.put_after and after == "["):
            yield place


def _follows(text: Text, before: Place, place: Place, piece: Piece) -> bool:
    """Whether a piece stands behind another, and near enough."""
    one, other = text.block(before.end - 1), text.block(place.start)
    if one.order == other.order and one.page <= other.page:
        between = place.start - before.end
    elif one.page < other.page <= one.page + 2:
        between = (one.start + len(one.folded.text) - before.end) + (place.start - other.start)
    else:
        return False
    if not 0 <= between <= piece.skip:
        return False
    if piece.skip == LEFT_OUT and not _left_out(text.text[before.end : place.start], piece.own_dots):
        return False
    if piece.skip != LEFT_OUT and not {"[", "]"}.isdisjoint(text.text[before.end : place.start]):
        return False
    if piece.skip != PUT_IN_WORD:
        return True
    return all(gap == Gap.NONE for gap in text.gaps[before.end + 1 : place.start])


def _left_out(between: str, own_dots: bool) -> bool:
    """Whether an ellipsis may stand for these letters, and not for one of the source's own and a word beside.

    Without brackets (`own_dots`) it could be any that the source has; in brackets, one at an end.
    """
    if between.strip(".[()]") == "":
        return True
    if own_dots:
        return "..." not in between
    return not between.startswith(_IN_BRACKETS) and not between.endswith(_IN_BRACKETS)
