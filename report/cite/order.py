"""The order of reading: which citations and notes the dossier has, and which note each is.

Entries go in; out come their citations and footnotes as a reader meets them. What a citation prints
("ibid", "n 1") depends on this order and on nothing else of the entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from report.model import Citation, Entry, EntryReference, Footnote, Part, Place

_NOWHERE = Place("")


def sequence(entries: Iterable[Entry]) -> tuple[Citation | Footnote, ...]:
    """Every citation in running text and every footnote, in order of reading."""
    return tuple(
        part for entry in entries for part in entry.body.parts if isinstance(part, Citation | Footnote)
    )


def bare(part: Part) -> Part:
    """The part without its place in the file: all that a citation's words can depend on."""
    if isinstance(part, Footnote):
        return replace(part, parts=tuple(map(bare, part.parts)), place=_NOWHERE)
    if isinstance(part, Citation):
        items = tuple(replace(item, place=_NOWHERE) for item in part.items)
        return replace(part, items=items, place=_NOWHERE)
    return replace(part, place=_NOWHERE) if isinstance(part, EntryReference) else part


@dataclass(frozen=True, slots=True)
class Position:
    """Where a citation stands: in which note (0 with an in-text style), and what is around it there.

    `opens` is true when nothing stands before it in its note, `closes` when nothing stands behind it.
    """

    citation: Citation
    note: int
    inside: bool = False
    opens: bool = True
    closes: bool = True


def positions(parts: Sequence[Citation | Footnote], in_text: bool) -> tuple[tuple[Position, ...], ...]:
    """For each part the citations that it holds, numbered as the notes will be.

    With an in-text style a citation in running text makes no note, so that only footnotes count.
    """
    found: list[tuple[Position, ...]] = []
    note = 0
    for part in parts:
        if isinstance(part, Footnote):
            note += 1
            found.append(_inside(part, note))
        elif in_text:
            found.append((Position(part, 0),))
        else:
            note += 1
            found.append((Position(part, note),))
    return tuple(found)


def _inside(footnote: Footnote, note: int) -> tuple[Position, ...]:
    parts = footnote.parts
    return tuple(
        Position(part, note, True, not _says(parts[:index]), not _says(parts[index + 1 :]))
        for index, part in enumerate(parts)
        if isinstance(part, Citation)
    )


def _says(parts: Sequence[Part]) -> bool:
    """Whether parts of a note print anything (tags and white space alone print nothing)."""
    return any(not isinstance(part, str) or part.striptags().strip() for part in parts)
