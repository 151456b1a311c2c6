"""Decoded pictures as image XObjects, compressed without loss (ISO 32000-1, 8.9.5).

In goes a picture as Pillow has decoded it, out comes the stream. Pillow's PNG encoder filters and
compresses the rows: the data of a PNG is what FlateDecode with PNG's predictors reads (7.4.4.4).
"""

from __future__ import annotations

import io
import zlib

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image, ImageCms

from report.read.convert.profile import colour_space, fits

_LAB_TO_RGB = ImageCms.buildTransform(
    ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), "LAB", "RGB"
)


def image_object(pdf: Pdf, picture: Image.Image) -> Stream:
    """The picture as it is, in its own colours, with what it lets shine through as a soft mask."""
    picture = _plain(picture)
    profile = picture.info.get("icc_profile") or b""
    if picture.mode in ("LA", "RGBA"):
        alpha = picture.getchannel("A")
        picture = picture.convert(picture.mode[:-1])
        image = _coded(pdf, picture, profile)
        if alpha.getextrema() != (255, 255):
            image.SMask = pdf.make_indirect(_coded(pdf, alpha, b""))
        return image
    return _coded(pdf, picture, profile)


def _plain(picture: Image.Image) -> Image.Image:
    """The picture in one of the modes 1, L, I;16, P, RGB, CMYK, LA and RGBA."""
    profile = picture.info.get("icc_profile")
    plain = _of_known_mode(picture)
    plain.info["icc_profile"] = profile
    return plain


def _of_known_mode(picture: Image.Image) -> Image.Image:
    mode = picture.mode
    if "transparency" in picture.info:
        return picture.convert("LA" if mode in ("1", "L") else "RGBA")
    if mode in ("1", "L", "P", "RGB", "CMYK", "LA", "RGBA", "I;16"):
        return picture
    if mode in ("I", "I;16B", "I;16L", "I;16N", "F"):
        return _sixteen_bits(picture)
    if mode == "LAB":
        converted = ImageCms.applyTransform(picture, _LAB_TO_RGB)
        assert converted is not None, "only what is changed in place gives nothing back"
        return converted
    if mode == "La":
        return picture.convert("LA")
    return picture.convert("RGBA" if mode in ("PA", "RGBa") else "RGB")


def _sixteen_bits(picture: Image.Image) -> Image.Image:
    """Greys of more than 8 bits; values beyond 16 bits are brought into that range, in proportion."""
    if picture.mode != "F":
        picture = picture.convert("I")
    low, high = picture.getextrema()
    assert isinstance(low, int | float) and isinstance(high, int | float)
    if picture.mode != "F" and low >= 0 and high <= 0xFFFF:
        return picture.convert("I;16")
    scale = 0xFFFF / (high - low) if high > low else 0.0
    return picture.convert("F").point(lambda value: value * scale - low * scale).convert("I").convert("I;16")


def _coded(pdf: Pdf, picture: Image.Image, profile: bytes) -> Stream:
    if picture.mode == "CMYK":  # which PNG does not know
        image = Stream(pdf, zlib.compress(picture.tobytes()))
        bits, space = 8, colour_space(pdf, 4, profile)
    else:
        bits, data = _png(picture)
        image = Stream(pdf, data)
        components = 3 if picture.mode == "RGB" else 1
        space = colour_space(pdf, components, profile)
        if picture.mode == "P":
            space = _indexed(pdf, picture, profile)
        image.DecodeParms = Dictionary(
            Predictor=15, Colors=components, BitsPerComponent=bits, Columns=picture.width
        )
    image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name.FlateDecode
    image.Width, image.Height = picture.size
    image.BitsPerComponent, image.ColorSpace = bits, space
    return image


def _indexed(pdf: Pdf, picture: Image.Image, profile: bytes) -> Array:
    palette = picture.getpalette("RGB") or [0, 0, 0]
    base = colour_space(pdf, 3, profile if fits(profile, 3) else b"")
    return Array([Name.Indexed, base, len(palette) // 3 - 1, String(bytes(palette))])


def _png(picture: Image.Image) -> tuple[int, bytes]:
    """The bits a component and the compressed rows of the picture, by way of a PNG."""
    stream = io.BytesIO()
    # Photographs gain next to nothing from more, at three times the time; line art does.
    picture.save(stream, "PNG", compress_level=6 if picture.mode in ("1", "P") else 3)
    data, at, rows = stream.getvalue(), 8, []
    while at < len(data):  # PNG (third edition), 5.3: length, type, data, checksum
        length = int.from_bytes(data[at : at + 4])
        if data[at + 4 : at + 8] == b"IDAT":
            rows.append(data[at + 8 : at + 8 + length])
        at += 12 + length
    return data[24], b"".join(rows)
