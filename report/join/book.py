"""Gives the objects of all parts their numbers, and writes them, with what belongs to the whole.

In go the pieces and what they were made from; out comes the PDF. First stands what many parts use, then the
parts, each in a block of its own, then outline, labels, names and what else a PDF has once.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

import pikepdf

from report.join.attachments import Attachment
from report.join.closing import Closing
from report.join.digits import set_digits
from report.join.dress import Piece
from report.join.metadata import DocumentFacts
from report.join.numbers import bases, room, size_of
from report.join.parts import Part
from report.join.places import Placed, Places
from report.join.shared import Furnishing, SharedObjects, shared_objects
from report.join.writer import Block, BlockMaker, FileWriter, streams_for
from report.late import close_numbers
from report.objects.template import NAMED, SEPARATOR, Slot, key_slot, reference, string, written_name


@dataclass(frozen=True, slots=True)
class Book:
    """All that is bound. `first_used` are the furnishings that each part is the first to use."""

    parts: Sequence[Part]
    pieces: Sequence[Piece]
    shifts: Sequence[Sequence[float]]
    furnishings: Sequence[Furnishing]
    first_used: Sequence[Sequence[int]]
    facts: DocumentFacts
    attachments: Sequence[Attachment]


class Written(Protocol):
    """Where the block of a part is kept, and what it was made from."""

    written_from: tuple[object, ...]
    block: Block | None


_PAGES, _DOCUMENT, _FIRST_SHARED = 1, 2, 3
"""The numbers of the page tree, of the Document element, and of the first object that many parts use."""


def write_book(target: BinaryIO, book: Book, kept: Sequence[Written]) -> None:
    """Write the PDF; a block in `kept` is used where it still holds, and replaced where not."""
    shared = shared_objects(
        book.pieces, [part.sheets.fonts for part in book.parts], book.furnishings, book.first_used
    )
    names = {name: number for number, name in enumerate(shared.objects, start=_FIRST_SHARED)}
    starts = bases(book.pieces, room(_FIRST_SHARED + len(names) + streams_for(2 + len(names))) + 1)
    placed = [
        Placed(part.sheets.anchors, piece.body.pages, base, moved)
        for part, piece, base, moved in zip(book.parts, book.pieces, starts, book.shifts, strict=False)
    ]
    places = Places(placed)
    numbers = {key: text for part in book.parts for key, text in part.numbers.items()}
    tokens = _Tokens(places, names, shared.aliases, numbers)
    writer = FileWriter(target)
    writer.block(_front(book, starts, names, shared, tokens))
    roles, types = _types(book.pieces)
    for part, piece, base, mine, fonts, own_types in zip(
        book.parts, book.pieces, starts, kept, shared.fonts, types, strict=False
    ):
        own = tuple(own_types[name] if name in own_types else tokens[fonts[name]] for name in piece.own)
        outside = tuple(map(tokens.__getitem__, piece.outside))
        written_from = (piece, base, own, outside, part.numbers)
        if mine.block is None or not _same(mine.written_from, written_from):
            named = dict(zip((*piece.own, *piece.outside), (*own, *outside), strict=True))
            mine.block = _block(piece, base, named, part.numbers)
            mine.written_from = written_from
        writer.block(mine.block)
        if mine.block.later:
            assert piece.body.file is not None, "what was left in a file is to be read from it"
            with pikepdf.open(piece.body.file) as source:
                for number, entries, there in mine.block.later:
                    writer.stream(number, entries, source.get_object(there, 0).read_raw_bytes())
    closing = Closing(starts[-1], _PAGES, _DOCUMENT)
    closing.structure(book.pieces, starts, roles)
    closing.layers(book.pieces, starts)
    closing.outline(book.parts, placed, places)
    closing.names(places, book.attachments)
    closing.facts(book.facts, book.parts)
    closing.write(writer)


def _same(before: tuple[object, ...], now: tuple[object, ...]) -> bool:
    return bool(before) and before[0] is now[0] and before[1:] == now[1:]


class _Tokens(dict[Slot, bytes]):
    """What stands for each name outside of the parts; places of anchors when they are wanted."""

    def __init__(
        self,
        places: Places,
        names: Mapping[str, int],
        aliases: Mapping[str, str],
        numbers: Mapping[str, str],
    ) -> None:
        super().__init__()
        self |= {name: reference(number) for name, number in names.items()}
        self |= {alias: self[name] for alias, name in aliases.items()}
        self |= {"pages": reference(_PAGES), "document": reference(_DOCUMENT), "null": b"null"}
        self._places = places
        self._numbers = numbers

    def __missing__(self, name: Slot) -> bytes:
        assert isinstance(name, str) and name.startswith((_DESTINATION, NAMED)), f"{name} is unknown"
        if name.startswith(NAMED):
            self[name] = text = string(close_numbers(name.removeprefix(NAMED), self._numbers))
            return text
        self[name] = place = self._places[name.removeprefix(_DESTINATION)]
        return place


_DESTINATION = "dest:"


def _types(pieces: Sequence[Piece]) -> tuple[dict[str, bytes], list[dict[str, bytes]]]:
    """The role map of all; and for each part what stands for its `role:TYPE`.

    Of two files that mean something else by a type the later one's is renamed.
    """
    roles: dict[str, bytes] = {}
    types: list[dict[str, bytes]] = []
    for piece in pieces:
        types.append({})
        for kind, role in piece.body.roles.items():
            name = kind
            if roles.setdefault(kind, role) != role:
                name = f"/{piece.body.prefix}{kind[1:]}"
                roles[name] = role
            types[-1][f"role:{kind}"] = written_name(name)
    return roles, types


def _block(piece: Piece, base: int, named: dict[str, bytes], late: Mapping[str, str]) -> Block:
    """A part, written with its numbers, and with the digits of late ones set."""
    tokens: dict[Slot, bytes] = {number: reference(base + number) for number in range(piece.count)}
    tokens |= {key_slot(key): b"%d" % (base + key) for key in range(piece.keys)}
    tokens.update(named)
    maker = BlockMaker(base, size_of(piece))
    free = iter(range(base + piece.count, base + size_of(piece)))
    for some in piece.chunks:
        if some.numbers:
            texts = some.template.fill(tokens).split(SEPARATOR)
            maker.objects([base + number for number in some.numbers], texts, free)
    for item in piece.streams:
        entries = item.entries.fill(tokens)
        if isinstance(item.data, bytes) and item.late:
            content = set_digits(zlib.decompress(item.data), item.late, late)
            maker.stream(base + item.number, entries, zlib.compress(content))
        elif isinstance(item.data, bytes):
            maker.stream(base + item.number, entries, item.data)
        else:
            maker.later(base + item.number, entries, item.data)
    return maker.block()


def _front(
    book: Book, starts: Sequence[int], names: Mapping[str, int], shared: SharedObjects, tokens: _Tokens
) -> Block:
    """The page tree, the roots of the structure tree, and what many parts use."""
    pages: list[bytes] = []
    tops: list[bytes] = []
    for piece, base in zip(book.pieces, starts, strict=False):
        if piece.blank is not None:
            pages.append(reference(base + piece.blank))
        pages += map(reference, range(base, base + len(piece.body.pages)))
        tops += (reference(base + top) for top in piece.tops)
    texts = {
        # Flat: entering it costs a reader less than a tree, and `inspect` counts on it.
        _PAGES: b"<</Type /Pages/Count %d/Kids [%b]>>" % (len(pages), b" ".join(pages)),
        _DOCUMENT: b"<</Type /StructElem/S /Document/P %d 0 R/Lang %b/K [%b]>>"
        % (starts[-1], string(book.facts.language), b" ".join(tops)),
    }
    streams: list[tuple[int, bytes, bytes]] = []
    for name, item in shared.objects.items():
        text = item.template.fill(tokens)
        if item.data is None:
            texts[names[name]] = text
        else:
            streams.append((names[name], text, item.data))
    first_free = _FIRST_SHARED + len(names)
    maker = BlockMaker(1, starts[0] - 1)
    maker.objects(list(texts), list(texts.values()), iter(range(first_free, starts[0])))
    for number, entries, data in streams:
        maker.stream(number, entries, data)
    return maker.block()
