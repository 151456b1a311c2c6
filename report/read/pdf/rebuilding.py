"""Pages of a file whose catalog or page tree is lost, cut off mostly: in go its bytes, out come others that
end with a new one.

Pages are found by their dictionaries, which stand in the file as they are or in object streams (ISO 32000-1,
7.5.7). They come in the order in which they stand. What they inherited from the lost tree is lost with it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress

from report.read.pdf.unpacking import inflated

FOUND = "its list of pages is lost: those found come in the order in which they stand, others may be missing"

_OBJECT = re.compile(rb"(?<!\d)(\d{1,8})[ \t\r\n\f]+(\d{1,5})[ \t\r\n\f]+obj\b")
_END = re.compile(rb"endobj|stream\b")
_STREAM = re.compile(rb"stream\r?\n")
_PAGE = re.compile(rb"/Type[ \t\r\n\f]*/Page(?![A-Za-z0-9])")
_PACKED = re.compile(rb"/Type[ \t\r\n\f]*/ObjStm\b")
_FIRST = re.compile(rb"/First[ \t\r\n\f]+(\d{1,8})")
_LOCKED = re.compile(rb"/Filter[ \t\r\n\f]*/Standard\b")
_MOST = 100_000
"""Objects that are looked at."""
_LARGEST = 20_000_000
"""Bytes of one object stream, and of all objects that come out of them."""


def with_page_tree(data: bytes) -> bytes | None:
    """The file with what was in its object streams written out, and a new catalog; None without pages."""
    if _LOCKED.search(data):
        return None  # the key went with the trailer
    unpacked = b"".join(_unpacked(data))
    pages: dict[bytes, None] = {}
    largest = 0
    for number, generation, body in _objects(data + unpacked):
        largest = max(largest, int(number))
        if _PAGE.search(body):
            pages.setdefault(b"%d %d R" % (int(number), int(generation)))
    if not pages:
        return None
    tree, catalog = largest + 1, largest + 2
    kids = b" ".join(pages)
    return b"".join(
        (
            data,
            b"\nendstream\nendobj\n",
            unpacked,
            b"%d 0 obj\n<< /Type /Pages /Count %d /Kids [%b] >>\nendobj\n" % (tree, len(pages), kids),
            b"%d 0 obj\n<< /Type /Catalog /Pages %d 0 R >>\nendobj\n" % (catalog, tree),
            b"trailer\n<< /Root %d 0 R /Size %d >>\nstartxref\n0\n%%%%EOF\n" % (catalog, catalog + 1),
        )
    )


def _objects(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Number, generation and dictionary of each object, in the order of the file."""
    for _, start in zip(range(_MOST), _OBJECT.finditer(data), strict=False):
        end = _END.search(data, start.end())
        yield start[1], start[2], data[start.end() : end.start() if end else len(data)]


def _unpacked(data: bytes) -> Iterator[bytes]:
    """The objects in object streams, as they would stand in the file."""
    left = _LARGEST
    for start in _OBJECT.finditer(data):
        begin = _STREAM.search(data, start.end(), start.end() + 2000)
        if begin is None or not _PACKED.search(data, start.end(), begin.start()):
            continue
        first = _FIRST.search(data, start.end(), begin.start())
        end = data.find(b"endstream", begin.end())
        content = bytearray()
        with suppress(zlib.error):
            for piece in inflated(data[begin.end() : end if end >= 0 else len(data)]):
                content += piece
                if len(content) > left:
                    return
        left -= len(content)
        if first is not None:
            yield from _written_out(bytes(content), int(first[1]))


def _written_out(content: bytes, first: int) -> Iterator[bytes]:
    """Pairs of number and offset come first, then the objects (table 16)."""
    head = [int(word) for word in content[:first].split() if word.isdigit()]
    numbers, offsets = head[::2], head[1::2]
    for number, offset, end in zip(numbers, offsets, [*offsets[1:], len(content) - first], strict=False):
        if first + offset < len(content):
            yield b"%d 0 obj\n%b\nendobj\n" % (number, content[first + offset : first + end])
