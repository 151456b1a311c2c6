"""Which way a language is written, and text of the other way within it.

In go languages (BCP 47) and HTML; out comes HTML in which a title in Arabic within an English note, or the
other way round, does not draw the numbers and punctuation beside it to its own side.
"""

from __future__ import annotations

import unicodedata

from markupsafe import Markup

# Of ISO 639, those that are written from right to left as a rule.
_RIGHT_TO_LEFT = frozenset("ar arc azb ckb dv fa glk he ks lrc mzn ps sd syr ug ur yi".split())
_SCRIPTS = frozenset("arab hebr syrc thaa nkoo adlm".split())

# Unicode Standard Annex 9, 2: WeasyPrint knows neither <bdi> nor unicode-bidi, Pango knows the characters.
ISOLATE, END = "\u2068", "\u2069"
MARKS = {"ltr": "\u200e", "rtl": "\u200f"}
INVISIBLE = f"{ISOLATE}{END}{MARKS['ltr']}{MARKS['rtl']}"


def direction(language: str) -> str:
    """`rtl` or `ltr`."""
    return "rtl" if is_right_to_left(language) else "ltr"


def is_right_to_left(language: str) -> bool:
    """Whether a language tag names a language, or a script, that runs from right to left."""
    subtags = language.lower().split("-")
    scripts = [subtag for subtag in subtags[1:] if len(subtag) == 4 and subtag.isalpha()]
    return scripts[0] in _SCRIPTS if scripts else subtags[0] in _RIGHT_TO_LEFT


def isolated(html: Markup, base: str) -> Markup:
    """The same, set apart where it has letters of the other direction than `base`, that of the text around.

    The mark behind it holds where the text is broken within: each line is laid out by itself.
    """
    if not has_other(html.striptags(), base):
        return html
    return Markup("{}{}{}{}").format(ISOLATE, html, END, MARKS[base])


def begins_from_the_right(text: str) -> bool:
    """By its first letter (UAX #9, rules P2 and P3)."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((one != "L" for one in strong if one in ("L", "R", "AL")), False)


def has_other(text: str, base: str) -> bool:
    """Whether there are letters that run against `base`."""
    others = ("R", "AL") if base == "ltr" else ("L",)
    return any(unicodedata.bidirectional(character) in others for character in text)
