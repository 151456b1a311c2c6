"""The letters of a section as they were written, and as pdfium reads them."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape


def as_read(folio: str) -> tuple[str, ...]:
    """How pdfium may read a folio: on a line of Arabic it turns `A12-4` into `4-12A` or `4-21A`."""
    return folio, "".join(reversed(re.findall(r"[0-9]+|.", folio))), folio[::-1]


def letters(text: str) -> Counter[str]:
    """How often each letter and digit occurs, capitals and small letters alike."""
    return Counter(filter(str.isalnum, text.casefold()))


_MARKUP = re.compile(
    r"<!--.*?-->"
    r"|<(?P<silent>head|title|style|script|desc)\b[^>]*(?<!/)>.*?</(?P=silent)\s*>"
    r"|</?[a-z!?](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>",
    re.DOTALL | re.IGNORECASE,
)
"""Elements whose text is not printed (`title` and `desc` also in SVG), and all tags. The HTML is our own
templates', escaped by Jinja2, or was written by markdown-it: what stands between tags has no `<`."""


def printed(html: str) -> str:
    """The text of HTML that is printed."""
    return unescape(_MARKUP.sub("", html))
