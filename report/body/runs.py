"""What a paragraph is made of, in reading order, before it is HTML: words, tags, citations, notes.

The steps that follow one another on them: `inlines.py` reads them, `marks.py` gives each citation the
white space and punctuation around it, `quotations.py` finds what is quoted, `write_runs` writes them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape, unescape

from markupsafe import Markup

from report.body.scope import Scope
from report.model import Citation, EntryReference, Footnote, OriginalPassage, Term


@dataclass(frozen=True, slots=True)
class Words:
    text: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class Tag:
    """Finished HTML that has no text. `emphasis` says that a citation at its end belongs behind it."""

    html: str
    nesting: int = 0
    emphasis: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Cite:
    """A citation; `pos` is where it stands in the paragraph as typed."""

    citation: Citation
    pos: int


Run = Words | Tag | Cite | EntryReference | Footnote
Piece = str | Citation | EntryReference | Footnote | Term | OriginalPassage
"""What is written: finished HTML, or what only a later stage can write."""


def write_runs(runs: Iterable[Run]) -> list[Piece]:
    pieces: list[Piece] = []
    for run in runs:
        if isinstance(run, Words):
            pieces.append(escape(run.text, quote=False))
        elif isinstance(run, Tag):
            pieces.append(run.html)
        else:
            pieces.append(run.citation if isinstance(run, Cite) else run)
    return pieces


def as_markup(html: str) -> Markup:
    """Vouches for HTML that was made here: every piece of text in it went through `escape`."""
    return Markup(html)  # noqa: S704


def text_of(run: Run) -> str:
    """What of a run belongs to the text around it. A note's mark leaves the white space before it out."""
    if isinstance(run, Words | Tag):
        return run.text
    if isinstance(run, Cite):
        return run.citation.trail
    if isinstance(run, EntryReference):
        return plain(str(run.text))
    return ""


def plain(html: str) -> str:
    """The text of HTML that `write_runs` wrote: no `<` in it but those of tags."""
    text, at = [], 0
    while (start := html.find("<", at)) >= 0:
        text.append(html[at:start])
        at = html.find(">", start) + 1
    return unescape("".join([*text, html[at:]]))


def text_of_all(runs: Iterable[Run]) -> str:
    return "".join(text_of(run) for run in runs)
