"""Opens picture files with Pillow: those formats alone that are kinds, within limits, as far as they go."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import (
    Image,
    ImageFile,
    ImageOps,  # noqa: F401  # imported by Pillow when a TIFF is turned upright: no file can be opened then
)

from report.read.convert.resolution import BROKEN
from report.read.settings import UnreadableError

try:
    import pi_heif
except ImportError:  # no wheel for this system
    pi_heif = None
else:
    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)

LARGEST = 150_000_000
"""Pixels of a picture in colours; decoded it takes 600 MB."""

LARGEST_GREY = 400_000_000
"""Pixels of a picture in greys or black and white, so that large plans at 400 dpi can be shown."""

Image.init()  # all of Pillow's readers, while there are files to import them from

# By Pillow's names. MPO is a JPEG with further pictures behind it.
FORMATS = {"PNG": "PNG", "JPEG": "JPEG", "MPO": "JPEG", "TIFF": "TIFF", "WEBP": "WebP", "HEIF": "HEIC"}

AGAIN = "archive the file again from where it came"


@contextmanager
def own_limits() -> Iterator[None]:
    """Without Pillow's limit: sizes are checked here, by colours, before a picture is decoded.

    A truncated picture is an error at first, so that it can be told; WeasyPrint has it otherwise.
    """
    before = Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES
    Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = None, False
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = before


@contextmanager
def opened(data: bytes) -> Iterator[Image.Image]:
    """The picture, not decoded yet. Raises UnreadableError."""
    if pi_heif is None and data[4:8] == b"ftyp":
        raise UnreadableError(
            "no-heif",
            "it is a HEIC picture, and the library that reads them is not installed",
            "pip install pi-heif, or archive the picture as PNG or TIFF",
        )
    try:
        picture = Image.open(io.BytesIO(data), formats=[name for name in FORMATS if name in Image.OPEN])
    except BROKEN:
        raise UnreadableError(
            "damaged-picture", "it is a picture, but too damaged to be shown", AGAIN
        ) from None
    with picture:
        yield picture


@contextmanager
def as_far_as_possible() -> Iterator[None]:
    """Have Pillow decode what there is of a truncated picture."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def check_size(picture: Image.Image) -> None:
    """Refuse a picture that is too large, before it is decoded. Raises UnreadableError."""
    largest = LARGEST_GREY if picture.mode in ("1", "L", "P") else LARGEST
    if picture.width * picture.height > largest:
        raise UnreadableError(
            "picture-too-large",
            f"it is a picture of {picture.width:,} × {picture.height:,} pixels; "
            f"no more than {largest // 1_000_000} million can be shown",
            "archive it smaller, or in parts",
        )
