"""Pictures as pages: PNG, JPEG, TIFF with many pages, WebP, HEIC.

In goes a picture file, out comes a PDF with a page for each picture, upright and at its true size where
the file says a plausible one. JPEG data is kept as received, all else is decoded and compressed without
loss. The file's metadata are left out.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from warnings import catch_warnings

from pikepdf import Array, Name, Pdf, Stream
from PIL import Image

from report.read.convert import Converted
from report.read.convert.jpeg import Jpeg, bare
from report.read.convert.opened import AGAIN, FORMATS, as_far_as_possible, check_size, opened, own_limits
from report.read.convert.picture_page import Page, append
from report.read.convert.profile import colour_space
from report.read.convert.raster import image_object
from report.read.convert.resolution import BROKEN, orientation, points
from report.read.convert.tiff import jpeg_in, stored_orientation
from report.read.settings import ReadSettings, UnreadableError

MOST = 2_000
"""Pictures in a file."""

_REDUCED, _MASK = 1, 4  # TIFF 6.0, NewSubfileType: not pages, but another form of one


def convert(data: bytes, settings: ReadSettings) -> Converted:
    """The pictures of a file, a page each. Raises UnreadableError."""
    with catch_warnings(action="ignore"), own_limits(), opened(data) as picture:
        kind = FORMATS[picture.format or ""]
        warnings: list[tuple[str, str]] = []
        pdf = Pdf.new()
        pages = [*_pages(pdf, picture, data, warnings)]
        if not pages:
            raise UnreadableError("damaged-picture", "it is a picture, but too damaged to be shown", AGAIN)
        for page in pages:
            append(pdf, page, settings)
    output = io.BytesIO()
    pdf.save(output, deterministic_id=True)
    return Converted(output.getvalue(), _detail(kind, pages), warnings=tuple(warnings))


def _detail(kind: str, pages: Sequence[Page]) -> str:
    if len(pages) > 1:
        return f"from {len(pages)} {kind} pictures"
    image = pages[0].image
    return f"from a {kind} picture of {int(image.Width):,} × {int(image.Height):,} pixels"


def _pages(pdf: Pdf, picture: Image.Image, data: bytes, warnings: list[tuple[str, str]]) -> Iterator[Page]:
    if picture.format in ("JPEG", "MPO"):
        yield _jpeg_page(pdf, picture, data, warnings)
    elif picture.format == "TIFF":
        yield from _tiff_pages(pdf, picture, data, warnings)
    else:
        count = getattr(picture, "n_frames", 1)
        if count > 1 and picture.format != "PNG":
            warnings.append(("more-pictures", f"it holds {count} pictures; only the first is shown"))
        yield _decoded_page(pdf, picture, data, 0, warnings)


def _jpeg_page(pdf: Pdf, picture: Image.Image, data: bytes, warnings: list[tuple[str, str]]) -> Page:
    check_size(picture)
    jpeg = bare(data)
    turned = orientation(picture)
    size = points(picture)
    if jpeg is None or not jpeg.embeddable or not _is_whole(data):
        return _decoded_page(pdf, picture, data, 0, warnings)
    return Page(_jpeg_object(pdf, jpeg), size, turned)


def _is_whole(data: bytes) -> bool:
    """Whether a JPEG decodes to its end; at an eighth of its size, which costs least."""
    with opened(data) as picture:
        picture.draft("L", (max(1, picture.width // 8), max(1, picture.height // 8)))
        try:
            picture.load()
        except BROKEN:
            return False
    return True


def _jpeg_object(pdf: Pdf, jpeg: Jpeg) -> Stream:
    image = Stream(pdf, jpeg.data)
    image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name.DCTDecode
    image.Width, image.Height, image.BitsPerComponent = jpeg.width, jpeg.height, 8
    image.ColorSpace = colour_space(pdf, jpeg.components, jpeg.profile)
    if jpeg.components == 4 and jpeg.adobe:
        image.Decode = Array([1, 0] * 4)
    return image


def _tiff_pages(
    pdf: Pdf, picture: Image.Image, data: bytes, warnings: list[tuple[str, str]]
) -> Iterator[Page]:
    numbers = [*_tiff_numbers(picture)]
    for number in numbers:
        try:
            picture.seek(number)
            page = _jpeg_in_tiff(pdf, picture, data) or _decoded_page(pdf, picture, data, number, warnings)
        except (*BROKEN, UnreadableError) as reason:
            if isinstance(reason, UnreadableError) and (
                reason.code != "damaged-picture" or len(numbers) == 1
            ):
                raise
            place = f"picture {number + 1} of {len(numbers)}"
            warnings.append(("truncated-picture", f"{place} is too damaged to be shown, and is left out"))
            continue
        yield page


def _jpeg_in_tiff(pdf: Pdf, picture: Image.Image, data: bytes) -> Page | None:
    """A page whose JPEG data can be kept as they are."""
    found = jpeg_in(picture, data)
    jpeg = bare(found) if found else None
    turned = stored_orientation(picture)
    if found is None or jpeg is None or not jpeg.embeddable:
        return None
    stored = picture.size if turned < 5 else picture.size[::-1]
    if (jpeg.width, jpeg.height) != stored or not _is_whole(found):
        return None
    check_size(picture)
    profile = picture.info.get("icc_profile") or b""
    return Page(_jpeg_object(pdf, replace(jpeg, profile=profile)), points(picture), turned)


def _tiff_numbers(picture: Image.Image) -> Iterator[int]:
    """The frames that are pages, or all where none is said to be one."""
    purposes: list[int] = []
    try:
        while True:
            picture.seek(len(purposes))
            purpose = getattr(picture, "tag_v2", {}).get(254, 0)
            purposes.append(purpose if isinstance(purpose, int) else 0)
            if len(purposes) > MOST:
                raise UnreadableError(
                    "picture-too-large", f"it holds more than {MOST:,} pictures", "archive it in parts"
                )
    except BROKEN:
        pass  # the end, or where the file breaks off
    pages = [number for number, purpose in enumerate(purposes) if not purpose & (_REDUCED | _MASK)]
    yield from pages or range(len(purposes))


def _decoded_page(
    pdf: Pdf, picture: Image.Image, data: bytes, number: int, warnings: list[tuple[str, str]]
) -> Page:
    check_size(picture)
    turned = orientation(picture)
    size = points(picture)
    try:
        picture.load()
        return Page(image_object(pdf, picture), size, turned)
    except BROKEN:
        warnings.append(
            ("truncated-picture", "the picture breaks off or is damaged; what can be shown of it is shown")
        )
    with opened(data) as again, as_far_as_possible():
        try:
            if number:
                again.seek(number)
            again.load()
            return Page(image_object(pdf, again), size, turned)
        except BROKEN:
            warnings.pop()
    raise UnreadableError("damaged-picture", "it is a picture, but too damaged to be shown", AGAIN)
