"""Quoted passages on pages of annexes, to be marked there: verdicts and sections go in, marks come out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from report.directions import begins_from_the_right
from report.model import Attested, Highlight, Place, Section, Verdict


def highlights_of(
    attested: Sequence[Attested], sections: Sequence[Section]
) -> Mapping[tuple[int, int], tuple[Highlight, ...]]:
    """By the annex's number and the page's in its file, from 1: every passage that is verbatim there."""
    notes = notes_by_place(sections)
    found: dict[tuple[int, int], list[Highlight]] = {}
    for one in attested:
        note = notes.get(one.quotation.citation.place)
        if one.annex is None or note is None or one.match.verdict is not Verdict.VERBATIM:
            continue
        right_to_left = begins_from_the_right(one.quotation.original or one.quotation.text)
        for page, boxes in one.boxes.items():
            if boxes:
                found.setdefault((one.annex, page), []).append(Highlight(note, boxes, right_to_left))
    return {place: tuple(marks) for place, marks in found.items()}


def notes_by_place(sections: Sequence[Section]) -> Mapping[Place, int]:
    """The number of each note, by the place of its citation."""
    return {
        place: int(anchor.removeprefix("note:"))
        for section in sections
        for anchor, place in section.places.items()
        if anchor.startswith("note:")
    }
