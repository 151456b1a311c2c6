"""Streams whose compressed data are damaged: shown as far as they go, and sound in what comes out."""

from __future__ import annotations

import io
import zlib

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Stream

from report.model import Change
from tests.strangers import Maker, drawing, picture, read

_CONTENT = drawing("Evidence", (400, 500)) + b" %" + b"".join(b"%d." % number for number in range(5000))
_PACKED = zlib.compress(_CONTENT)


def content(data: bytes) -> bytes:
    """A page whose content is said to be packed, and these are its data."""
    maker = Maker()
    page = maker.add()
    page.Contents = Stream(maker.pdf, data, {"/Filter": Name.FlateDecode})
    return maker.bytes(compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


@pytest.mark.parametrize(
    "data",
    [_PACKED[:-2000], _PACKED[:-2000] + b"\xff" * 2000, _CONTENT],
    ids=["cut off", "overwritten", "never packed"],
)
def test_damaged_content_is_shown_and_sound(data: bytes) -> None:
    reading, pdf = read(content(data))
    assert "Evidence" in reading.pages[0].text
    assert Change.REPAIRED in [change for change, _ in reading.changes]
    assert [code for code, _ in reading.warnings] == ["repaired-file"]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.check_pdf_syntax() == []


def test_a_damaged_picture_is_shown_as_far_as_it_goes() -> None:
    maker = Maker()
    page = maker.add()
    data = zlib.compress(bytes(value * 7 % 256 for value in range(100_000)), 1)
    image = Stream(maker.pdf, data[: len(data) // 2], {"/Filter": Name.FlateDecode})
    image.Type, image.Subtype, image.ColorSpace = Name.XObject, Name.Image, Name.DeviceGray
    image.Width, image.Height, image.BitsPerComponent = 100, 1000, 8
    page.Resources.XObject = Dictionary(I=image)
    page.Contents = Stream(maker.pdf, b"q 400 0 0 500 0 0 cm /I Do Q")
    _, pdf = read(maker.bytes(compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none))
    assert len(set(picture(pdf, scale=0.5).convert("L").tobytes())) > 50
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.check_pdf_syntax() == []


def test_sound_streams_stay_as_they_are() -> None:
    reading, pdf = read(content(_PACKED))
    assert Change.REPAIRED not in [change for change, _ in reading.changes]
    assert _PACKED in pdf
