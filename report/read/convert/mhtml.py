"""A page saved whole (MHTML, RFC 2557): its root, and its other parts by the addresses that name them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.message import Message
from urllib.parse import urljoin, urlsplit

from report.read.convert.laying import NOWHERE
from report.read.convert.messages import content, header, parsed_message
from report.read.convert.parts import Part


@dataclass(frozen=True, slots=True)
class Capture:
    """`page` is the root part. `address` is where the capture says that it is from, "" if it does not.

    `base` is the address from which those in the page are resolved; `parts` are under theirs, resolved.
    """

    page: Part
    address: str
    base: str
    parts: dict[str, Part] = field(repr=False)


def is_mhtml(data: bytes) -> bool:
    """Whether a web page is one saved whole: it then begins with the header of a message."""
    return re.match(rb"(?:\xef\xbb\xbf)?\s*[A-Za-z-]+:[ \t]?[^<]", data[:200]) is not None


def capture_of(data: bytes) -> Capture | None:
    """What is in an MHTML file, or None where there is no page in it."""
    message = parsed_message(data)
    leaves = [part for part in message.walk() if not part.is_multipart()]
    root = _root(message, leaves)
    if root is None:
        return None
    location = header(message, "Snapshot-Content-Location") or header(root, "Content-Location")
    address = location if _scheme(location) in ("http", "https") else ""
    base = urljoin(NOWHERE, header(root, "Content-Location") or location)
    parts: dict[str, Part] = {}
    for leaf in leaves:
        part = Part(leaf.get_content_type(), content(leaf))
        identifier = header(leaf, "Content-ID").strip("<> ")
        if identifier:
            parts.setdefault(f"cid:{identifier}", part)
        where = header(leaf, "Content-Location")
        if where:
            parts.setdefault(_joined(base, where), part)
            parts.setdefault(where, part)
    page = Part(f"text/html; charset={root.get_content_charset() or ''}", content(root))
    return Capture(page, address, base, parts)


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return ""


def _root(message: Message, leaves: list[Message]) -> Message | None:
    """The part that `start` names, else the first that is HTML (RFC 2387, 3.2)."""
    start = message.get_param("start")
    pages = [leaf for leaf in leaves if leaf.get_content_type() in ("text/html", "application/xhtml+xml")]
    named = [leaf for leaf in pages if start and header(leaf, "Content-ID") == start]
    return next(iter(named or pages), None)


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address
