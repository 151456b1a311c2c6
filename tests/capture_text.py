"""What stands on the pages of a PDF, for the tests of what is laid out from mails and web pages."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
import pypdfium2

_listeners: list[Callable[[str, tuple[Any, ...]], None]] = []


def words(pdf: bytes) -> str:
    """The text of all pages, with single spaces."""
    document = pypdfium2.PdfDocument(pdf)
    return re.sub(r"\s+", " ", " ".join(page.get_textpage().get_text_range() for page in document))


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_size() for page in document]


def links(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [
            str(note.A.URI) for page in document.pages for note in page.get("/Annots", []) if "/A" in note
        ]


@contextmanager
def nothing_is_opened() -> Iterator[list[str]]:
    """What Python opens, connects to or imports meanwhile: nothing, if the list stays empty."""
    seen: list[str] = []

    def listen(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("open", "import", "os.listdir", "os.mkdir") or event.startswith(
            ("socket", "subprocess")
        ):
            seen.append(f"{event} {arguments[:1]}")

    if not _listeners:
        sys.addaudithook(lambda event, arguments: [one(event, arguments) for one in _listeners] and None)
    _listeners.append(listen)
    try:
        yield seen
    finally:
        _listeners.remove(listen)
