"""What annexes are called: Annex 3, Annex C, Annex III; and which of them has which number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from report.model import AnnexStyle
from report.numerals import roman
from report.read.wanted import Wanted


def annex_name(number: int, style: AnnexStyle) -> str:
    """The number, from 1, as it is printed; behind Z comes AA."""
    if style is AnnexStyle.ROMAN:
        return roman(number).upper()
    if style is AnnexStyle.DECIMAL:
        return str(number)
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def numbers_of(wanted: Sequence[Wanted], given: Mapping[str, int]) -> tuple[int, ...]:
    """The number of each file, from 1. One of whose sources has a number already keeps it; the others come
    behind all numbers that were ever given, in their order, so that none means something else than before.
    """
    last = max(given.values(), default=0)
    taken: set[int] = set()
    numbers = []
    for one in wanted:
        known = (given[key] for key in (*one.owners, *one.via) if key in given)
        number = next((number for number in known if number not in taken), 0)
        if not number:
            number = last = last + 1
        taken.add(number)
        numbers.append(number)
    return tuple(numbers)
