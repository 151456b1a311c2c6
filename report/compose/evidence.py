"""Where the words of a source can be seen: its annex, or the annex that reproduces it.

In go the sources and the annexes; out comes what a note ends with: `Annex 2.`, or
`Reproduced in Annex 1, p. A1-2, lines 46–50.`
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from report.compose.words import Words
from report.model import Annex, Range, Source, TextFile

NBSP = "\u00a0"
EN_DASH = "\u2013"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The annex that shows a source. `reproduced`: it holds the words, but is another source's file."""

    annex: int
    reproduced: bool = False
    lines: tuple[Range, ...] = ()


def find_evidence(
    keys: Iterable[str], sources: Mapping[str, Source], annexes: Sequence[Annex]
) -> tuple[Evidence, ...]:
    """The evidence for the sources of one citation, each once, in the order cited."""
    found = (_evidence_of(sources.get(key), annexes) for key in keys)
    return tuple(dict.fromkeys(evidence for evidence in found if evidence))


def _evidence_of(source: Source | None, annexes: Sequence[Annex]) -> Evidence | None:
    if source is None or source.archive is None:
        return None
    for annex in annexes:
        if source.id in annex.sources:
            return Evidence(annex.number, source.id in annex.via, _within(source.archive.lines, annex))
    return None


def _within(lines: Sequence[Range], annex: Annex) -> tuple[Range, ...]:
    """Only lines that the file has: the page of any other could not be printed."""
    count = len(annex.file.lines) if isinstance(annex.file, TextFile) else 0
    return tuple(run for run in lines if 1 <= run.start <= run.end <= count)


def sentence(evidence: Sequence[Evidence], words: Words) -> Markup:
    """What a note ends with, as a sentence of its own: a note may end in any way, with any style."""
    text = phrase(evidence, words, "annex")
    # A link comes first when the annex is the source's own: then there is no letter to raise.
    return text[:1].upper() + text[1:] + Markup(".") if text else text


def phrase(evidence: Sequence[Evidence], words: Words, first: str = "annex-inline") -> Markup:
    """The same within a sentence; `first` is the word for an annex at its beginning."""
    own = [one for one in evidence if not one.reproduced]
    parts = [place(one, words, first if one is own[0] else "annex-inline") for one in own]
    others = [place(one, words, "annex-inline") for one in evidence if one.reproduced]
    if others:
        parts.append(escape(words["reproduced-in"]).format(places=Markup("; ").join(others)))
    return Markup("; ").join(parts)


def place(evidence: Evidence, words: Words, word: str) -> Markup:
    """`Annex 1, p. A1-2, lines 46–50`, a link to the first of the lines."""
    label = f"{words[word]}{NBSP}{evidence.annex}"
    if not evidence.lines:
        return Markup('<a class="proof" href="dossier:annex:{}">{}</a>').format(evidence.annex, label)
    anchor = f"annex:{evidence.annex}:line:{evidence.lines[0].start}"
    return Markup(
        '<a class="proof" href="dossier:{}">{}, '
        '<span class="nowrap">{}\u00a0<span data-folio="{}"></span></span>, '
        '<span class="nowrap">{}</span></a>'
    ).format(anchor, label, words["p"], anchor, lines_in_words(evidence.lines, words))


def lines_in_words(lines: Sequence[Range], words: Words) -> str:
    """`line 5`, `lines 5–9 and 12`."""
    texts = runs(lines)
    several = len(lines) > 1 or lines[0].start != lines[0].end
    listed = f"{', '.join(texts[:-1])} {words['and']} {texts[-1]}" if len(texts) > 1 else texts[0]
    return f"{words['lines' if several else 'line']}{NBSP}{listed}"


def runs(lines: Sequence[Range]) -> list[str]:
    """`5–9`, `12`."""
    return [str(run.start) if run.start == run.end else f"{run.start}{EN_DASH}{run.end}" for run in lines]
