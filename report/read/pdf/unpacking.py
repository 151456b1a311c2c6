"""Unpacks streams as far as that goes: in go streams, sound or not, out come bytes."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Stream

from report.read.pdf.values import BROKEN, lookup, spelled

_PIECE = 65536
_MOST = 1 << 20
"""Bytes that are unpacked at a time, and that may come of them."""

_TEXT = bytes((9, 10, 12, 13, *range(32, 127)))


def decoded(stream: Stream, largest: int) -> bytes:
    """The stream's bytes without its filters, at most `largest`; of a damaged one what can be had."""
    found = bytearray()
    for piece in pieces(stream):
        found += piece
        if len(found) >= largest:
            break
    return bytes(found[:largest])


def pieces(stream: Stream) -> Iterator[bytes]:
    """The decoded bytes, never many at a time where zlib alone packed them: it may be a thousandfold."""
    if filters(stream) in (["/FlateDecode"], ["/Fl"]) and lookup(stream, "/DecodeParms") is None:
        yield from inflated(stream.read_raw_bytes())
        return
    try:
        yield stream.read_bytes()
    except BROKEN:
        return


def inflated(data: bytes) -> Iterator[bytes]:
    """What zlib makes of the data up to the first fault in it; of text that was never packed, that text."""
    if _is_plain(data):
        yield data
        return
    unpacker = zlib.decompressobj()
    for start in range(0, len(data), _PIECE):
        before, rest, given = unpacker.copy(), data[start : start + _PIECE], 0
        try:
            while rest and not unpacker.eof:
                piece = unpacker.decompress(rest, _MOST)
                given, rest = given + len(piece), unpacker.unconsumed_tail
                yield piece
        except zlib.error:
            # The call that meets the fault gives nothing at all: again, byte by byte.
            yield _up_to_fault(before, data[start : start + _PIECE])[given:]
            return
        if unpacker.eof:
            return
    yield unpacker.flush()


def _is_plain(data: bytes) -> bool:
    """As pdfium takes it: no header of zlib (RFC 1950, 2.2), and only what is in a text."""
    packed = len(data) > 1 and data[0] & 15 == 8 and int.from_bytes(data[:2]) % 31 == 0
    return not packed and not data[:_PIECE].translate(None, _TEXT)


def _up_to_fault(unpacker: Any, data: bytes) -> bytes:
    found = bytearray()
    for byte in data:
        try:
            found += unpacker.decompress(bytes((byte,)))
        except zlib.error:
            break
    return bytes(found)


def filters(stream: Stream) -> list[str]:
    """The names of the stream's filters, the one that was applied last first."""
    found = stream.get("/Filter")
    if isinstance(found, pikepdf.Array):
        return [spelled(item) for item in found]
    return [spelled(found)] if isinstance(found, pikepdf.Name) else []
