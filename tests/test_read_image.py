"""Pictures as pages: upright, at their true size, in their own colours, without their metadata."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from functools import partial
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageCms, ImageOps, PngImagePlugin

from report.read.convert import opened as module
from report.read.convert.image import convert
from report.read.settings import ReadSettings, UnreadableError

SETTINGS = ReadSettings((595.28, 841.89), landscape="keep")  # else a wide picture has a square page
SECRET = "SECRET-EXIF"
HEIC = zlib.decompress(
    base64.b64decode(
        "eNpjYGCQSSupLMhIzUxmAILczDRDEDs3MzGNgYFxX25qSSIDBChmpOQUQdkMBZnJJQxowCQzJx9siIsDAxMDI4jF+AhC"
        "A8FHoBgQMF2Gi9gAsUVmZl4amAeSFQVyUsHKgGoyypINGZAEGUFKXCsywcr5CjJLchmgKhn+ZhYUFQDpu5kFyflAugyo"
        "15mRGSQ0AaxI7gPDn78/fjAw8DMnAHVIODDyMP7/D1LADFLBDEJyu5gcEoGSWk6MjGgyCxQaWae9erJs5w6ODAMFoBAz"
        "iGBQTAIqZ3NhPFh8oBNoiXByfk5RXnJOBVCUl4GtASgkkllckAr1rgMUayTnJBZA2SDHK0BpcCD8////ATQwBAoyKzJB"
        "gswcHBxASiKzIBcWF4wMjKyNTMysLUC2VGZRahpUnC85pTgZHPhAExlNc1MSQbH0VoNxPecDRUsT+f+fS1f//7CpLH7b"
        "LC+RLvtfryXWv9uX8f/KIf7jLYcn3OzaJn6y++Sc6sszXzxozJ6epsnH1FvcwWNQPkvxx96rCzof3fn+ny3w/pmq+78r"
        "mHccm3n9+bTs+tyFV9+XfPz1/0zxoV+ltjXqKVJX83ifxbM7T1iz8lRe8PHVVq9YvePcG4za12/PjFfbotceW7V2pszB"
        "S2Y+J755/UuU9zx2+YOVLZ/A5nMZCsKMz379ZJy3K8HVPeX2t8d2E0PZoveFcTJUid3lbm8OemXNY3nrfK5RitfH+cu1"
        "QrY+5Kn6M+fuxI4F/pbPxE0cevInJ9cAPcwGSSa+vgxaQB4HAxMjHzhIeYBYjVEIFKugmIOEWbCrc5BriK5rhKcbAwBb"
        "7tP3"
    )
)
"""The quarters, 64 by 32, with EXIF; made with pillow-heif (its encoder is not among our packages)."""


def quarters(mode: str = "RGB", size: tuple[int, int] = (96, 48)) -> Image.Image:
    """Red and green above, blue and yellow below."""
    picture = Image.new("RGB", size)
    for index, colour in enumerate(["#e00000", "#00a000", "#0000e0", "#e0e000"]):
        width, height = size[0] // 2, size[1] // 2
        picture.paste(colour, (index % 2 * width, index // 2 * height, index % 2 * width + width, size[1]))
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def secret_exif(**tags: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = SECRET
    for name, value in tags.items():
        exif[int(name[1:], 16)] = value
    return exif


def pages(pdf: bytes, scale: float = 1.0) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=scale).to_pil().convert("RGB") for page in document]


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    return [
        (float(page.mediabox[2]), float(page.mediabox[3])) for page in pikepdf.open(io.BytesIO(pdf)).pages
    ]


def _apart(one: Any, other: Any) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


def corners(picture: Image.Image) -> str:
    """The colours of the quarters, row by row, by their first letters."""
    names = {(224, 0, 0): "r", (0, 160, 0): "g", (0, 0, 224): "b", (224, 224, 0): "y"}
    places = [(x, y) for y in (0.25, 0.75) for x in (0.25, 0.75)]
    found = [picture.getpixel((int(picture.width * x), int(picture.height * y))) for x, y in places]
    near = [min(names, key=partial(_apart, pixel)) for pixel in found]
    return "".join(names[one] for one in near)


def strings_in(pdf: bytes) -> bytes:
    """All of a PDF, its streams unpacked."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        parts = [pdf, document.trailer.unparse(resolved=True)]
        for item in document.objects:
            parts.append(item.unparse(resolved=True) if not isinstance(item, pikepdf.Stream) else b"")
            if isinstance(item, pikepdf.Stream):
                parts += [item.read_raw_bytes(), repr(item).encode()]
                if item.get("/Filter") != "/DCTDecode":
                    parts.append(item.read_bytes())
    return b"\n".join(parts)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_a_picture_stands_upright(kind: str, orientation: int) -> None:
    data = saved(quarters(), kind, exif=secret_exif(x0112=orientation), dpi=(96, 96))
    expected = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    pdf = convert(data, SETTINGS).pdf
    assert sizes(pdf) == [(expected.width * 0.75, expected.height * 0.75)]
    assert corners(pages(pdf, 2)[0]) == corners(expected.convert("RGB"))


@pytest.mark.parametrize(
    ("kind", "options", "points"),
    [
        ("PNG", {"dpi": (144, 144)}, (48, 24)),
        ("JPEG", {"dpi": (300, 150)}, (23.04, 23.04)),
        ("TIFF", {"dpi": (204, 98)}, (33.8824, 35.2653)),
        ("TIFF", {"resolution_unit": 3, "x_resolution": 100, "y_resolution": 100}, (27.2126, 13.6063)),
        ("PNG", {}, (72, 36)),
        ("JPEG", {"dpi": (1, 1)}, (72, 36)),
        ("PNG", {"dpi": (9600, 9600)}, (72, 36)),
    ],
)
def test_a_picture_has_its_true_size(kind: str, options: dict[str, Any], points: tuple[float, float]) -> None:
    (size,) = sizes(convert(saved(quarters(), kind, **options), SETTINGS).pdf)
    assert size == pytest.approx(points, abs=0.01)


def test_a_photograph_is_not_turned_as_landscape_pages_are() -> None:
    settings = ReadSettings((595.28, 841.89))
    wide = quarters(size=(1600, 800))
    for options, points in [
        ({}, (1200, 1200)),
        ({"dpi": (150, 150)}, (768, 384)),
        ({"dpi": (300, 300)}, (384, 384)),
    ]:
        pdf = convert(saved(wide, "PNG", **options), settings).pdf
        assert sizes(pdf) == [points]
    (page,) = pages(pdf, 0.5)
    middle = page.crop((0, page.height // 4, page.width, page.height * 3 // 4))
    assert corners(middle) == "rgby"
    assert page.getpixel((5, 5)) == (255, 255, 255)


def test_jpeg_data_are_not_compressed_again() -> None:
    data = saved(quarters(), "JPEG", quality=80, progressive=True)
    with pikepdf.open(io.BytesIO(convert(data, SETTINGS).pdf)) as pdf:
        stream = pdf.pages[0].Resources.XObject.Picture
        assert stream.Filter == "/DCTDecode"
        assert data[data.index(b"\xff\xdb") :] in stream.read_raw_bytes()


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_jpeg_data_in_a_tiff_are_not_compressed_again(mode: str, orientation: int) -> None:
    exif = secret_exif(x0112=orientation)
    data = saved(quarters(mode), "TIFF", compression="jpeg", exif=exif, dpi=(96, 96))
    pdf = convert(data, SETTINGS).pdf
    expected = Image.open(io.BytesIO(data))
    assert sizes(pdf) == [(expected.width * 0.75, expected.height * 0.75)]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.pages[0].Resources.XObject.Picture.Filter == "/DCTDecode"
    (page,) = pages(pdf, 4 / 3)
    for place in ((20, 10), (20, 35), (10, 20), (35, 40)):
        assert page.getpixel(place) == pytest.approx(expected.convert("RGB").getpixel(place), abs=6)


def test_no_metadata_survive() -> None:
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x>" + SECRET.encode()
    iptc = b"Photoshop 3.0\x008BIM\x04\x04" + SECRET.encode()
    segments = b"".join(
        bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body
        for marker, body in [(0xE1, xmp), (0xED, iptc), (0xFE, SECRET.encode()), (0xE5, SECRET.encode())]
    )
    thumbnail = b"\xff\xe0" + struct.pack(">H", 27) + b"JFIF\0\1\1\1\0\x48\0\x48\1\1RGB" + SECRET.encode()
    jpeg = saved(quarters(), "JPEG", exif=secret_exif(), progressive=True)
    assert jpeg.startswith(b"\xff\xd8\xff\xe0\0\x10") and SECRET.encode() in jpeg
    jpeg = jpeg[:2] + thumbnail[:27] + b"RSECRET-EXIF"[:2] + segments + jpeg[20:] + SECRET.encode()
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SECRET)
    info.add_itxt("XML:com.adobe.xmp", SECRET)
    png = saved(quarters(), "PNG", exif=secret_exif(), pnginfo=info) + SECRET.encode()
    tiff = saved(quarters(), "TIFF", description=SECRET, artist=SECRET)
    webp = saved(quarters(), "WEBP", exif=secret_exif(), xmp=SECRET.encode())
    for data in (png, tiff, webp, jpeg):
        assert SECRET.encode() in data
        converted = convert(data, SETTINGS)
        assert SECRET.encode() not in strings_in(converted.pdf)
        assert b"Exif" not in strings_in(converted.pdf) and b"XMP" not in strings_in(converted.pdf)
        assert converted.warnings == ()
        assert corners(pages(converted.pdf, 2)[0]) == "rgby"


def test_colours_are_kept() -> None:
    for mode, kind in [("P", "PNG"), ("RGB", "TIFF"), ("CMYK", "TIFF"), ("CMYK", "JPEG"), ("LAB", "TIFF")]:
        picture = quarters()
        if mode == "LAB":
            to_lab = ImageCms.buildTransform(
                ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
            )
            converted = ImageCms.applyTransform(picture, to_lab)
            assert converted is not None
            picture = converted
        else:
            picture = picture.convert(mode)
        assert corners(pages(convert(saved(picture, kind), SETTINGS).pdf, 2)[0]) == "rgby", (mode, kind)


def test_a_profile_is_kept() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind in ("JPEG", "PNG"):
        data = saved(quarters(), kind, icc_profile=profile)
        with pikepdf.open(io.BytesIO(convert(data, SETTINGS).pdf)) as pdf:
            space: Any = pdf.pages[0].Resources.XObject.Picture.ColorSpace
            assert space[0] == "/ICCBased"
            assert space[1].read_bytes() == profile


def test_greys_of_every_depth() -> None:
    ramp = Image.linear_gradient("L")
    deep = ramp.convert("I").point(lambda value: value * 257).convert("I;16")
    for picture, kind in [(ramp, "PNG"), (deep, "PNG"), (deep, "TIFF"), (ramp.convert("LA"), "PNG")]:
        found = pages(convert(saved(picture, kind), SETTINGS).pdf, 4 / 3)[0].convert("L")
        assert [found.getpixel((128, y)) for y in (0, 128, 255)] == pytest.approx([0, 128, 255], abs=2)
    lines = ramp.convert("1", dither=Image.Dither.NONE)
    for options in ({"compression": "group4"}, {}):
        pdf = convert(saved(lines, "TIFF", **options), SETTINGS).pdf
        found = pages(pdf, 4 / 3)[0].convert("L")
        assert (found.getpixel((9, 60)), found.getpixel((9, 200))) == (0, 255)
        with pikepdf.open(io.BytesIO(pdf)) as document:
            assert document.pages[0].Resources.XObject.Picture.BitsPerComponent == 1


def test_what_shines_through_shows_the_paper() -> None:
    picture = quarters("RGBA")
    picture.putalpha(Image.new("L", picture.size, 0))
    for data in (saved(picture, "PNG"), saved(quarters("P"), "PNG", transparency=bytes(256))):
        assert pages(convert(data, SETTINGS).pdf)[0].getextrema() == ((255, 255),) * 3


def test_a_tiff_has_many_pages() -> None:
    one, two = quarters(), ImageOps.mirror(quarters(size=(48, 96)))
    data = saved(one, "TIFF", save_all=True, append_images=[two, one], dpi=(96, 96))
    converted = convert(data, SETTINGS)
    assert converted.detail == "from 3 TIFF pictures"
    assert sizes(converted.pdf) == [(72, 36), (36, 72), (72, 36)]
    assert [corners(page) for page in pages(converted.pdf, 2)] == ["rgby", "gryb", "rgby"]


def test_heic_is_shown() -> None:
    pytest.importorskip("pi_heif")
    assert SECRET.encode() in HEIC
    converted = convert(HEIC, SETTINGS)
    assert sizes(converted.pdf) == [(48, 24)]
    assert corners(pages(converted.pdf)[0]) == "rgby"
    assert SECRET.encode() not in strings_in(converted.pdf)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_of_a_truncated_picture_is_shown_what_can_be(kind: str) -> None:
    noise = Image.effect_noise((200, 200), 60).convert("RGB")
    noise.paste("#e00000", (0, 0, 200, 80))
    data = saved(noise, kind)
    converted = convert(data[: len(data) * 3 // 5], SETTINGS)
    assert [code for code, _ in converted.warnings] == ["truncated-picture"]
    red, green, blue = pages(converted.pdf)[0].getpixel((20, 10))  # type: ignore[misc]
    assert red > 200 and green < 40 and blue < 40


def test_a_damaged_page_among_others_is_told() -> None:
    noise = Image.effect_noise((64, 64), 60)
    data = saved(noise, "TIFF", save_all=True, append_images=[noise, noise], compression="tiff_lzw")
    second = [*Image.open(io.BytesIO(data)).tag_v2[273]]  # type: ignore[attr-defined]
    whole = bytearray(data)
    whole[second[0] : second[0] + 400] = bytes(400)
    converted = convert(bytes(whole), SETTINGS)
    assert [code for code, _ in converted.warnings] == ["truncated-picture"]


@pytest.mark.parametrize("data", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"II*\0\x08\0\0\0", b"RIFF"])
def test_what_cannot_be_shown_is_a_problem(data: bytes) -> None:
    with pytest.raises(UnreadableError) as raised:
        convert(data, SETTINGS)
    assert raised.value.code == "damaged-picture"


def test_a_huge_picture_is_refused_before_it_is_decoded() -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    data = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )
    with pytest.raises(UnreadableError) as raised:
        convert(data, SETTINGS)
    assert raised.value.code == "picture-too-large"
    assert "60,000 × 60,000" in raised.value.message


def test_a_heic_without_its_library_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "pi_heif", None)
    with pytest.raises(UnreadableError) as raised:
        convert(b"\0\0\0\x24ftypheic\0\0\0\0mif1heic", SETTINGS)
    assert raised.value.code == "no-heif"


def test_the_same_picture_gives_the_same_bytes() -> None:
    data = saved(quarters(), "PNG")
    assert convert(data, SETTINGS).pdf == convert(data, SETTINGS).pdf
