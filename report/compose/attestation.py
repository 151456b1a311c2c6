"""The table of attestation: every quotation, what was found of it, and where.

In go the verdicts and the notes in which the quotations are cited; out comes what the template prints. It
claims no more than was looked up: words found in a reproduction are verbatim in the reproduction, and words
found in a scan are verbatim in what was recognised there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from unicodedata import east_asian_width

from markupsafe import Markup

from report.compose.annexes import shown_path
from report.compose.evidence import NBSP
from report.compose.viewing import describe
from report.compose.views import AttestationView, AttestedGroupView, AttestedView
from report.compose.words import Words
from report.directions import begins_from_the_right
from report.model import Attested, Citations, Dossier, Note, Place, Verdict

_WORDS = 8
"""Of a quotation are shown; of Chinese or Japanese so many letters:"""
_LETTERS = 24
_DIGITS = 8
"""Of a sha256 stand together."""


def view_attestation(
    attested: Sequence[Attested],
    notes: Mapping[Place, Note],
    dossier: Dossier,
    citations: Citations,
    words: Words,
) -> AttestationView:
    """`notes` has the note of each citation, by its place."""
    verbatim = [one for one in attested if one.match.verdict is Verdict.VERBATIM]
    summary = words["attested-summary"].format(
        n=len(verbatim), m=len(attested), k=sum(one.via is not None for one in verbatim)
    )
    scanned = sum(one.recognised for one in verbatim)
    if scanned:
        summary += " " + words["attested-recognised"].format(r=scanned)
    groups: dict[str, list[Attested]] = {}
    for one in attested:
        groups.setdefault(one.path, []).append(one)
    disclosure = dossier.annex_settings.disclosure
    return AttestationView(
        summary,
        tuple(
            _group(
                shown_path(path, disclosure) if path else words["not-looked-up"],
                found,
                notes,
                partial(describe, dossier=dossier, citations=citations),
                words,
            )
            for path, found in groups.items()
        ),
    )


def _group(
    title: str,
    found: Sequence[Attested],
    notes: Mapping[Place, Note],
    described: Callable[[str], Markup],
    words: Words,
) -> AttestedGroupView:
    sources = dict.fromkeys(one.source for one in found)
    together = len(sources) == 1
    first = found[0].source if together else ""
    digits = found[0].sha256
    return AttestedGroupView(
        title=title,
        source=described(found[0].source) if together else Markup(),
        sha256=tuple(digits[at : at + _DIGITS] for at in range(0, len(digits), _DIGITS)),
        rows=tuple(
            _row(one, notes, described(one.source) if one.source != before else Markup(), words)
            for one, before in zip(found, (first, *(one.source for one in found)), strict=False)
        ),
    )


def quoted_lines(
    attested: Sequence[Attested], annex: int, notes: Mapping[Place, Note]
) -> dict[int, tuple[str, ...]]:
    """The lines of a text that are quoted, each with the names of the notes whose words begin in it."""
    lines: dict[int, tuple[str, ...]] = {}
    for one in attested:
        there = one.match.verdict in (Verdict.VERBATIM, Verdict.TRANSLATION)
        if one.annex != annex or one.line is None or not there:
            continue
        for span in one.match.spans:
            lines.setdefault(span.page, ())
        note = notes.get(one.quotation.citation.place)
        if note is not None:
            lines[one.line] = (*lines[one.line], note.name)
    return lines


def _row(one: Attested, notes: Mapping[Place, Note], source: Markup, words: Words) -> AttestedView:
    text = one.quotation.text
    note = notes.get(one.quotation.citation.place)
    return AttestedView(
        words=first_words(text),
        language=one.quotation.language,
        direction="rtl" if begins_from_the_right(text) else "ltr",
        source=source,
        verdict=_verdict(one, words),
        where=_where(one, words),
        anchor=one.anchor,
        note=note.name if note else "",
    )


def _verdict(one: Attested, words: Words) -> str:
    verdict = one.match.verdict
    if verdict is Verdict.TRANSLATION and one.match.spans:
        original = replace(one, match=replace(one.match, verdict=Verdict.VERBATIM))
        return words["verdict-translated"].format(verdict=_verdict(original, words))
    name = "reproduced" if verdict is Verdict.VERBATIM and one.via else verdict.value
    told = verdict in (Verdict.VERBATIM, Verdict.ALTERED, Verdict.ABSENT)
    return words[f"verdict-recognised-{name}" if one.recognised and told else f"verdict-{name}"]


def _where(one: Attested, words: Words) -> str:
    """`p. 12, para. 58`: the place in the source."""
    paragraph = f"{words['para']}{NBSP}{one.paragraph}" if one.paragraph is not None else ""
    page = f"{words['p']}{NBSP}{one.number}" if one.number else ""
    place = f"{words['line']}{NBSP}{one.line}" if one.line is not None else page
    return words["comma"].join(part for part in (place, paragraph) if part)


def first_words(text: str) -> str:
    """By which a reader knows the quotation. No word is cut; scripts without spaces have so many letters."""
    words = text.split()
    first = " ".join(words[:_WORDS])
    wide = sum(east_asian_width(letter) in "WF" for letter in first)
    if wide > _LETTERS and 2 * wide > len(first):
        return f"{first[:_LETTERS]}…"
    return first if len(words) <= _WORDS else f"{first}{NBSP}…"
