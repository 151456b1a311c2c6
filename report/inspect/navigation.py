"""Labels, outline, links and attachments of the finished PDF, read by pypdf."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import zip_longest
from typing import Any

from pypdf.generic import Destination

from report.inspect.reader import FlatReader
from report.join import Attachment, Part, all_labels, first_pages, own_pages

OUTSIDE = ("http://", "https://", "mailto:")
"""How an address begins that a reader may follow."""


def check_labels(reader: FlatReader, parts: Sequence[Part]) -> Iterator[str]:
    """Every page's label is its folio."""
    meant = [str(label) for label in all_labels(parts)]
    for page, (label, folio) in enumerate(zip(reader.page_labels, meant, strict=False), start=1):
        if label != folio:
            yield f"page {page} is labelled {label}, and {folio} is printed on it"


def check_outline(reader: FlatReader, parts: Sequence[Part]) -> Iterator[str]:
    """Every bookmark is there, in order, and leads to the page of its anchor; so do those of files."""
    meant: list[tuple[str, int | None]] = []
    for part, before in zip(parts, first_pages(parts), strict=False):
        section = part.section
        anchors = part.sheets.anchors
        meant += [(mark.title, before + anchors[mark.anchor].page) for mark in section.bookmarks]
        if section.file:
            meant += [(own.title, before + own.page) for own in section.file.reading.bookmarks]
    read = [(str(item.title), _page_of(item, reader)) for item in _flat(reader.outline)]
    if read != meant:
        wrong = next(pair for pair in zip_longest(read, meant) if pair[0] != pair[1])
        yield f"its bookmarks differ from the contents (found, meant): {wrong}"


def _page_of(item: Destination, reader: FlatReader) -> int | None:
    return reader.page_numbers.get(getattr(item.page, "idnum", -1))


def _flat(outline: Any) -> Iterator[Destination]:
    for item in outline:
        if isinstance(item, list):
            yield from _flat(item)
        else:
            yield item


def check_links(reader: FlatReader, parts: Sequence[Part]) -> Iterator[str]:
    """Every link on our own pages leads to a page of the PDF or to an address that a reader may follow."""
    for number in own_pages(parts):
        page = reader.page_references[number].get_object()
        for item in page.get("/Annots") or ():
            annotation = item.get_object()
            if annotation.get("/Subtype") != "/Link":
                yield f"page {number + 1} has an annotation that is no link"
            elif "/Dest" in annotation:
                yield from _check_inside(annotation["/Dest"], number, reader)
            else:
                yield from _check_outside(annotation.get("/A"), number)


def _check_inside(destination: Any, number: int, reader: FlatReader) -> Iterator[str]:
    # The reference itself, not what it resolves to: only pages of this PDF are meant.
    page = list.__getitem__(destination, 0)
    if getattr(page, "idnum", None) not in reader.page_numbers:
        yield f"a link on page {number + 1} leads nowhere"


def _check_outside(action: Any, number: int) -> Iterator[str]:
    address = str(action.get_object().get("/URI", "")) if action is not None else ""
    if not address.startswith(OUTSIDE):
        yield f"a link on page {number + 1} leads to {address or 'nothing'}"


def check_attachments(reader: FlatReader, attachments: Sequence[Attachment]) -> Iterator[str]:
    """Those that were meant, whole, and no others."""
    meant = {item.name: item.digest() for item in attachments}
    found: dict[str, str] = {}
    for item in reader.attachment_list:
        found[item.name] = sha256(item.content or b"").hexdigest()
    for name in sorted(meant.keys() | found.keys()):
        if name not in meant:
            yield f"it has a file attached that was not meant to be: {name}"
        elif meant[name] != found.get(name):
            yield f"the attached file {name} is missing or not whole"
