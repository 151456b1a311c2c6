"""The letters of a section as they were written, and as pdfium reads them."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

_SILENT = {"head", "title", "style", "script", "desc"}
"""Elements whose text is not printed; `title` and `desc` also in SVG."""


def as_read(folio: str) -> tuple[str, ...]:
    """How pdfium may read a folio: on a line of Arabic it turns `A12-4` into `4-12A` or `4-21A`."""
    return folio, "".join(reversed(re.findall(r"[0-9]+|.", folio))), folio[::-1]


def letters(text: str) -> Counter[str]:
    """How often each letter and digit occurs, capitals and small letters alike."""
    return Counter(filter(str.isalnum, text.casefold()))


class _Reader(HTMLParser):
    """Collects the text that is printed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text.append(data)


def printed(html: str) -> str:
    """The text of HTML that is printed."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.text)
