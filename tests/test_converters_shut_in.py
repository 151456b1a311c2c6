"""Converters work where nothing can be opened or imported any more, as in a reader that is shut in."""

from __future__ import annotations

import io
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image

from tests.test_read_image import HEIC, quarters, saved, secret_exif
from tests.test_read_web import mhtml, picture

PROGRAM = """
import sys
from pathlib import Path
from report.read.settings import ReadSettings
from importlib import import_module
convert = import_module("report.read.convert." + sys.argv[1]).convert
files = [Path(name).read_bytes() for name in sys.argv[2:]]
def refuse(event, arguments):
    if event.partition(".")[0] in ("open", "import", "os", "socket", "subprocess", "tempfile", "ctypes"):
        raise PermissionError(f"{event} {arguments[:1]}")
sys.addaudithook(refuse)
for data in files:
    sys.stdout.write(convert(data, ReadSettings((595, 842))).detail + chr(10))
"""


def mails() -> list[bytes]:
    first, inner, second = EmailMessage(), EmailMessage(), EmailMessage()
    first["Subject"], inner["Subject"] = "سلام", "Grüße"
    first.set_content("Größe", charset="iso-8859-15")
    inner.set_content("x")
    first.add_attachment(inner)
    first.add_attachment(b"a", maintype="text", subtype="csv", filename="ü.csv")
    second.set_content("<p>HTML<img src='cid:a@b'>", subtype="html")
    second.add_related(picture(), "image", "png", cid="<a@b>")
    strange = b"From: a\r\nDate: b\r\nContent-Type: text/plain; charset=bogus\r\n\r\n\xff"
    packed = b"From: a\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a\n#0V%T\n`\nend\n"
    return [first.as_bytes(), second.as_bytes(), strange, packed]


def webs() -> list[bytes]:
    drawing = "<svg viewBox='0 0 9 9'><text x=1 y=9>s</text></svg><math><mi>x</mi></math>"
    font = "@font-face { font-family: x; src: url(data:font/woff2;base64,AAAA) }"
    styles = f"<style>{font} p {{ hyphens: auto; font-family: x }}</style>"
    text = "<p lang=de>Donaudampfschifffahrt αβγ Привет שלום سلام 中文 😀"
    parts = [("Content-Location: https://a.example/red.png", "image/png", picture())]
    return [
        (styles + drawing + text).encode(),
        "<meta charset=big5><p>中".encode("big5"),
        mhtml("<img src=3D/red.png>", *parts),
        b"<table><tr>" + b"<td>verylongword" * 40,
        b"<div>" * 2000 + b"x",
    ]


def images() -> list[bytes]:
    kinds = ("JPEG", "PNG", "TIFF", "WEBP")
    turned = [saved(quarters(), kind, exif=secret_exif(x0112=6)) for kind in kinds]
    packed = [saved(quarters("1"), "TIFF", compression="group4"), saved(quarters("P"), "PNG")]
    stream = io.BytesIO()
    Image.effect_noise((99, 99), 50).save(stream, "PNG")
    return [*turned, *packed, stream.getvalue()[:5000], HEIC]


@pytest.mark.parametrize(("kind", "files"), [("mail", mails()), ("web", webs()), ("image", images())])
def test_nothing_is_opened_late(kind: str, files: list[bytes], tmp_path: Path) -> None:
    names = []
    for number, data in enumerate(files):
        names.append(str(tmp_path / str(number)))
        Path(names[-1]).write_bytes(data)
    ran = subprocess.run([sys.executable, "-c", PROGRAM, kind, *names], capture_output=True, text=True)
    assert (ran.returncode, len(ran.stdout.splitlines())) == (0, len(files)), ran.stderr
