"""How large a picture is and which way is up, as far as its file says so.

In goes a picture as Pillow has opened it (not yet decoded), out come points and an EXIF orientation.
"""

from __future__ import annotations

import math
import struct
from typing import NamedTuple

from PIL import ExifTags, Image

LOWEST, HIGHEST = 50.0, 2400.0
"""Dots an inch that a scanner, a camera or a screen can have meant."""

USUAL = 96.0
"""Dots an inch of a picture that does not say (CSS Values 4, 5.2: the pixel)."""

SCANNED = 100.0
"""Dots an inch from which a picture is taken for a thing of that size: cameras write 72, screens 72 or 96."""


class Size(NamedTuple):
    """`width` and `height` in points; `scanned`: the file says them of a thing of that size."""

    width: float
    height: float
    scanned: bool


BROKEN = (
    *(OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError),
    *(ArithmeticError, RuntimeError, AttributeError, struct.error),
)
"""What Pillow raises for a file that it cannot make sense of."""

_INCH, _CENTIMETRE = 2, 3


def orientation(picture: Image.Image) -> int:
    """How the stored rows lie, from 1 (upright) to 8 (Exif 2.32, tag 274), once Pillow has decoded it."""
    if picture.format in ("TIFF", "HEIF"):  # turned when decoded
        return 1
    found = _exif(picture).get(ExifTags.Base.Orientation, 1)
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def points(picture: Image.Image) -> Size:
    """How large the picture is, upright."""
    exif = _exif(picture)
    across, down = _dots(picture.info.get("dpi")) or _exif_dots(exif) or (USUAL, USUAL)
    width, height = picture.size
    sideways = exif.get(ExifTags.Base.Orientation, 1) in (5, 6, 7, 8)
    if picture.format == "TIFF" and sideways:  # Pillow gives the upright size, but the stored dots
        across, down = down, across
    size = Size(width * 72 / across, height * 72 / down, min(across, down) >= SCANNED)
    turned = sideways and orientation(picture) != 1
    return Size(size.height, size.width, size.scanned) if turned else size


def _exif(picture: Image.Image) -> dict[int, object]:
    try:
        return dict(picture.getexif())
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        LookupError,
        TypeError,
        ArithmeticError,
        struct.error,
    ):
        return {}  # metadata that cannot be read say nothing


def _exif_dots(exif: dict[int, object]) -> tuple[float, float] | None:
    said = _number(exif.get(ExifTags.Base.ResolutionUnit, _INCH))
    unit = {_INCH: 1.0, _CENTIMETRE: 2.54}.get(int(said), 0.0)
    values = (exif.get(ExifTags.Base.XResolution), exif.get(ExifTags.Base.YResolution))
    return _dots(tuple(_number(value) * unit for value in values))


def _dots(value: object) -> tuple[float, float] | None:
    """Both dots an inch where they are plausible."""
    if not isinstance(value, tuple) or len(value) != 2:
        return None
    across, down = (_rounded(_number(one)) for one in value)
    return (across, down) if LOWEST <= across <= HIGHEST and LOWEST <= down <= HIGHEST else None


def _rounded(dots: float) -> float:
    # PNG counts dots a metre: 96 an inch are 3780, which is 96.012.
    return float(round(dots)) if abs(dots - round(dots)) < 0.0128 else dots


def _number(value: object) -> float:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, ArithmeticError):
        return 0.0
    return number if math.isfinite(number) else 0.0
