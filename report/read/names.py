"""What annexes are called: Annex 3, Annex C, Annex III."""

from __future__ import annotations

from report.model import AnnexStyle
from report.numerals import roman


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
