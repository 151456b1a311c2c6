"""Draws the chronology: what was said when, and about when, as pictures (SVG).

In go the entries; out come figures, each with the words that stand for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from report.compose.words import Words
from report.model import Entry


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as inline SVG; `words` say what it shows."""

    svg: Markup
    words: str


def draw_chronology(entries: Sequence[Entry], words: Words, language: str) -> tuple[Figure, ...]:
    """The chronology of the entries, in as many figures as it takes."""
    return ()
