"""Labels, outline and links of the finished PDF, read by pypdf."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from pypdf import PdfReader
from pypdf.generic import Destination

from report.join import Part, first_pages

_OUTSIDE = ("http://", "https://", "mailto:")


def check_labels(reader: PdfReader, parts: Sequence[Part]) -> Iterator[str]:
    """Every page's label is its folio."""
    meant = [str(label) for part in parts for label in part.labels]
    for page, (label, folio) in enumerate(zip(reader.page_labels, meant, strict=False), start=1):
        if label != folio:
            yield f"page {page} is labelled {label}, and {folio} is printed on it"


def check_outline(reader: PdfReader, parts: Sequence[Part]) -> Iterator[str]:
    """Every bookmark is there, in order, and leads to the page of its anchor."""
    found = list(_flat(reader.outline))
    meant = [
        (mark.title, before + part.sheets.anchors[mark.anchor].page)
        for part, before in zip(parts, first_pages(parts), strict=False)
        for mark in part.section.bookmarks
    ]
    read = [(str(item.title), reader.get_destination_page_number(item)) for item in found]
    if read != meant:
        wrong = next(pair for pair in zip_longest(read, meant) if pair[0] != pair[1])
        yield f"its bookmarks differ from the contents (found, meant): {wrong}"


def _flat(outline: Any) -> Iterator[Destination]:
    for item in outline:
        if isinstance(item, list):
            yield from _flat(item)
        else:
            yield item


def check_links(reader: PdfReader, parts: Sequence[Part]) -> Iterator[str]:
    """Every link leads to a page of the PDF or to an address that a reader may follow."""
    pages = {page.indirect_reference.idnum for page in reader.pages if page.indirect_reference}
    for number, page in enumerate(reader.pages):
        for item in page.get("/Annots") or ():
            annotation = item.get_object()
            if annotation.get("/Subtype") != "/Link":
                yield f"page {number + 1} has an annotation that is no link"
            elif "/Dest" in annotation:
                yield from _check_inside(annotation["/Dest"], number, pages)
            else:
                yield from _check_outside(annotation.get("/A"), number)


def _check_inside(destination: Any, number: int, pages: set[int]) -> Iterator[str]:
    # The reference itself, not what it resolves to: only pages of this PDF are meant.
    page = list.__getitem__(destination, 0)
    if getattr(page, "idnum", None) not in pages:
        yield f"a link on page {number + 1} leads nowhere"


def _check_outside(action: Any, number: int) -> Iterator[str]:
    address = str(action.get_object().get("/URI", "")) if action is not None else ""
    if not address.startswith(_OUTSIDE):
        yield f"a link on page {number + 1} leads to {address or 'nothing'}"
