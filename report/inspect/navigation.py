"""Labels, outline and attachments of the finished PDF, and the links of a page, read by pdfium."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import zip_longest

import pypdfium2
from pypdfium2 import raw

from report.join import Attachment, Part, all_labels, first_pages

OUTSIDE = ("http://", "https://", "mailto:")
"""How an address begins that a reader may follow."""

_DEPTH = 200
"""Of an outline; a deeper one is not as it was meant."""


def check_labels(document: pypdfium2.PdfDocument, parts: Sequence[Part]) -> Iterator[str]:
    """Every page's label is its folio."""
    for page, folio in enumerate(map(str, all_labels(parts))):
        label = document.get_page_label(page)
        if label != folio:
            yield f"page {page + 1} is labelled {label}, and {folio} is printed on it"


def check_outline(document: pypdfium2.PdfDocument, parts: Sequence[Part]) -> Iterator[str]:
    """Every bookmark is there, in order, and leads to the page of its anchor; so do those of files."""
    meant: list[tuple[str, int | None]] = []
    for part, before in zip(parts, first_pages(parts), strict=False):
        section = part.section
        anchors = part.sheets.anchors
        meant += [(_as_read(mark.title), before + anchors[mark.anchor].page) for mark in section.bookmarks]
        if section.file:
            meant += [(_as_read(own.title), before + own.page) for own in section.file.reading.bookmarks]
    read: list[tuple[str, int | None]] = []
    for item in document.get_toc(max_depth=_DEPTH):
        place = item.get_dest()
        read.append((item.get_title(), place.get_index() if place else None))
    if read != meant:
        wrong = next(pair for pair in zip_longest(read, meant) if pair[0] != pair[1])
        yield f"its bookmarks differ from the contents (found, meant): {wrong}"


def _as_read(title: str) -> str:
    """Pdfium gives a space for every character that is none."""
    return "".join(character if character > " " else " " for character in title)


def check_links(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, number: int) -> Iterator[str]:
    """Every link of a page leads to a page of the PDF or to an address that a reader may follow."""
    position = ctypes.c_int(0)
    link = raw.FPDF_LINK()
    links = 0
    while raw.FPDFLink_Enumerate(page.raw, position, link):
        links += 1
        place = raw.FPDFLink_GetDest(document.raw, link)
        if place:
            if raw.FPDFDest_GetDestPageIndex(document.raw, place) < 0:
                yield f"a link on page {number + 1} leads nowhere"
            continue
        address = _address(document, link)
        if not address.startswith(OUTSIDE):
            yield f"a link on page {number + 1} leads to {address or 'nothing'}"
    if links != raw.FPDFPage_GetAnnotCount(page.raw):
        yield f"page {number + 1} has an annotation that is no link"


def _address(document: pypdfium2.PdfDocument, link: raw.FPDF_LINK) -> str:
    action = raw.FPDFLink_GetAction(link)
    if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
        return ""
    length = raw.FPDFAction_GetURIPath(document.raw, action, None, 0)
    text = ctypes.create_string_buffer(length)
    raw.FPDFAction_GetURIPath(document.raw, action, text, length)
    return text.value.decode("utf-8", "replace")


def check_attachments(document: pypdfium2.PdfDocument, attachments: Sequence[Attachment]) -> Iterator[str]:
    """Those that were meant, whole, and no others."""
    meant = {item.name: item.digest() for item in attachments}
    found: dict[str, str] = {}
    for index in range(document.count_attachments()):
        item = document.get_attachment(index)
        found[item.get_name()] = sha256(bytes(item.get_data())).hexdigest()
    for name in sorted(meant.keys() | found.keys()):
        if name not in meant:
            yield f"it has a file attached that was not meant to be: {name}"
        elif meant[name] != found.get(name):
            yield f"the attached file {name} is missing or not whole"
