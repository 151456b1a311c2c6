"""Dates in words: `13 September 2016`, `septembre 2016`, `2016`.

A partial date and a language go in; the date as far as it is known comes out, never more.
"""

from __future__ import annotations

from datetime import date

from babel.dates import format_date, format_skeleton

from report.compose.words import locale_for
from report.model import PartialDate


def in_words(when: PartialDate, language: str) -> str:
    """The date in full words, as far as it is known."""
    locale = locale_for(language)
    day = date(when.year, when.month or 1, when.day or 1)
    if when.month is None:
        return format_date(day, "y", locale=locale)
    if when.day is None:
        return format_skeleton("yMMMM", day, locale=locale)
    return format_date(day, "long", locale=locale)
