"""A line with right-to-left text as it stands on the page: in go its pieces, out come signs from the left.

Where a glyph begins says where it stands, whichever way the file stores it and pdfium has put it: of Arabic,
the boxes of ink overlap. What several characters share a place are one glyph; pdfium has turned them round
with the rest of the line.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect
from collections.abc import Sequence

from report.read.letters.bidi import Sign, kind_of
from report.read.letters.columns import Line
from report.read.letters.content import Content
from report.read.letters.glyphs import Glyphs
from report.read.letters.page import UNIT
from report.read.letters.pieces import Piece

_SAME = 0.05
"""Points between the beginnings of one glyph's characters."""
_SPACE = 0.1
"""Times the height of the line that a gap between glyphs is wide at least to be a space."""
_INK = 1.0
"""Points of height that ink has at least; the box of a space is as low as a hair."""
_FORMS = (("\ufb1d", "\ufdff"), ("\ufe70", "\ufefc"))
"""Presentation forms: shapes of letters, which are spelled by the letters."""
_GAP = Sign(" ", (-1,))


def signs(line: Line, content: Content, found: Glyphs) -> list[Sign]:
    """From left to right, spaces among them."""
    letters, marks = _placed(line, content, found)
    height = max(piece.height for piece in line) * UNIT
    level = line[0].turn == 0
    result: list[Sign] = []
    end = 0.0
    for at, places in letters:
        sign = _sign(content.text, places)
        if _has_ink(content, places[0]) and sign.text == " ":
            # What Word calls the second half of a letter.
            end = found.advance_end(content.origins[places[0]]) if level else at
            continue
        if not sign.text or (sign.text == " " and result and result[-1].text == " "):
            continue
        if result and level and at - end > _SPACE * height and " " not in (sign.text, result[-1].text):
            result.append(_GAP)
        # Read from right to left, a vowel sign comes behind its letter when it stands in front of it here.
        result += [Sign(content.text[mark], (mark,)) for mark in marks.get(places[0], ())]
        result.append(sign)
        end = found.advance_end(content.origins[places[0]]) if level else at
    return result


def _placed(
    line: Line, content: Content, found: Glyphs
) -> tuple[list[tuple[float, list[int]]], dict[int, list[int]]]:
    """Where each glyph begins and the characters that it is, from the left; and the vowel signs, by the
    first character of the glyph at which they stand.
    """
    placed = sorted(
        (_beginning(piece, found, content.origins[place]), place)
        for piece in line
        for place in range(piece.start, piece.end)
        if not (content.text[place].isspace() and _no_space(content, found, place, line[0].turn))
    )
    letters: list[tuple[float, list[int]]] = []
    marks: list[tuple[float, int]] = []
    for at, place in placed:
        if unicodedata.combining(content.text[place]):
            marks.append((_middle(content, place, line[0].turn), place))
        elif letters and at - letters[-1][0] < _SAME and not content.text[place].isspace():
            letters[-1][1].append(place)
        else:
            letters.append((at, [place]))
    return letters, _by_letter(marks, letters, content, line[0].turn)


def _by_letter(
    marks: Sequence[tuple[float, int]],
    letters: Sequence[tuple[float, list[int]]],
    content: Content,
    turn: int,
) -> dict[int, list[int]]:
    """Each mark at the letter above or below whose middle it stands."""
    middles = sorted(
        (_middle(content, places[0], turn), places[0])
        for _, places in letters
        if not content.text[places[0]].isspace()
    )
    found: dict[int, list[int]] = {}
    for at, mark in marks:
        near = bisect(middles, (at, 0))
        letter = min(middles[max(0, near - 1) : near + 1], key=lambda one: abs(one[0] - at), default=None)
        if letter is not None:
            found.setdefault(letter[1], []).append(mark)
    return found


def _middle(content: Content, place: int, turn: int) -> float:
    left, bottom, right, top = content.edges[4 * place : 4 * place + 4]
    return ((left + right) / 2, (bottom + top) / 2, -(left + right) / 2, -(bottom + top) / 2)[turn] * UNIT


def _no_space(content: Content, found: Glyphs, place: int, turn: int) -> bool:
    """White space that pdfium put in where there is room between the ink, or without a width: in level text
    gaps are measured better here.
    """
    left, _, right, _ = content.edges[4 * place : 4 * place + 4]
    index = content.origins[place]
    return index < 0 or found.generated(index) or (turn == 0 and right <= left)


def _has_ink(content: Content, place: int) -> bool:
    _, bottom, _, top = content.edges[4 * place : 4 * place + 4]
    return (top - bottom) * UNIT > _INK


def _beginning(piece: Piece, found: Glyphs, index: int) -> float:
    x, y = found.origin(index)
    return (x, y, -x, -y)[piece.turn]


def _sign(text: str, places: Sequence[int]) -> Sign:
    characters = [text[place] for place in places]
    if any(kind_of(character) == "R" for character in characters) and characters[0] != "ل":
        # Lam goes before alef in the ligature of both, and there pdfium may have spelled it out itself.
        characters, places = characters[::-1], places[::-1]
    spelled = [_spelled(character) for character in characters]
    return Sign(
        "".join(spelled),
        tuple(place for place, letters in zip(places, spelled, strict=True) for _ in letters),
    )


def _spelled(character: str) -> str:
    if any(first <= character <= last for first, last in _FORMS):
        return unicodedata.normalize("NFKC", character).strip()
    return " " if character.isspace() else character
