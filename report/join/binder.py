"""Binds the dossier again and again: what did not change since the last time is taken as it was written.

In go the parts; out comes the PDF. A part becomes a body (its own pages), then a piece (with the furniture),
then a block (written, with its numbers), each a function of what goes in alone, and kept with it. So the PDF
is that of a binder that was made just now, byte for byte, whatever was bound before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from report.join.attachments import Attachment
from report.join.book import Book, write_book
from report.join.dress import FURNITURE, Blank, Laid, Piece, dress
from report.join.files import read_file
from report.join.forms import forms_of, looks
from report.join.metadata import DocumentFacts
from report.join.parts import Part, first_pages, shift
from report.join.shared import Furnishing
from report.join.writer import Block
from report.model import PageFurniture, Sheets
from report.objects.body import Body
from report.objects.sheet import read_sheet


@dataclass(slots=True)
class Kept:
    """What became of a part, and what it was made from; of the block the piece, its number and its tokens."""

    made_from: tuple[Any, ...] = ()
    body: Body | None = None
    laid: tuple[Any, ...] = ()
    piece: Piece | None = None
    written_from: tuple[Any, ...] = ()
    block: Block | None = None


class Binder:
    """Keeps bodies, pieces and blocks from one time to the next; one for each dossier."""

    def __init__(self) -> None:
        self._kept: dict[str, Kept] = {}

    def bind(
        self,
        target: BinaryIO,
        parts: Sequence[Part],
        facts: DocumentFacts,
        attachments: Sequence[Attachment] = (),
    ) -> None:
        """Write the whole dossier as PDF 1.7.

        Raises KeyError for a link whose anchor no section has, ValueError for a section whose PDF is not as
        `render` writes it: faults of the program; OSError where a file cannot be read or written.
        """
        kept = {part.section.id: self._kept.get(part.section.id, Kept()) for part in parts}
        if len(kept) != len(parts):
            raise ValueError("two sections have the same id")
        firsts = first_pages(parts)
        shifts = [
            tuple(shift(part, first + page) for page in range(part.sheets.pages))
            for part, first in zip(parts, firsts, strict=False)
        ]
        furnishings = _Furnishings()
        pieces: list[Piece] = []
        first_used: list[tuple[int, ...]] = []
        paper: tuple[float, float] | None = None
        for part, moved in zip(parts, shifts, strict=True):
            mine = kept[part.section.id]
            body = _body(mine, part, moved)
            paper = paper or (body.pages[0].width, body.pages[0].height)
            before = len(furnishings.all)
            pieces.append(_piece(mine, body, part, moved, paper, furnishings))
            first_used.append(tuple(range(before, len(furnishings.all))))
        write_book(
            target,
            Book(parts, pieces, shifts, furnishings.all, first_used, facts, attachments),
            list(kept.values()),
        )
        self._kept = kept


def _body(kept: Kept, part: Part, shifts: tuple[float, ...]) -> Body:
    section, sheets = part.section, part.sheets
    if section.file is None:
        made_from: tuple[Any, ...] = (sheets.pdf, sheets.fonts.keys(), shifts)
    else:
        seen = section.file.pdf.stat()
        made_from = (
            section.file.pdf,
            seen.st_mtime_ns,
            seen.st_size,
            section.file.reading,
            section.annex,
            section.language,
            part.names,
        )
    if kept.body is None or kept.made_from != made_from:
        if section.file is not None:
            kept.body = read_file(section, part.names)
        else:
            kept.body = part.body if part.body and not any(shifts) else read_sheet(sheets, shifts)
        kept.made_from = made_from
    return kept.body


class _Furnishings:
    """The sheets of furniture in the order in which they are first used."""

    def __init__(self) -> None:
        self.all: list[Furnishing] = []
        self._found: dict[int, Furnishing] = {}

    def get(self, sheets: Sheets) -> Furnishing:
        found = self._found.get(id(sheets))
        if found is None:
            forms = forms_of(sheets)
            found = next((one for one in self.all if one.sheets == sheets), None)
            if found is None:
                found = Furnishing(sheets, forms, f"{FURNITURE}{len(self.all)}:")
                self.all.append(found)
            self._found[id(sheets)] = found
        return found


def _piece(
    kept: Kept,
    body: Body,
    part: Part,
    shifts: Sequence[float],
    paper: tuple[float, float],
    furnishings: _Furnishings,
) -> Piece:
    laid = tuple(_laid(item, moved, furnishings) for item, moved in zip(part.furniture, shifts, strict=True))
    blank = Blank(*paper, _laid(part.on_blank, 0.0, furnishings)) if part.blank else None
    seen = (body.pages, tuple(map(_seen, laid)), blank and (paper, _seen(blank.laid)))
    if kept.piece is None or kept.piece.body is not body or kept.laid != seen:
        kept.piece = dress(body, laid, blank)
        kept.laid = seen
    return kept.piece


def _laid(item: PageFurniture | None, moved: float, furnishings: _Furnishings) -> Laid:
    if item is None:
        return Laid(None, None, "", moved)
    made = furnishings.get(item.furniture.sheets)
    return Laid(item, made.forms, made.prefix, moved)


def _seen(laid: Laid) -> tuple[Any, ...]:
    """What can be seen of the furniture."""
    item = laid.item
    if item is None:
        return (laid.shift,)
    return (laid.shift, laid.prefix, looks(item.furniture), item.texts, item.links, item.highlights)
