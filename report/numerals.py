"""Numbers of pages and annexes as they are written: 4, iv, A3-4, Annex C.

Also the numbers that the pages of an archived file have by themselves, on which locators and folios agree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from report.model import AnnexStyle, FilePage


@dataclass(frozen=True, slots=True)
class Label:
    """A page's number in PDF's terms (ISO 32000-1, 12.4.2): prefix, style (D, r, R or none), value."""

    prefix: str
    style: str
    value: int

    def __str__(self) -> str:
        match self.style:
            case "D":
                return f"{self.prefix}{self.value}"
            case "r":
                return self.prefix + roman(self.value)
            case "R":
                return self.prefix + roman(self.value).upper()
        return self.prefix


def roman(number: int) -> str:
    """Lower-case Roman numerals of a number from 1 on."""
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def letters(number: int) -> str:
    """A, B, …, Z, AA, AB, … of a number from 1 on."""
    text = ""
    while number:
        number, letter = divmod(number - 1, 26)
        text = chr(ord("A") + letter) + text
    return text


def annex_number(number: int, style: AnnexStyle) -> str:
    """The number of an annex as its style has it: 3, C or III."""
    match style:
        case AnnexStyle.LETTERS:
            return letters(number)
        case AnnexStyle.ROMAN:
            return roman(number).upper()
        case AnnexStyle.DECIMAL:
            return str(number)


def annex_mark(number: int, style: AnnexStyle) -> str:
    """What the folios of an annex begin with: A3, C or AIII. Only a letter tells by itself what it is."""
    return ("" if style is AnnexStyle.LETTERS else "A") + annex_number(number, style)


def file_numbers(pages: Sequence[FilePage], first_page: int | None) -> tuple[Label, ...]:
    """The numbers of a file's pages: as the file labels them, else from `first_page`, else from 1.

    Its labels hold where every page has one, no two the same, and all are plain numbers.
    """
    labels = [_simple(page.label) for page in pages]
    if len({page.label for page in pages}) == len(pages) and None not in labels:
        return tuple(label for label in labels if label is not None)
    first = 1 if first_page is None else first_page
    return tuple(Label("", "D", first + page.number - 1) for page in pages)


_DIGITS = re.compile(r"[1-9][0-9]{0,5}")
_ROMANS = re.compile(r"[ivxlc]{1,12}")


def _simple(text: str) -> Label | None:
    """A page label that is a number and nothing else."""
    if _DIGITS.fullmatch(text):
        return Label("", "D", int(text))
    style = "r" if text.islower() else "R"
    if _ROMANS.fullmatch(text.lower()) and text in (text.lower(), text.upper()):
        value = _roman_value(text.lower())
        return Label("", style, value) if roman(value) == text.lower() else None
    return None


def _roman_value(text: str) -> int:
    values = {letters: value for value, letters in _ROMAN}
    digits = [values[letter] for letter in text]
    following = [*digits[1:], 0]
    return sum(-one if one < after else one for one, after in zip(digits, following, strict=True))
