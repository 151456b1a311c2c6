"""Numbers of pages as they are written: 4, iv, A3-4.

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


def annex_mark(name: str, style: AnnexStyle) -> str:
    """What the folios of an annex begin with: A3, C or AIII. Only a letter tells by itself what it is."""
    return name if style is AnnexStyle.LETTERS else f"A{name}"


def file_numbers(pages: Sequence[FilePage], first_page: int | None) -> tuple[Label, ...]:
    """The numbers of a file's pages: as the file labels them, else from `first_page`, else from 1.

    Its labels hold where every page has one, no two the same, and all are plain numbers.
    """
    labels = {page.label for page in pages}
    if len(labels) == len(pages) and all(_SIMPLE.fullmatch(label) for label in labels):
        return tuple(_label(page.label) for page in pages)
    first = 1 if first_page is None else first_page
    return tuple(Label("", "D", first + page.number - 1) for page in pages)


_SIMPLE = re.compile(r"[0-9]{1,6}|[ivxlcdm]{1,12}|[IVXLCDM]{1,12}")
_VALUES = {letters: value for value, letters in _ROMAN}


def _label(text: str) -> Label:
    """A simple label in PDF's terms; as it stands where these would write it in another way (007, iiii)."""
    if text.isdecimal():
        label = Label("", "D", int(text))
    else:
        label = Label("", "r" if text.islower() else "R", _roman_value(text.lower()))
    # A range of labels begins with 1 or more (ISO 32000-1, table 159).
    return label if label.value and str(label) == text else Label(text, "", 1)


def _roman_value(text: str) -> int:
    digits = [_VALUES[letter] for letter in text]
    following = [*digits[1:], 0]
    return sum(-one if one < after else one for one, after in zip(digits, following, strict=True))
