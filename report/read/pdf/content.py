"""A page's content as one form XObject (ISO 32000-1, 8.10): in goes a page of the file, out a stream.

As a form nothing of it can leak: unbalanced q and Q end with it, its resource names are its own, and its
BBox clips whatever lies outside of the crop box. The operators are never parsed.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from report.read.pdf.tree import SourcePage
from report.read.pdf.unpacking import pieces
from report.read.pdf.values import dictionary, key, lookup, name


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
        for piece in pieces(stream):
            data += packer.compress(piece)
        data += packer.compress(b"\n")
    form = Stream(pdf, bytes(data + packer.flush()))
    form.Filter = Name.FlateDecode
    return form
