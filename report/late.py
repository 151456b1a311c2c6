"""Late numbers as they stand in a section's HTML: a page's or a note's, which changes with what is before it.

`report/filling.py` writes them as samples, in which each digit is 0 (`<span data-late="KEY">00</span>`), so
that one layout does for all numbers of as many digits. `report/render/late.py` notes where they were drawn,
and `join` sets the digits (`report/join/digits.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import escape

_FILLED = re.compile(r'<(span|a)([^<>]*?) data-late="([^"<>]*)"([^<>]*)>[^<>]*</\1>')
_OPEN_NUMBER = re.compile("\ue000([^\ue000\ue001]*)\ue001")  # of the private use area


def late_keys(html: str) -> tuple[str, ...]:
    """The keys of what stands as a sample in filled HTML, each once."""
    return tuple(dict.fromkeys(match[3] for match in _FILLED.finditer(html)))


def open_number(key: str) -> str:
    """What stands for a number in a text that is not drawn (what a link is called)."""
    return f"\ue000{key}\ue001"


def close_numbers(text: str, texts: Mapping[str, str]) -> str:
    """The text with the numbers put in."""
    return _OPEN_NUMBER.sub(lambda match: texts[match[1]], text)


def settled(html: str, texts: Mapping[str, str]) -> str:
    """Filled HTML with the numbers themselves for the samples."""

    def write(match: re.Match[str]) -> str:
        name, before, key, behind = match.groups()
        return f"<{name}{before}{behind}>{escape(texts[key])}</{name}>"

    return _FILLED.sub(write, html)
