"""E-mails on paper: the head as it stands, the body in whatever charset, what was attached."""

from __future__ import annotations

import base64
import io
from email.message import EmailMessage
from hashlib import sha256

import pytest
from PIL import Image

from report.read.convert.mail import convert
from report.read.settings import ReadSettings
from tests.capture_text import links, nothing_is_opened, page_sizes, words
from tests.test_read_web import PAPER, SETTINGS, picture, shows


def mail(body: bytes, kind: str = "text/plain; charset=utf-8", *lines: str) -> bytes:
    head = "From: a@b.example\r\nTo: c@d.example\r\nDate: Mon, 5 Sep 2016 10:00:00 +0200\r\n"
    return "\r\n".join([head + f"Content-Type: {kind}", *lines]).encode() + b"\r\n\r\n" + body


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("windows-1256", "مرحبا"),
        ("iso-8859-15", "Größe: 5 €"),
        ("koi8-r", "Привет"),
        ("utf-8", "سلام، این یک آزمایش است"),
        ("iso-2022-jp", "abc"),
        ("us-ascii", "plain"),
        ("utf-7", "a+b"),
    ],
)
def test_a_body_is_read_in_its_charset(charset: str, text: str) -> None:
    converted = convert(mail(text.encode(charset), f'text/plain; charset="{charset}"'), SETTINGS)
    shown = words(converted.pdf)
    assert all(word in shown for word in text.split()), shown
    assert converted.warnings == ()


def test_what_has_no_meaning_in_the_charset_is_shown_and_told() -> None:
    converted = convert(mail(b"a\xe9b\xffc", "text/plain; charset=utf-8"), SETTINGS)
    assert words(converted.pdf).endswith("a\\xe9b\\xffc")
    assert [code for code, _ in converted.warnings] == ["undecodable-bytes"]
    unknown = convert(mail("Größe".encode(), "text/plain; charset=nonsense"), SETTINGS)
    assert words(unknown.pdf).endswith("Größe")


def test_the_head_stands_as_it_is() -> None:
    message = EmailMessage()
    message["From"] = "Jürgen Müller <j@example.org>"
    message["To"] = "علی <ali@example.org>"
    message["Cc"] = "c@example.org"
    message["Date"] = "Tue, 13 Sep 2016 10:00:00 +0100"
    message["Subject"] = "Grüße – " + "a long subject " * 8
    message["Message-ID"] = "<id@example.org>"
    message["X-Secret"] = "not shown"
    message.set_content("Text")
    converted = convert(message.as_bytes(), SETTINGS)
    text = words(converted.pdf)
    for field in ("Jürgen Müller <j@example.org>", "c@example.org", "Tue, 13 Sep 2016 10:00:00 +0100"):
        assert field in text
    assert "<id@example.org>" in text and "علی" in text and "not shown" not in text
    assert converted.title == ("Grüße – " + "a long subject " * 8).strip()
    assert page_sizes(converted.pdf) == [pytest.approx((PAPER[0], PAPER[1] - 36), abs=0.01)]


def test_malformed_fields_do_not_hide_a_mail() -> None:
    data = (
        b"From: =?utf-8?b?////?= <a\xff\xfe>\r\nTo: \xd8\xb3\xd9\x84\xd8\xa7\xd9\x85\r\nDate: yesterday\r\n"
        b"Subject: =?bogus?q?=FF?= =?utf-8?q?=C3?=\r\nContent-Type: text/plain; charset*=x'y; =\r\n"
        b"Content-Transfer-Encoding: base64\r\nContent-Disposition: inline; filename*0*=%ZZ\r\n\r\nVGV4dA=x"
    )
    text = words(convert(data, SETTINGS).pdf)
    assert "yesterday" in text and "سلام" in text


def test_plain_text_comes_before_html() -> None:
    message = EmailMessage()
    message.set_content("In plain words")
    message.add_alternative("<p>In <b>HTML</b></p>", subtype="html")
    assert words(convert(message.as_bytes(), SETTINGS).pdf).strip() == "In plain words"


def test_html_is_shown_where_there_is_no_plain_text() -> None:
    page = (
        "<style>.x { display: none }</style><script>SCRIPT</script><p>Words<p class=x>Gone</p>"
        "<img src='cid:one@x'><img src='http://127.0.0.1/track.png'><a href='https://a.example/'>link</a>"
    )
    message = EmailMessage()
    message["Subject"] = "S"
    message.set_content(page, subtype="html")
    message.add_related(picture("#00a000"), "image", "png", cid="<one@x>", filename="one.png")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="två.pdf")
    with nothing_is_opened() as opened:
        converted = convert(message.as_bytes(), SETTINGS)
    assert opened == []
    text = words(converted.pdf)
    assert "Words" in text and "SCRIPT" not in text and "Gone" not in text
    assert shows(converted.pdf, (0, 160, 0))
    assert links(converted.pdf) == ["https://a.example/"]
    assert converted.embedded == ("två.pdf",)


def test_what_was_attached_is_listed() -> None:
    message = EmailMessage()
    message.set_content("Text")
    message.add_attachment(b"\0\1\2", maintype="application", subtype="octet-stream", filename="Résumé.bin")
    inner = EmailMessage()
    inner["Subject"] = "Forwarded"
    inner.set_content("INNER TEXT")
    message.add_attachment(inner)
    message.add_attachment(b"x", maintype="image", subtype="png")
    converted = convert(message.as_bytes(), SETTINGS)
    text = words(converted.pdf)
    assert converted.embedded == ("Résumé.bin", "Forwarded", "unnamed")
    assert sha256(b"\0\1\2").hexdigest() in text.replace(" ", "")
    assert "application/octet-stream, 3 bytes" in text and "message/rfc822" in text
    assert "INNER TEXT" not in text
    farsi = convert(message.as_bytes(), ReadSettings(PAPER, language="fa"))
    assert "بی" in farsi.embedded[2]


def test_flowed_lines_are_joined_again() -> None:
    flowed = b"This goes \r\non and on.\r\n> quoted \r\n> words\r\n-- \r\nName\r\n From"
    text = words(convert(mail(flowed, "text/plain; format=flowed"), SETTINGS).pdf)
    assert "This goes on and on. quoted words -- Name From" in text
    fixed = words(convert(mail(flowed), SETTINGS).pdf)
    assert "> quoted > words" in fixed


def test_a_mail_without_text_says_so() -> None:
    stream = io.BytesIO()
    Image.new("1", (1, 1)).save(stream, "PNG")
    data = mail(
        base64.b64encode(stream.getvalue()), "application/pkcs7-mime", "Content-Transfer-Encoding: base64"
    )
    assert [code for code, _ in convert(data, SETTINGS).warnings] == ["mail-without-text"]
