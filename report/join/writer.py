"""Writes objects into a file: object streams, streams, and the table that says where each of them stands.

In go objects with their numbers; out comes a PDF 1.7 with a cross-reference stream (ISO 32000-1, 7.5.7 and
7.5.8). Objects come in blocks: one that is the same as in the file before is written without any work.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from struct import Struct
from typing import BinaryIO, Final

_LEVEL: Final = 1
"""Of compression (zlib), for what is not kept: twice as fast as the usual 6, a tenth larger."""

_IN_STREAM: Final = 100
"""Objects in an object stream: a reader has to unpack all for one of them."""

_ROW: Final = Struct(">BQH")
_FREE: Final = _ROW.pack(0, 0, 0xFFFF)


@dataclass(frozen=True, slots=True)
class Block:
    """Objects with the numbers from `first` on, ready to be written: `size` numbers, not all of them in use.

    `rows` are those of the table; those of `places` still want the offset. `later` are streams that are to be
    written behind it: their number, their entries, and the number that they have in their file.
    """

    first: int
    size: int
    data: bytes = field(repr=False)
    rows: bytes = field(repr=False)
    places: tuple[tuple[int, int], ...]
    digest: bytes
    later: tuple[tuple[int, bytes, int], ...] = ()


class BlockMaker:
    """Collects the objects of a block. `first` and `size` say which numbers it has."""

    def __init__(self, first: int, size: int) -> None:
        self.first = first
        self._size = size
        self._rows = bytearray(_FREE * size)
        self._data: list[bytes] = []
        self._length = 0
        self._places: list[tuple[int, int]] = []
        self._later: list[tuple[int, bytes, int]] = []

    def objects(self, numbers: Sequence[int], texts: Sequence[bytes], streams: Iterable[int]) -> None:
        """Enter objects; `streams` are the numbers that object streams can have."""
        free = iter(streams)
        for start in range(0, len(numbers), _IN_STREAM):
            container = next(free)
            some = numbers[start : start + _IN_STREAM]
            for index, number in enumerate(some):
                _ROW.pack_into(self._rows, (number - self.first) * _ROW.size, 2, container, index)
            self.stream(container, *_packed(tuple(some), tuple(texts[start : start + _IN_STREAM])))

    def stream(self, number: int, entries: bytes, data: bytes) -> None:
        """Enter a stream: its entries but for the length, without the end, and its data."""
        self._places.append((number - self.first, self._length))
        head = stream_head(number, entries, len(data))
        self._data += [head, data, STREAM_END]
        self._length += len(head) + len(data) + len(STREAM_END)

    def later(self, number: int, entries: bytes, source: int) -> None:
        """Leave a stream to be written behind the block."""
        self._later.append((number, entries, source))

    def block(self) -> Block:
        data = b"".join(self._data)
        for row, _ in self._places:
            _ROW.pack_into(self._rows, row * _ROW.size, 1, 0, 0)
        return Block(
            self.first,
            self._size,
            data,
            bytes(self._rows),
            tuple(self._places),
            sha256(data).digest(),
            tuple(self._later),
        )


def streams_for(objects: int) -> int:
    """How many object streams so many objects take."""
    return -(-objects // _IN_STREAM)


STREAM_END: Final = b"\nendstream\nendobj\n"


def stream_head(number: int, entries: bytes, length: int) -> bytes:
    return b"%d 0 obj\n%b/Length %d>>\nstream\n" % (number, entries, length)


@lru_cache(maxsize=256)
def _packed(numbers: tuple[int, ...], texts: tuple[bytes, ...]) -> tuple[bytes, bytes]:
    """An object stream: its entries and its data."""
    heads: list[bytes] = []
    offset = 0
    for number, text in zip(numbers, texts, strict=True):
        heads.append(b"%d %d" % (number, offset))
        offset += len(text) + 1
    head = b" ".join(heads) + b"\n"
    data = zlib.compress(head + b"\n".join(texts), _LEVEL)
    entries = b"<</Type /ObjStm/N %d/First %d/Filter /FlateDecode" % (len(numbers), len(head))
    return entries, data


def compressed(data: bytes) -> bytes:
    """As all that is not kept from one file to the next."""
    return zlib.compress(data, _LEVEL)


class FileWriter:
    """Writes blocks, one behind the other, and the table at the end. All numbers must have a block."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._position = 0
        self._rows = bytearray(_FREE)
        self._digest = sha256()
        self._write(b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n")

    def _write(self, data: bytes) -> None:
        self._target.write(data)
        self._position += len(data)

    def block(self, block: Block) -> None:
        start = len(self._rows)
        assert start == block.first * _ROW.size, "blocks come in order, without gaps"
        self._rows += block.rows
        for row, offset in block.places:
            _ROW.pack_into(self._rows, start + row * _ROW.size, 1, self._position + offset, 0)
        self._write(block.data)
        self._digest.update(block.digest)

    def stream(self, number: int, entries: bytes, data: bytes) -> None:
        """A stream whose number belongs to a block that was written, without it."""
        _ROW.pack_into(self._rows, number * _ROW.size, 1, self._position, 0)
        head = stream_head(number, entries, len(data))
        self._digest.update(b"%b%d" % (head, zlib.crc32(data)))
        self._write(head)
        self._write(data)
        self._write(STREAM_END)

    def finish(self, catalog: int, information: int) -> None:
        """The table. The file's identifier is made from what was written, so that it is the same again."""
        number = len(self._rows) // _ROW.size
        self._rows += _ROW.pack(1, self._position, 0)
        identifier = self._digest.hexdigest()[:32].encode()
        data = compressed(bytes(self._rows))
        entries = (
            b"<</Type /XRef/Size %d/W [1 8 2]/Root %d 0 R/Info %d 0 R/ID [<%b> <%b>]/Filter /FlateDecode"
            % (number + 1, catalog, information, identifier, identifier)
        )
        start = self._position
        self._write(stream_head(number, entries, len(data)) + data + STREAM_END)
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)
