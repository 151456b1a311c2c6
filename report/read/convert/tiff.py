"""JPEG data inside a TIFF page, as a JPEG file of its own, so that scans need not be compressed again.

In goes a page as Pillow has found it (not decoded), out comes the JPEG, or None where the page is coded in
another way or in several strips (TIFF Technical Note 2; Adobe Photoshop TIFF Technical Notes, 2002).
"""

from __future__ import annotations

from PIL import ExifTags, Image, TiffImagePlugin

_JPEG = 7  # Compression; 6 is the older way, which few can read
_GREY, _RGB, _YCBCR = 1, 2, 6  # PhotometricInterpretation
_TABLES = 347  # JPEGTables: what all strips have in common

_ADOBE = b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0"
"""Adobe's segment but for its last byte, which says whether the colours are YCbCr (T.872, 6.5.3)."""


def jpeg_in(picture: Image.Image, data: bytes) -> bytes | None:
    """The page's picture as a JPEG file."""
    tags = getattr(picture, "tag_v2", None)
    if not isinstance(tags, TiffImagePlugin.ImageFileDirectory_v2):
        return None
    base = ExifTags.Base
    photometric = tags.get(base.PhotometricInterpretation)
    starts, lengths = tags.get(base.StripOffsets, ()), tags.get(base.StripByteCounts, ())
    if tags.get(base.Compression) != _JPEG or photometric not in (_GREY, _RGB, _YCBCR):
        return None
    if len(starts) != 1 or len(lengths) != 1:
        return None
    strip = data[starts[0] : starts[0] + lengths[0]]
    if len(strip) != lengths[0] or not strip.startswith(b"\xff\xd8"):
        return None
    tables = tags.get(_TABLES, b"")
    shared = tables[2:-2] if tables.startswith(b"\xff\xd8") and tables.endswith(b"\xff\xd9") else b""
    colours = b"" if photometric == _GREY else _ADOBE + (b"\1" if photometric == _YCBCR else b"\0")
    return b"\xff\xd8" + colours + shared + strip[2:]


def stored_orientation(picture: Image.Image) -> int:
    """How the page's rows lie (TIFF 6.0, Orientation), as in EXIF."""
    found = getattr(picture, "tag_v2", {}).get(ExifTags.Base.Orientation, 1)
    return found if isinstance(found, int) and 1 <= found <= 8 else 1
