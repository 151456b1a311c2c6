"""Mends streams whose compressed data are damaged or cut off: in go streams, out comes what was done.

Readers show such a stream as far as it goes, each in its way; packed anew, it is sound for all of them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from contextlib import suppress

import pikepdf
from pikepdf import Stream

from report.read.pdf.unpacking import filters, inflated
from report.read.pdf.values import BROKEN

MENDED = "damaged streams were read as far as they go"

_MOST = 64_000_000
"""Bytes that are unpacked of one file to look for damage; what comes after that stays as it is."""
_STEP = 1 << 20


def mend(streams: Iterable[Stream]) -> tuple[str, ...]:
    """Packs the damaged ones among them anew, and looks at no more than is worth the time.

    What was done, in words; nothing where all were sound.
    """
    found, left = False, _MOST
    for stream in streams:
        with suppress(*BROKEN):
            _drop_odd_filter(stream)
            if left <= 0 or filters(stream)[:1] not in (["/FlateDecode"], ["/Fl"]):
                continue
            data = stream.read_raw_bytes()
            length, sound = _unpacked(data, left)
            left -= length
            if not sound:
                _pack(stream, data)
                found = True
    return (MENDED,) if found else ()


def _drop_odd_filter(stream: Stream) -> None:
    """A filter that is neither a name nor an array of names is none (ISO 32000-1, table 5)."""
    value = stream.get("/Filter")
    if value is not None and not isinstance(value, (pikepdf.Name, pikepdf.Array)):
        del stream["/Filter"]


def _unpacked(data: bytes, most: int) -> tuple[int, bool]:
    """How many bytes zlib makes of the data, or of a part of them, and whether these are sound."""
    unpacker, rest, length = zlib.decompressobj(), data, 0
    try:
        while rest and not unpacker.eof and length < most:
            length += len(unpacker.decompress(rest, _STEP))
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return length, False
    return length, unpacker.eof or length >= most


def _pack(stream: Stream, data: bytes) -> None:
    packer, packed = zlib.compressobj(), bytearray()
    for piece in inflated(data):
        packed += packer.compress(piece)
    packed += packer.flush()
    chain, parameters = stream.get("/Filter"), stream.get("/DecodeParms")
    stream.write(bytes(packed))
    stream.Filter = chain
    if parameters is not None:
        stream.DecodeParms = parameters
