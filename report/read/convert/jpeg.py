"""The bare picture in a JPEG file, as it was received but for its metadata.

In goes a JPEG file, out comes what PDF shows of it (ISO 32000-1, 7.4.8): the same coded data, never
compressed again, without the segments that hold anything else (EXIF, XMP, IPTC, comments, thumbnails,
what stands behind the end). Marker codes are those of ITU-T T.81, table B.1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from report.read.convert.profile import ICC_LARGEST

_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_SHOWN_BY_PDF = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended and progressive, with Huffman coding
_KEPT = _FRAMES | {0xC4, 0xCC, 0xDB, 0xDC, 0xDD, 0xDA}  # and tables, restart interval, scans
_APP0, _APP2, _APP14, _SOS, _EOI = 0xE0, 0xE2, 0xEE, 0xDA, 0xD9
_PLAIN_JFIF = b"\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"  # without density and thumbnail
_SCAN_END = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")  # T.81, B.1.1.5: stuffed zeros and restarts go on


@dataclass(frozen=True, slots=True)
class Jpeg:
    """`data` is the bare picture. `embeddable`: PDF can show it as it is. `adobe`: the file has Adobe's
    segment, with which four colours are stored inverted. `profile` is its ICC profile, b"" if none.
    """

    data: bytes = field(repr=False)
    width: int
    height: int
    components: int
    embeddable: bool
    adobe: bool
    profile: bytes = field(repr=False)


def bare(data: bytes) -> Jpeg | None:
    """The picture in a JPEG file; None where it ends or breaks off before the end of the picture."""
    kept = [b"\xff\xd8"]
    frame: tuple[int, bytes] | None = None
    profile: dict[int, bytes] = {}
    adobe = False
    at = 2
    while (segment := _segment(data, at)) is not None:
        marker, start, end = segment
        body = data[start + 2 : end]
        if marker == _EOI:
            break
        if marker in _FRAMES:
            frame = frame or (marker, body)
        adobe = adobe or (marker == _APP14 and body.startswith(b"Adobe"))
        if marker == _APP2 and body.startswith(b"ICC_PROFILE\0"):
            profile[body[12] if len(body) > 12 else 0] = body[14:]
        if marker == _SOS:
            end = _end_of_scan(data, end)
        kept.append(_kept(marker, body, data[start:end], len(kept) == 1))
        at = end
    else:
        return None
    if frame is None or len(frame[1]) < 6:
        return None
    kept.append(b"\xff\xd9")
    marker, body = frame
    icc = b"".join(profile[number] for number in sorted(profile))
    return Jpeg(
        b"".join(kept),
        width=int.from_bytes(body[3:5]),
        height=int.from_bytes(body[1:3]),
        components=body[5],
        embeddable=marker in _SHOWN_BY_PDF and body[0] == 8 and body[5] in (1, 3, 4),
        adobe=adobe,
        profile=icc if len(icc) <= ICC_LARGEST else b"",
    )


def _segment(data: bytes, at: int) -> tuple[int, int, int] | None:
    """The next segment: its marker, where its length stands, and where it ends; None if there is none."""
    start = data.find(b"\xff", at)
    while 0 <= start < len(data) - 1:
        marker = data[start + 1]
        if marker == _EOI:
            return marker, start + 2, start + 2
        if marker in (0x00, 0x01, 0xD8, 0xFF) or 0xD0 <= marker <= 0xD7:  # fill bytes; no segments
            start = data.find(b"\xff", start + 1)
            continue
        length = int.from_bytes(data[start + 2 : start + 4])
        end = start + 2 + length
        return (marker, start + 2, end) if length >= 2 and end <= len(data) else None
    return None


def _end_of_scan(data: bytes, start: int) -> int:
    found = _SCAN_END.search(data, start)
    return found.end() - 2 if found else len(data)


def _kept(marker: int, body: bytes, rest: bytes, first: bool) -> bytes:
    """What is kept of a segment. `rest` is its length, its body and, of a scan, the coded data behind."""
    if marker == _APP0 and first and body.startswith(b"JFIF\0"):
        return _PLAIN_JFIF  # it says that the colours are YCbCr
    if marker in _KEPT:
        return bytes((0xFF, marker)) + rest
    if marker == _APP14 and body.startswith(b"Adobe"):
        # How the colours are coded; its length is fixed, and what is behind is no part of it.
        return b"\xff\xee\0\x0e" + body[:12].ljust(12, b"\0")
    return b""
