"""The words that the program itself prints, in the languages that it knows; English for all others.

A language tag goes in, `Words` come out. Their own language is told with them, so that an English word in
a dossier of another language is marked as English.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})

_TABLES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "contents": "Contents",
        "overview": "Overview",
        "sources": "Table of sources",
        "annexes": "Annexes",
        "annex": "Annex",
        "colophon": "Colophon",
        "chronology": "Chronology",
        "statements": "Statements on record",
        "statement-one": "{n} statement on record",
        "statement-other": "{n} statements on record",
        "date": "Date",
        "undated": "Undated",
        "left-out": "{span}: left out, nothing stands there",
        "number": "No.",
        "key-labelled": "Filled: statements on record. Open: what they say happened. A bar is as long as the "
        "time that its date names, a dot is a day. Numbers in brackets are those of the table of statements.",
        "key-counted": "How many statements on record (filled) and things that they say happened (open) "
        "there are to each period. Dates known to the year alone stand in a bar of that year’s length.",
        "figure": "Chronology, {span}.",
        "figure-said": "Statements: {list}.",
        "figure-happened": "What they say happened: {list}.",
        "figure-undated": "Statements without a date: {list}.",
        "who": "Who",
        "what": "What",
        "page": "Page",
        "p": "p.",
        "line": "line",
        "lines": "lines",
        "and": "and",
        "reproduced-in": "reproduced in",
        "reproduces": "What it reproduces",
        "source": "Source",
        "lines-head": "Lines",
        "submitted-by": "Submitted by",
        "submitted-to": "Submitted to",
        "reference": "Reference",
        "kind-statement": "Statement",
        "kind-report": "Report",
        "kind-motion": "Motion",
        "kind-resolution": "Resolution",
        "kind-press": "Press",
        "kind-letter": "Letter",
        "group-un": "United Nations documents",
        "group-parliament": "Parliamentary materials",
        "group-law": "Legislation and cases",
        "group-report": "Reports",
        "group-press": "Press",
        "group-other": "Web pages and other sources",
        "cited-on": "Cited on p.",
        "file": "File",
        "sha256": "SHA-256",
        "size": "Size",
        "bytes": "{n} bytes",
        "captured": "Captured",
        "captured-by": "Captured by",
        "method": "Method",
        "address": "Address",
        "compiled": "Compiled with Attest {version} from the files of this dossier.",
        "archived-files": "Archived files",
    },
}


@dataclass(frozen=True, slots=True)
class Words:
    """`words["contents"]`, and `language`, the language that they are in."""

    language: str
    table: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.table[key]

    def get(self, key: str) -> str:
        """The word, or ""."""
        return self.table.get(key, "")


def words_for(language: str) -> Words:
    """The words in a language (BCP 47), in English where there are none."""
    primary = language.split("-", maxsplit=1)[0].lower()
    known = primary if primary in _TABLES else "en"
    return Words(known, _TABLES[known])


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if language.split("-", maxsplit=1)[0].lower() in RIGHT_TO_LEFT else "ltr"


def locale_for(language: str) -> Locale:
    """Babel's locale. Bare English is that of the UN and of courts outside America: 13 September 2016."""
    if language.lower() == "en":
        return Locale("en", "001")
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en", "001")
