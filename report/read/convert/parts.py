"""The only door through which a capture's layout reads: `data:` addresses and the parts of its own file.

In go the parts by their addresses; everything else (the network, a file) is refused. Pictures among them
lose their metadata: WeasyPrint would put JPEG files into the PDF as they are.
"""

from __future__ import annotations

import binascii
import io
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes, urldefrag

from PIL import ExifTags, Image
from weasyprint.urls import URLFetcher, URLFetcherResponse

from report.read.convert.jpeg import bare
from report.read.convert.resolution import BROKEN, orientation

Image.init()  # all of Pillow's readers; nothing can be imported later


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a capture or a mail: its media type with parameters, in lower case, and its bytes."""

    media_type: str
    data: bytes = field(repr=False)


class PartsFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Gives the parts of one file. `refused` are the addresses that were asked for in vain."""

    def __init__(self, parts: Mapping[str, Part] | None = None) -> None:
        super().__init__(allowed_protocols=())
        self.parts = dict(parts or {})
        self.refused: set[str] = set()

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Raises ValueError for what is refused; WeasyPrint goes on without the resource."""
        part = self.parts.get(url) or self.parts.get(urldefrag(url).url)
        if part is None and url[:5].lower() == "data:":
            part = _of_data_address(url)
        if part is None:
            self.refused.add(url[:200])
            raise ValueError("nothing outside the archived file is read")
        return URLFetcherResponse(url, _without_metadata(part.data), {"Content-Type": part.media_type})


def _of_data_address(url: str) -> Part | None:
    """What stands in a `data:` address (RFC 2397)."""
    head, comma, body = url[5:].partition(",")
    if not comma:
        return None
    media_type, _, coding = head.rpartition(";")
    data = unquote_to_bytes(body)
    if coding.strip().lower() != "base64":
        return Part(head or "text/plain", data)
    try:
        return Part(media_type or "text/plain", b64decode(data + b"=="))
    except (binascii.Error, ValueError):
        return None


def _without_metadata(data: bytes) -> bytes:
    if not data.startswith(b"\xff\xd8\xff"):
        return data
    jpeg = bare(data)
    if jpeg is None:
        return data
    return jpeg.data[:2] + _turn(data) + jpeg.data[2:]


def _turn(data: bytes) -> bytes:
    """An EXIF segment that holds the orientation alone, b"" for a picture that is upright."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            turned = orientation(picture)
    except BROKEN:
        return b""
    if turned == 1:
        return b""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turned
    body = exif.tobytes()
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2) + body
