"""Writes what stands beside a translation: the passage that it translates, and the labels of both.

In go what `body` left to be written and the sources; out comes HTML.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from report.compose.words import Words
from report.directions import begins_from_the_right, direction
from report.model import OriginalPassage, Source


def label(words: Words, key: str, opposite: bool = False) -> Markup:
    """A word above a block, in the language of the entry; `opposite`: its lines begin at the other side."""
    name = "label opposite" if opposite else "label"
    return Markup('<p class="{}"{}>{}</p>\n').format(name, words.marked, words[key])


def quoted_original(
    original: OriginalPassage, sources: Mapping[str, Source], around: str, words: Words
) -> Markup:
    """The passage in its own language and direction, which its letters tell where nobody says it.

    `around` is the entry's language.

    An unknown language is marked as such: it is not that of the text around (BCP 47: `und`).
    """
    source = sources.get(original.key)
    archived = source.archive.language if source and source.archive else ""
    language = original.language or archived or "und"
    by_letters = "rtl" if begins_from_the_right(original.text) else "ltr"
    way = by_letters if language == "und" else direction(language)
    passage = Markup('<blockquote lang="{}" dir="{}">\n<p>{}</p>\n</blockquote>\n').format(
        language, way, original.text
    )
    return label(words, "original", way != direction(around)) + passage
