"""How wide text runs in the house face, near enough to break lines of labels in a picture.

Text and a size go in; widths, and lines that are no wider than asked, come out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

# Advance widths of Linux Libertine, U+0020 to U+007E, in 1/1000 of the size; other faces for text are
# within the allowance below.
_ASCII = (
    250, 288, 336, 465, 465, 637, 705, 190, 298, 298, 369, 550, 220, 338, 220, 323, 465, 465, 465, 465,
    465, 465, 465, 465, 465, 465, 236, 236, 550, 550, 550, 435, 895, 695, 588, 646, 701, 557, 485, 685,
    730, 297, 322, 637, 528, 839, 699, 702, 541, 702, 587, 485, 597, 661, 652, 951, 660, 575, 604, 356,
    287, 356, 518, 486, 392, 457, 493, 428, 506, 447, 310, 500, 538, 271, 272, 512, 264, 790, 542, 504,
    519, 503, 372, 390, 316, 531, 497, 747, 490, 515, 424, 277, 205, 277, 449,
)  # fmt: skip
_OTHERS = {"–": 548, "—": 742, "‘": 268, "’": 268, "“": 375, "”": 375, "…": 749, "\u00a0": 250, "\u202f": 170}
_ALLOWANCE = 1.01
"""For kerning, other faces and what is not in the tables."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style. `language` is "" where it is that of the text around."""

    text: str
    italic: bool = False
    language: str = ""


def width(text: str, size: float) -> float:
    """The width of a text, in the unit of `size`."""
    return sum(map(_advance, text)) * size * _ALLOWANCE / 1000


@cache
def _advance(letter: str) -> int:
    known = _OTHERS.get(letter)
    if known is not None:
        return known
    base = unicodedata.normalize("NFD", letter)[0]
    if " " <= base <= "~":
        return _ASCII[ord(base) - 32]
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Mn", "Cf"}:
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1000
    return 900 if letter.isupper() else 620


def break_lines(runs: Sequence[Run], size: float, limit: float) -> list[list[Run]]:
    """The runs as lines no wider than `limit`. A word that is wider by itself is cut."""
    lines: list[list[Run]] = [[]]
    used = 0.0
    for run in runs:
        for word in _words(run.text):
            for piece in _cut(word, size, limit):
                wide = width(piece.rstrip(" "), size)
                if lines[-1] and used + wide > limit:
                    lines.append([])
                    used = 0.0
                text = piece if lines[-1] else piece.lstrip(" ")
                _append(lines[-1], Run(text, run.italic, run.language))
                used += width(text, size)
    return [line for line in lines if line]


def _words(text: str) -> list[str]:
    """Words with the space behind them."""
    pieces = text.split(" ")
    return [f"{piece} " for piece in pieces[:-1]] + ([pieces[-1]] if pieces[-1] else [])


def _cut(word: str, size: float, limit: float) -> list[str]:
    if width(word, size) <= limit:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size) > limit:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _append(line: list[Run], run: Run) -> None:
    if line and (line[-1].italic, line[-1].language) == (run.italic, run.language):
        line[-1] = Run(line[-1].text + run.text, run.italic, run.language)
    elif run.text:
        line.append(run)
