"""Web captures on paper: what is in them is shown, what is not in them is not fetched."""

from __future__ import annotations

import base64
import io

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from report.read.convert.web import convert
from report.read.settings import BAND, ReadSettings, UnreadableError
from tests.capture_text import links, nothing_is_opened, page_sizes, words

PAPER = (595.28, 841.89)
SETTINGS = ReadSettings(PAPER, language="en")


def picture(colour: str = "#e00000", kind: str = "PNG", **options: object) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (80, 40), colour).save(stream, kind, **options)
    return stream.getvalue()


def mhtml(page: str, *parts: tuple[str, str, bytes], head: str = "") -> bytes:
    """A page saved whole, with parts given by their header lines, their type and their bytes."""
    text = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/dir/page.html\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--B"\r\n'
        "\r\n"
        "----B\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        f"Content-Location: https://a.example/dir/page.html\r\n{head}\r\n{page}\r\n"
    )
    for lines, kind, data in parts:
        body = base64.encodebytes(data).decode()
        text += (
            f"----B\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n{lines}\r\n\r\n{body}\r\n"
        )
    return (text + "----B--\r\n").encode()


def shows(pdf: bytes, colour: tuple[int, int, int]) -> bool:
    pages = [page.render(scale=3).to_pil().convert("RGB") for page in pypdfium2.PdfDocument(pdf)]
    return any(pixel == colour for page in pages for _, pixel in page.getcolors(1 << 24) or [])


def test_a_page_stands_under_its_title_and_address() -> None:
    page = b"<title>The &amp; page</title><p>Deeply <b>concerned</b></p><a href='more.html'>more</a>"
    address = "https://a.example/dir/page.html"
    converted = convert(page, ReadSettings(PAPER, address=address))
    assert converted.title == "The & page"
    assert words(converted.pdf).startswith(f"The & page {address} Deeply concerned")
    assert links(converted.pdf) == ["https://a.example/dir/more.html"]
    assert page_sizes(converted.pdf) == [pytest.approx((PAPER[0], PAPER[1] - BAND), abs=0.01)]
    assert convert(page, ReadSettings(PAPER, address=address)).pdf == converted.pdf
    with pikepdf.open(io.BytesIO(converted.pdf)) as pdf:
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.Root.Lang == "en"
        assert "/CreationDate" not in pdf.docinfo


def test_no_address_is_made_up() -> None:
    converted = convert(b"<p>Text</p><a href=/more>more</a>", SETTINGS)
    assert words(converted.pdf).strip() == "Text more"
    assert links(converted.pdf) == []
    saved = b"<!-- saved from url=(0022)https://b.example/page -->\n<html><p>Text"
    assert words(convert(saved, SETTINGS).pdf).startswith("https://b.example/page Text")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("<p>Größe €".encode(), "Größe €"),
        ("<p>Größe €".encode("cp1252"), "Größe €"),
        ("<meta charset=koi8-r><p>Привет".encode("koi8-r"), "Привет"),
        (
            '<meta http-equiv=Content-Type content="text/html; charset=iso-8859-2"><p>Žižek'.encode(
                "iso-8859-2"
            ),
            "Žižek",
        ),
        ("\ufeff<p>Größe".encode("utf-16-le"), "Größe"),
        ("<meta charset=iso-8859-1><p>“€”".encode("cp1252"), "“€”"),
        (b"<meta charset=utf-8><p>a\xe9b", "a\\xe9b"),
        (b"<p>a&#1;b\x02c", "a\ufffdb\ufffdc"),
    ],
)
def test_the_encoding_is_the_one_that_a_browser_would_take(data: bytes, expected: str) -> None:
    converted = convert(data, SETTINGS)
    assert words(converted.pdf).strip() == expected
    assert [code for code, _ in converted.warnings] == ["undecodable-bytes"] * ("\\xe9" in expected)


def test_nothing_is_fetched_and_nothing_runs() -> None:
    drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='file:///etc/passwd'/></svg>"
    page = f"""<html><head><base href="http://127.0.0.1/"><meta http-equiv=refresh content="0;url=http://x/">
    <link rel=stylesheet href=style.css><link rel=attachment href=file:///etc/passwd>
    <style>@import url(http://127.0.0.1/a.css); @import 'file:///etc/passwd';
    @font-face {{ font-family: x; src: url(file:///etc/passwd), url(http://127.0.0.1/x.woff) }}
    p {{ font-family: x; background: url(http://127.0.0.1/y.png); list-style: url(file:///etc/passwd) }}
    p::after {{ content: url(file:///etc/passwd) }}</style></head>
    <body onload="run()"><script>document.write("SCRIPT")</script><noscript>Without scripts</noscript>
    <iframe src="file:///etc/passwd">FRAME</iframe><object data="file:///etc/passwd">Object</object>
    <embed src="file:///etc/passwd"><img src="file:///etc/passwd" alt="Picture"><img src="//127.0.0.1/x.png">
    <img src="data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}">
    <svg width=9 height=9><use href="http://127.0.0.1/#a"/><image href="/etc/passwd"/></svg>
    <form action="http://127.0.0.1/"><input name=q value=Query></form>
    <a href="javascript:run()">Link</a><a href="file:///etc/passwd">File</a><p>End</p></body></html>"""
    with nothing_is_opened() as opened:
        converted = convert(page.encode(), SETTINGS)
    assert opened == []
    text = words(converted.pdf)
    assert [word for word in ("root:", "SCRIPT", "FRAME", "127.0.0.1") if word in text] == []
    assert [
        word
        for word in ("Without scripts", "Object", "Picture", "Query", "Link", "File", "End")
        if word not in text
    ] == []
    assert links(converted.pdf) == []
    assert [code for code, _ in converted.warnings] == ["frames-left-out", "not-in-the-file"]
    with pikepdf.open(io.BytesIO(converted.pdf)) as pdf:
        assert "/Names" not in pdf.Root or "/EmbeddedFiles" not in pdf.Root.Names


def test_a_page_saved_whole_has_its_pictures_and_styles() -> None:
    page = (
        "<html><head><title>T=C3=BC</title><link rel=3Dstylesheet href=3Dlook.css></head><body>"
        "<img src=3D../red.png><img src=3D'cid:green@mhtml.blink'><p class=3Dgone>Gone</p><p>Kept</p></body>"
    )
    data = mhtml(
        page,
        ("Content-Location: https://a.example/red.png", "image/png", picture("#e00000")),
        ("Content-ID: <green@mhtml.blink>", "image/png", picture("#00a000")),
        ("Content-Location: https://a.example/dir/look.css", "text/css", b".gone { display: none }"),
    )
    with nothing_is_opened() as opened:
        converted = convert(data, SETTINGS)
    assert opened == []
    assert words(converted.pdf).strip() == "Tü https://a.example/dir/page.html Kept"
    assert shows(converted.pdf, (224, 0, 0)) and shows(converted.pdf, (0, 160, 0))


def test_a_picture_in_a_page_loses_its_metadata_and_stays_upright() -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "SECRET-EXIF", 6
    jpeg = picture(kind="JPEG", exif=exif)
    assert b"SECRET-EXIF" in jpeg
    page = b"<img src='data:image/jpeg;base64," + base64.b64encode(jpeg) + b"'>"
    converted = convert(page, SETTINGS)
    with pikepdf.open(io.BytesIO(converted.pdf)) as pdf:
        images = [item for item in pdf.objects if isinstance(item, pikepdf.Stream) and "/Width" in item]
        assert [(int(image.Width), int(image.Height)) for image in images] == [(40, 80)]
        assert b"SECRET-EXIF" not in images[0].read_raw_bytes()


def test_what_a_page_says_of_its_look_cannot_hide_its_text() -> None:
    page = b"""<style>@page { size: A6 landscape; margin: 0 } html { overflow: hidden; height: 10px }
    body { color: white; width: 3000px; position: absolute; left: -900px }
    .bar { position: fixed; top: 0; width: 100%; height: 900px; background: white; z-index: 999999 }
    .none { display: none }</style><div class=bar>Bar</div><p>White on white</p><p class=none>Gone</p>"""
    converted = convert(page, SETTINGS)
    assert words(converted.pdf).strip() == "Bar White on white"
    assert page_sizes(converted.pdf)[0] == pytest.approx((PAPER[0], PAPER[1] - BAND), abs=0.01)
    assert shows(converted.pdf, (0, 0, 0))


def test_what_is_wider_than_the_paper_is_not_cut_off() -> None:
    row = "".join(f"<td>column{number}" for number in range(30))
    converted = convert(f"<table><tr>{row}</table>".encode(), SETTINGS)
    (size,) = page_sizes(converted.pdf)
    assert size[0] > PAPER[0] * 1.2
    assert size[1] / size[0] == pytest.approx((PAPER[1] - BAND) / PAPER[0], abs=0.001)
    page = pypdfium2.PdfDocument(converted.pdf)[0]
    boxes = [page.get_textpage().get_charbox(index) for index in range(page.get_textpage().count_chars())]
    assert max(box[2] for box in boxes) < size[0] - 20


def test_a_page_that_breaks_layout_is_shown_in_simpler_styles() -> None:
    wild = convert(b"<style>p { font-size: 1e30px }</style><p>Text", SETTINGS)
    deep = convert(b"<div>" * 3000 + b"Text", SETTINGS)
    for converted in (wild, deep):
        assert [code for code, _ in converted.warnings] == ["web-styles-left-out"]
        assert words(converted.pdf).strip() == "Text"
    assert convert(b"<div>" * 500 + b"Text", SETTINGS).warnings == ()


def test_strange_markup_has_sound_tags() -> None:
    drawing = base64.b64encode(picture()).decode()
    page = f"""<h2>A</h2><h5>B</h5><table><tr><td>layout</table><table><tr><th>head<td>cell</table>
    <ul><div>a</div>b<li>c</ul><img src='data:image/png;base64,{drawing}'>
    <svg width=9 height=9><path d='M0 0h9'/></svg><table><thead><tr><td>a<table><tr><td>b</table></table>"""
    with pikepdf.open(io.BytesIO(convert(page.encode(), SETTINGS).pdf)) as pdf:
        found = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]
        kinds = [str(item.S) for item in found]
        assert {"/H1", "/H2"} <= {*kinds} and not {"/H3", "/H5", "/L"} & {*kinds}
        assert [kind for kind in kinds if kind in ("/TH", "/TD")] == ["/TH", "/TD"]
        assert [str(item.Alt) for item in found if item.S == "/Figure"] == ["Picture", "Picture"]


def test_characters_that_no_font_has_are_told() -> None:
    converted = convert("<p>a\U00012f90\ue000".encode(), SETTINGS)  # Cypro-Minoan; an icon
    assert [code for code, _ in converted.warnings] == ["missing-glyphs"]
    assert "1 of its characters" in converted.warnings[0][1]


def test_a_capture_without_a_page_is_a_problem() -> None:
    with pytest.raises(UnreadableError) as raised:
        convert(
            b"From: <Saved by Blink>\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x--", SETTINGS
        )
    assert raised.value.code == "empty-capture"
