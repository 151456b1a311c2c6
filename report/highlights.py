"""Quoted passages on pages of annexes, to be marked there: verdicts and notes go in, marks come out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from report.compose.words import words_for
from report.directions import begins_from_the_right
from report.model import Attested, Highlight, Note, Place, Verdict

_THERE = (Verdict.VERBATIM, Verdict.TRANSLATION)
"""A translation has a place where its original was found."""


def highlights_of(
    attested: Sequence[Attested], notes: Mapping[Place, Note], language: str
) -> Mapping[tuple[int, int], tuple[Highlight, ...]]:
    """By the annex's number and the page's in its file, from 1: every passage that is verbatim there.

    `notes` are those that are shown, by the place of their citation; `language` is the one in which they are
    called by their numbers.
    """
    phrase = words_for(language)["note-name"]
    found: dict[tuple[int, int], list[Highlight]] = {}
    for one in attested:
        note = notes.get(one.quotation.citation.place)
        if one.annex is None or note is None or one.match.verdict not in _THERE:
            continue
        right_to_left = begins_from_the_right(one.quotation.original or one.quotation.text)
        for page, blocks in one.boxes.items():
            if blocks:
                mark = Highlight(note, phrase.format(n=note.number), blocks, right_to_left)
                found.setdefault((one.annex, page), []).append(mark)
    return {place: tuple(marks) for place, marks in found.items()}
