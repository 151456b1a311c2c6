"""The words that the program itself prints, in the languages that it knows; English for all others.

A language tag goes in, `Words` come out. Their own language is told with them, so that an English word in
a dossier of another language is marked as English.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from markupsafe import Markup

from report.compose.phrases import PHRASES


@dataclass(frozen=True, slots=True)
class Words:
    """`words["contents"]`; `language` is the one that they are in.

    `marked` are the HTML attributes that say so where the text around is in another.
    """

    language: str
    table: Mapping[str, str]
    marked: Markup

    def __getitem__(self, key: str) -> str:
        return self.table[key]

    def get(self, key: str) -> str:
        """The word, or ""."""
        return self.table.get(key, "")


def words_for(language: str) -> Words:
    """The words in a language (BCP 47), in English where there are none."""
    primary = _primary(language)
    if primary in PHRASES:
        return Words(primary, PHRASES[primary], Markup())
    return Words("en", PHRASES["en"], Markup(' lang="en" dir="ltr"'))


def _primary(language: str) -> str:
    return language.split("-", maxsplit=1)[0].lower()


def locale_for(language: str) -> Locale:
    """Babel's locale. Bare English is that of the UN and of courts outside America: 13 September 2016."""
    if language.lower() == "en":
        return Locale("en", "001")
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en", "001")
