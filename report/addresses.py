"""Web addresses in print: where a long one may be broken at the end of a line.

An address goes in as text; markup with `<wbr>` comes out, which adds nothing to what is copied.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

# The Chicago Manual of Style, 7.46: before a slash, stop, comma, hyphen, underline, tilde, ?, #, % and &;
# after a colon or double slash; around =. Never after a hyphen, which would seem to be the break's own.
# Not behind the scheme: a line that ends in "https://" says nothing.
_BREAK = re.compile(r"(?<=[^/:])(?=/)|(?=[.,_~?#%&=+-])|(?<==)")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?://)?(?:www\.)?")
# What has no such place, a checksum say, may be broken anywhere.
_LONG = 24
_STEP = 12
_SHORTEST = 3


def breakable(url: str) -> Markup:
    """The address as text that may be broken at sensible places."""
    scheme = _SCHEME.match(url)
    start = scheme.end() if scheme else 0
    pieces: list[str] = []
    for piece in _pieces(url[start:]):
        # No line begins or ends with a crumb of the address.
        if pieces and (len(piece) < _SHORTEST or len(pieces[-1]) < _SHORTEST):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return escape(url[:start]) + Markup("<wbr>").join(pieces)


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for piece in _BREAK.split(text):
        step = _STEP if len(piece) > _LONG else max(len(piece), 1)
        pieces += [piece[at : at + step] for at in range(0, len(piece), step)]
    return [piece for piece in pieces if piece]
