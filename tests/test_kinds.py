"""What an archived file is, told from its content."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from report.model import FileKind
from report.read.kinds import HEAD, TAIL, Format, disagreement, ends_of, format_of, kind_of
from report.read.settings import UnreadableError
from report.read.text import decode

HTML = b"<!DOCTYPE html><html><head><title>x</title></head><body>x</body></html>"
MAIL = b"Received: by a\r\nFrom: a@b.example\r\nDate: Mon, 5 Sep 2016 10:00:00 +0000\r\n\r\nx"
CAPTURE = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="x"\r\n\r\n'
)
OLD_CAPTURE = (
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
    b"Content-Location: file:///C:/a.htm\r\n"
)
MAIL_WITH_PICTURES = b"From: a@b.example\r\nTo: c@d.example\r\n" + OLD_CAPTURE


def picture(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(stream, kind)
    return stream.getvalue()


def archive(*names: str, first: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        if first:
            file.writestr("mimetype", first)
        for name in names:
            file.writestr(name, b"\0" * 20000)
    return stream.getvalue()


ODT = archive("content.xml", first=b"application/vnd.oasis.opendocument.text")
ODS = archive("content.xml", first=b"application/vnd.oasis.opendocument.spreadsheet")
DOCX = archive("[Content_Types].xml", "_rels/.rels", "word/document.xml")
XLSX = archive("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", Format.PDF),
        (b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n%PDF-1.4\n1 0 obj\n<<>>", Format.PDF),
        (picture("PNG"), Format.PNG),
        (picture("JPEG"), Format.JPEG),
        (picture("TIFF"), Format.TIFF),
        (picture("WEBP"), Format.WEBP),
        (b"\0\0\0\x24ftypheic\0\0\0\0mif1heic", Format.HEIC),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1heic", Format.HEIC),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1", None),
        (b"\0\0\0\x1cftypisom\0\0\0\0isommp42", None),
        (ODT, Format.ODT),
        (ODS, None),
        (DOCX, Format.DOCX),
        (XLSX, None),
        (archive("a.txt"), None),
        (HTML, Format.HTML),
        (b"\xef\xbb\xbf\n<!-- saved from url=(0023)https://a.example/ -->\n<HTML lang=en>", Format.HTML),
        ("\ufeff<html><p>".encode("utf-16-le"), Format.HTML),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">', Format.HTML),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">', None),
        (CAPTURE, Format.MHTML),
        (OLD_CAPTURE, Format.MHTML),
        (MAIL, Format.MAIL),
        (b"From a@b.example Mon Sep  5 10:00:00 2016\n" + MAIL, Format.MAIL),
        (MAIL_WITH_PICTURES, Format.MAIL),
        (b"Subject: of a letter\n\nDear Sir", Format.TEXT),
        ("31. Deeply concerned…\n".encode(), Format.TEXT),
        ("\ufeffسلام".encode("utf-16"), Format.TEXT),
        ("Müller schrieb".encode("latin-1"), Format.TEXT),
        (b"A PDF begins with %PDF-1.4 and then", Format.TEXT),
        (b"{\\rtf1\\ansi", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), None),
        (b"ID3\x03\0\0\0\0\0\x21", None),
        (b"", None),
    ],
)
def test_the_kind_is_told_from_the_content(data: bytes, expected: Format | None, tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(data)
    assert format_of(*ends_of(file)) is expected
    assert kind_of(*ends_of(file)) is (expected and expected.kind)


def test_only_the_ends_of_a_file_are_read(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"a" * 500_000)
    assert [len(end) for end in ends_of(tmp_path / "x")] == [HEAD, TAIL]


def test_a_polyglot_is_always_read_as_the_same() -> None:
    pdf = b"%PDF-1.7\n1 0 obj\n<<>>"
    assert kind_of(pdf, DOCX) is FileKind.PDF
    assert kind_of(picture("JPEG")[:2] + b"\xff\xfe\0\x18" + pdf) is FileKind.IMAGE
    assert kind_of(b"<!-- %PDF-1.4\n -->" + HTML) is FileKind.WEB


def test_a_name_that_says_another_kind_is_told() -> None:
    assert (
        disagreement(Format.JPEG, "sources/x.pdf")
        == "sources/x.pdf is a JPEG picture, not a PDF; it is read as a picture"
    )
    assert disagreement(Format.HTML, "a.doc").startswith("a.doc is a web page (HTML), not an old Word")
    assert disagreement(Format.JPEG, "a.PNG") == ""
    assert disagreement(Format.TEXT, "a.b-12") == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_text_is_unicode(encoding: str) -> None:
    assert decode("a–ب\r\nb\rc\n".encode(encoding)) == ("a–ب", "b", "c")


def test_a_control_character_is_shown_and_not_set() -> None:
    assert decode(b"a\x1b[31m\tb\x0c") == ("a\u241b[31m\tb\u240c",)
    assert decode("a\x85\x7f\uffff".encode()) == ("a\ufffd\u2421\ufffd",)


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        ("eins\nMüller".encode("latin-1"), "not-utf-8", "(line 2)"),
        (b"\xff\xfea\0b", "not-utf-8", "UTF-16"),
        (b"a\0b", "unsupported-file", "null"),
        (b"a" * 2_000_001, "text-too-long", "2,000,001 bytes"),
        (b"a\n" * 40_001, "text-too-long", "40,001 lines"),
    ],
)
def test_what_is_no_text_is_not_guessed(data: bytes, code: str, words: str) -> None:
    with pytest.raises(UnreadableError) as raised:
        decode(data)
    assert raised.value.code == code
    assert words in raised.value.message
