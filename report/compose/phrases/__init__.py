"""The words that the program prints, a module a language.

`{…}` in a phrase stands for what is put in. A language lacks no key: `tests/test_compose.py` sees to it.
Plural forms are those of Unicode's CLDR (`one`, `few`, `many`, `other`, …) after `statement-`.
"""

from __future__ import annotations

from collections.abc import Mapping

from report.compose.phrases import arabic, english, french, persian, spanish

PHRASES: Mapping[str, Mapping[str, str]] = {
    "en": english.PHRASES,
    "fr": french.PHRASES,
    "es": spanish.PHRASES,
    "ar": arabic.PHRASES,
    "fa": persian.PHRASES,
}
