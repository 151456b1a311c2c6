"""What an author may do within a quotation: leave out, put in, change a capital, say `[sic]`.

In goes the quotation as written, out come its pieces, each with what may stand between it and the piece
before, and what in it stands for nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from report.verify.normalise import Folded

LEFT_OUT = 4000
"""Letters that an ellipsis may skip: some page and a half."""
PUT_IN = 240
"""Letters that words in brackets may stand for: some forty words."""
PUT_IN_WORD = 12
"""Letters that brackets within a word may stand for: depart[ed]."""

_NEARLY = 60
"""From this likeness on (0 to 100) brackets are the source's own, so that a change in them is seen."""

_DOTS = r"(?:…|(?<!\.)(?<!\.\s)\.\s{0,3}\.\s{0,3}\.(?:\s{0,3}\.)?(?!\s{0,3}\.))"  # more are leaders
_ELLIPSIS = rf"\[\s*{_DOTS}\s*\]|\(\s*{_DOTS}\s*\)|…\.?|{_DOTS}"
_NOTHING = (
    r"\[\s*(?:sic\b[^\]]*|recte\b[^\]]*|!|(?:my |our |original )?emphas[ie]s [^\]]*|emphasis|italics [^\]]*|"
    r"footnotes? omitted|citations? omitted)\s*\]"
)
_BREAK = re.compile(rf"\s*(?P<ellipsis>{_ELLIPSIS})\s*|(?P<put>\[[^\[\]]{{1,200}}\])", re.IGNORECASE)
_CAPITAL = re.compile(r"(?<!\w)\[(\w)\](?=[\w'’])")
_OMISSIBLE = re.compile(rf"(?:{_NOTHING})|(?<![*_])[*_]{{1,3}}(?![*_])", re.IGNORECASE)
_OUTER = re.compile(r"\s*(?:“(.*)”|„(.*)[“”]|«(.*)»|\"([^\"]*)\"|‘(.*)’)\s*", re.DOTALL)


Fold = Callable[[str], Folded]
"""How texts are folded: as the source was."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stands in the source as it is.

    `skip`: how many letters of the source may stand between the piece before and this one; `whole`: it
    begins with a word, `open`: it may end within one; `put_before`, `put_after`: words put in are beside
    it; `own_dots`: the ellipsis before it has no brackets. `omissible` has the end of what begins at an
    index and may stand for nothing, `either` the letters at whose index the other case is as good.
    """

    original: str
    folded: Folded
    skip: int = 0
    whole: bool = True
    open: bool = False
    put_before: bool = False
    put_after: bool = False
    own_dots: bool = False
    omissible: Mapping[int, int] = field(default_factory=dict)
    either: frozenset[int] = frozenset()


def literal(quotation: str, folding: Fold) -> tuple[Piece, ...]:
    """The quotation taken at its word: brackets and ellipses stand in the source."""
    return (_piece(quotation, 0, True, folding),)


def pieces(quotation: str, folding: Fold, brackets: Sequence[str] = ()) -> tuple[Piece, ...]:
    """The quotation taken by the conventions. `brackets` are what the source itself has in brackets."""
    plain, marks = _without_capitals(quotation)
    found: list[Piece] = []
    start, skip, whole, put_before, own_dots = 0, 0, True, False, False
    for part in _BREAK.finditer(plain):
        if part["put"] and _is_kept(folding(part["put"]).text, part["put"], brackets):
            continue
        piece = _piece(plain[start : part.start()], skip, whole, folding, marks, start)
        inside = not part["ellipsis"] and plain[: part.start()][-1:].isalnum()
        if piece.folded.text:
            put_after = part["put"] is not None
            found.append(
                replace(piece, open=inside, put_before=put_before, put_after=put_after, own_dots=own_dots)
            )
            skip, put_before, own_dots = 0, False, False
        put_before = put_before or part["put"] is not None
        own_dots = own_dots or (part["ellipsis"] or "[")[0] not in "[("
        whole = part["ellipsis"] is not None or not plain[part.end() :][:1].isalnum()
        skip = max(skip, _allowed(part, inside or not whole)) if found else 0
        start = part.end()
    last = replace(
        _piece(plain[start:], skip, whole, folding, marks, start), put_before=put_before, own_dots=own_dots
    )
    return (*found, last) if last.folded.text else tuple(found)


def unquoted(quotation: str) -> str:
    """The quotation without quotation marks around the whole of it; as it is where it has none."""
    found = _OUTER.fullmatch(quotation)
    inner = next((group for group in found.groups() if group is not None), "") if found else ""
    return inner if inner and not re.search("[“”«»„]", inner) else quotation


def _is_kept(folded: str, put: str, brackets: Sequence[str]) -> bool:
    """Whether brackets are no words put in: they stand for nothing, or the source has them, or nearly so."""
    if re.fullmatch(_NOTHING, put, re.IGNORECASE):
        return True
    return any(folded == own or (len(folded) > 6 and fuzz.ratio(folded, own) >= _NEARLY) for own in brackets)


def _allowed(part: re.Match[str], within_word: bool) -> int:
    if part["ellipsis"]:
        return LEFT_OUT
    return PUT_IN_WORD if within_word else PUT_IN


def _without_capitals(quotation: str) -> tuple[str, frozenset[int]]:
    """`[T]he` becomes `The`; where the letters in brackets are then."""
    out, marks, end, length = [], [], 0, 0
    for found in _CAPITAL.finditer(quotation):
        out.append(quotation[end : found.start()])
        length += found.start() - end
        marks.append(length)
        out.append(found[1])
        length += 1
        end = found.end()
    return "".join((*out, quotation[end:])), frozenset(marks)


def _piece(
    text: str, skip: int, whole: bool, folding: Fold, marks: frozenset[int] = frozenset(), start: int = 0
) -> Piece:
    folded = folding(text)
    omissible = {}
    for found in _OMISSIBLE.finditer(text):
        first, end = _at(folded, found.start()), _at(folded, found.end())
        if first < end:
            omissible[first] = end
    either = frozenset(
        at for at in range(len(folded.text)) if marks and folded.index[at] + start in marks
    )  # fmt: skip
    return Piece(text, folded, skip, whole, omissible=omissible, either=either)


def _at(folded: Folded, original: int) -> int:
    """The first searched character from an index of the original on."""
    return bisect_left(folded.index, original, 0, len(folded.text))
