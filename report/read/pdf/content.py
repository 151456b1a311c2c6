"""A page's content as one form XObject (ISO 32000-1, 8.10): in goes a page of the file, out a stream.

As a form nothing of it can leak: unbalanced q and Q end with it, its resource names are its own, and its
BBox clips whatever lies outside of the crop box. The operators are never parsed.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from report.read.pdf.tree import SourcePage
from report.read.pdf.values import BROKEN, dictionary, key, lookup, name, spelled

_PIECE = 65536
_MOST = 1 << 20
"""Bytes that are unpacked at a time, and that may come of them."""


class Forms:
    """Makes the form of each page, one for pages that share everything."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._made: dict[Any, Stream] = {}

    def of(self, page: SourcePage) -> Stream:
        """The page's content as a form, in its default user space."""
        streams = content_streams(page.object)
        group = dictionary(page.object, "/Group")
        parts = [item for item in (*streams, page.resources, group) if item is not None]
        keys = tuple(key(item) for item in parts)
        if None in keys:  # what is held directly belongs to one page alone
            return self._form(page, streams, group)
        known = (keys, page.resources is None, page.box)
        if known not in self._made:
            self._made[known] = self._form(page, streams, group)
        return self._made[known]

    def _form(self, page: SourcePage, streams: list[Stream], group: pikepdf.Object | None) -> Stream:
        form = raw_copy(self._pdf, streams[0]) if len(streams) == 1 else _joined(self._pdf, streams)
        as_form(form, page.box)
        form.Resources = page.resources if page.resources is not None else Dictionary()
        if group is not None and name(group, "/S") == "/Transparency":
            form.Group = group
        return form


def content_streams(page: pikepdf.Object) -> list[Stream]:
    """The streams whose concatenation is the page's content (ISO 32000-1, table 30, Contents)."""
    contents = lookup(page, "/Contents")
    found = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return [item for item in found if isinstance(item, pikepdf.Stream)]


def as_form(stream: Stream, box: Sequence[float]) -> Stream:
    """The stream, made a form XObject that shows what lies in the box."""
    stream.Type = Name.XObject
    stream.Subtype = Name.Form
    stream.BBox = Array([round(value, 6) for value in box])
    return stream


def raw_copy(pdf: pikepdf.Pdf, source: Stream) -> Stream:
    """A stream with the same bytes, neither decoded nor compressed anew, and nothing else of the source."""
    copy = Stream(pdf, source.read_raw_bytes())
    for entry in ("/Filter", "/DecodeParms"):
        value = source.get(entry)
        if value is not None:
            copy[entry] = value
    return copy


def _joined(pdf: pikepdf.Pdf, streams: list[Stream]) -> Stream:
    """Tokens never run over the end of a stream (table 30, Contents), so a line may end there."""
    packer, data = zlib.compressobj(), bytearray()
    for stream in streams:
        for piece in _pieces(stream):
            data += packer.compress(piece)
        data += packer.compress(b"\n")
    form = Stream(pdf, bytes(data + packer.flush()))
    form.Filter = Name.FlateDecode
    return form


def decoded(stream: Stream, largest: int) -> bytes:
    """The stream's bytes without its filters, at most `largest`; of a damaged one what can be had."""
    found = bytearray()
    for piece in _pieces(stream):
        found += piece
        if len(found) >= largest:
            break
    return bytes(found[:largest])


def _pieces(stream: Stream) -> Iterator[bytes]:
    """The decoded bytes, never many at a time where zlib alone packed them: it may be a thousandfold."""
    if _filters(stream) in (["/FlateDecode"], ["/Fl"]) and lookup(stream, "/DecodeParms") is None:
        yield from _inflated(stream.read_raw_bytes())
        return
    try:
        yield stream.read_bytes()
    except BROKEN:
        return


def _inflated(data: bytes) -> Iterator[bytes]:
    """What zlib makes of the data up to the first fault in it."""
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


def _up_to_fault(unpacker: Any, data: bytes) -> bytes:
    found = bytearray()
    for byte in data:
        try:
            found += unpacker.decompress(bytes((byte,)))
        except zlib.error:
            break
    return bytes(found)


def _filters(stream: Stream) -> list[str]:
    found = stream.get("/Filter")
    if isinstance(found, pikepdf.Array):
        return [spelled(item) for item in found]
    return [spelled(found)] if isinstance(found, pikepdf.Name) else []
