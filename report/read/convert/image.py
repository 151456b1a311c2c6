"""Pictures as pages: PNG, JPEG, TIFF with many pages, WebP, HEIC.

In goes a picture file, out comes a PDF with a page for each picture, upright and at its true size where
the file says a plausible one. JPEG data is kept as received, all else is decoded and compressed without
loss. The file's metadata are left out.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from warnings import catch_warnings

from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import (
    Image,
    ImageFile,
    ImageOps,  # noqa: F401  # imported by Pillow when a TIFF is turned upright: no file can be opened then
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from report.read.convert import Converted
from report.read.convert.jpeg import Jpeg, bare
from report.read.convert.profile import colour_space
from report.read.convert.raster import image_object
from report.read.convert.resolution import BROKEN, orientation, points
from report.read.settings import ReadSettings, UnreadableError

try:
    import pi_heif
except ImportError:  # no wheel for this system
    pi_heif = None
else:
    pi_heif.register_heif_opener()

LARGEST = 150_000_000
"""Pixels of a picture in colours; decoded it takes 600 MB."""

LARGEST_GREY = 400_000_000
"""Pixels of a picture in greys or black and white, so that large plans at 400 dpi can be shown."""

MOST = 2_000
"""Pictures in a file."""

LONGEST = 14_400.0
"""Points of a page's side (ISO 32000-1, annex C)."""

_FORMATS = {"PNG": "PNG", "JPEG": "JPEG", "MPO": "JPEG", "TIFF": "TIFF", "WEBP": "WebP", "HEIF": "HEIC"}
_PLUGINS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)
_REDUCED, _MASK = 1, 4  # TIFF 6.0, NewSubfileType: not pages, but another form of one


@dataclass(frozen=True, slots=True)
class _Page:
    """A picture on its page: width and height in points, upright; how the stored picture is turned."""

    image: Stream
    width: float
    height: float
    orientation: int


def convert(data: bytes, settings: ReadSettings) -> Converted:
    """The pictures of a file, a page each. Raises UnreadableError."""
    with catch_warnings(action="ignore"), _own_limits(), _opened(data) as picture:
        kind = _FORMATS[picture.format or ""]
        warnings: list[tuple[str, str]] = []
        pdf = Pdf.new()
        pages = [*_pages(pdf, picture, data, warnings)]
        if not pages:
            raise UnreadableError("damaged-picture", "it is a picture, but too damaged to be shown", _AGAIN)
        for page in pages:
            _append(pdf, page)
    output = io.BytesIO()
    pdf.save(output, deterministic_id=True)
    return Converted(output.getvalue(), _detail(kind, pages), warnings=tuple(warnings))


def _detail(kind: str, pages: Sequence[_Page]) -> str:
    if len(pages) > 1:
        return f"from {len(pages)} {kind} pictures"
    image = pages[0].image
    return f"from a {kind} picture of {int(image.Width):,} × {int(image.Height):,} pixels"


_AGAIN = "archive the file again from where it came"


@contextmanager
def _own_limits() -> Iterator[None]:
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
def _opened(data: bytes) -> Iterator[Image.Image]:
    if pi_heif is None and data[4:8] == b"ftyp":
        raise UnreadableError(
            "no-heif",
            "it is a HEIC picture, and the library that reads them is not installed",
            "pip install pi-heif, or archive the picture as PNG or TIFF",
        )
    try:
        picture = Image.open(io.BytesIO(data), formats=[name for name in _FORMATS if name in Image.OPEN])
    except BROKEN:
        raise UnreadableError(
            "damaged-picture", "it is a picture, but too damaged to be shown", _AGAIN
        ) from None
    with picture:
        yield picture


def _pages(pdf: Pdf, picture: Image.Image, data: bytes, warnings: list[tuple[str, str]]) -> Iterator[_Page]:
    if picture.format in ("JPEG", "MPO"):
        yield _jpeg_page(pdf, picture, data, warnings)
    elif picture.format == "TIFF":
        yield from _tiff_pages(pdf, picture, data, warnings)
    else:
        count = getattr(picture, "n_frames", 1)
        if count > 1 and picture.format != "PNG":
            warnings.append(("more-pictures", f"it holds {count} pictures; only the first is shown"))
        yield _decoded_page(pdf, picture, data, 0, warnings)


def _jpeg_page(pdf: Pdf, picture: Image.Image, data: bytes, warnings: list[tuple[str, str]]) -> _Page:
    _check_size(picture)
    jpeg = bare(data)
    turned = orientation(picture)
    width, height = points(picture)
    if jpeg is None or not jpeg.embeddable or not _is_whole(data):
        return _decoded_page(pdf, picture, data, 0, warnings)
    return _Page(_jpeg_object(pdf, jpeg), width, height, turned)


def _is_whole(data: bytes) -> bool:
    """Whether a JPEG decodes to its end; at an eighth of its size, which costs least."""
    with _opened(data) as picture:
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
) -> Iterator[_Page]:
    numbers = [*_tiff_numbers(picture)]
    for number in numbers:
        try:
            picture.seek(number)
            page = _decoded_page(pdf, picture, data, number, warnings)
        except (*BROKEN, UnreadableError) as reason:
            if isinstance(reason, UnreadableError) and (
                reason.code != "damaged-picture" or len(numbers) == 1
            ):
                raise
            place = f"picture {number + 1} of {len(numbers)}"
            warnings.append(("truncated-picture", f"{place} is too damaged to be shown, and is left out"))
            continue
        yield page


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
) -> _Page:
    _check_size(picture)
    turned = orientation(picture)
    width, height = points(picture)
    try:
        picture.load()
        return _Page(image_object(pdf, picture), width, height, turned)
    except BROKEN:
        warnings.append(
            ("truncated-picture", "the picture breaks off or is damaged; what can be shown of it is shown")
        )
    with _opened(data) as again, _as_far_as_possible():
        try:
            if number:
                again.seek(number)
            again.load()
            return _Page(image_object(pdf, again), width, height, turned)
        except BROKEN:
            warnings.pop()
    raise UnreadableError("damaged-picture", "it is a picture, but too damaged to be shown", _AGAIN)


@contextmanager
def _as_far_as_possible() -> Iterator[None]:
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def _check_size(picture: Image.Image) -> None:
    largest = LARGEST_GREY if picture.mode in ("1", "L", "P") else LARGEST
    if picture.width * picture.height > largest:
        raise UnreadableError(
            "picture-too-large",
            f"it is a picture of {picture.width:,} × {picture.height:,} pixels; "
            f"no more than {largest // 1_000_000} million can be shown",
            "archive it smaller, or in parts",
        )


def _append(pdf: Pdf, page: _Page) -> None:
    scale = min(1.0, LONGEST / max(page.width, page.height))
    width, height = max(page.width * scale, 1.0), max(page.height * scale, 1.0)
    a, b, c, d, e, f = _TURNS[page.orientation]
    matrix = (a * width, b * height, c * width, d * height, e * width, f * height)
    content = "q " + " ".join(f"{number:.4f}" for number in matrix) + " cm /Picture Do Q"
    pdf.add_blank_page(page_size=(round(width, 4), round(height, 4)))
    sheet = pdf.pages[-1].obj
    sheet.Contents = pdf.make_stream(content.encode())
    sheet.Resources = Dictionary(XObject=Dictionary(Picture=pdf.make_indirect(page.image)))


_TURNS = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
"""From the unit square of the stored picture to that of the upright one, by EXIF orientation (Exif 2.32,
4.6.4, tag 274): the picture's rows are never moved."""
