"""E-mails (.eml, RFC 5322): the head as it stands, the body, the list of what was attached.

In goes the message, out comes a tagged PDF of the paper's size. Nothing is fetched. The body is its plain
text, or its HTML where it has none; attached files are named with their sha256 and left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from report.read.convert import Converted
from report.read.convert.charsets import UNDECODABLE, decode, printable
from report.read.convert.flowed import paragraphs
from report.read.convert.laying import Strip, lay_out_as_it_goes
from report.read.convert.mail_parts import MailPart, parts_of
from report.read.convert.markup import clean, direction, parsed
from report.read.convert.messages import headers, parameter, parsed_message
from report.read.convert.parts import Part, PartsFetcher
from report.read.settings import ReadSettings

FIELDS = ("From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Date", "Subject", "Message-ID", "In-Reply-To")
"""The header fields that are shown, in this order, where the mail has them (RFC 5322, 3.6)."""

_WORDS = {
    "en": ("Attachments", "unnamed", "bytes"),
    "fr": ("Pièces jointes", "sans nom", "octets"),
    "es": ("Archivos adjuntos", "sin nombre", "bytes"),
    "de": ("Anlagen", "ohne Namen", "Bytes"),
    "ar": ("المرفقات", "بلا اسم", "بايت"),
    "fa": ("پیوست‌ها", "بی‌نام", "بایت"),
}


def convert(data: bytes, settings: ReadSettings) -> Converted:
    """The pages of a mail. Raises UnreadableError."""
    message = parsed_message(data)
    parts = [*parts_of(message)]
    bodies = [(part, *_text(part)) for part in parts if part.body]
    files = [part for part in parts if not part.body]
    lost = sum(count for _, _, count in bodies)
    warnings = [("undecodable-bytes", UNDECODABLE.format(lost))] if lost else []
    if not any(text.strip() for _, text, _ in bodies):
        warnings.append(("mail-without-text", "it has no text that can be shown"))
    shown = [text for part, text, _ in bodies if part.media_type == "text/html"]

    def made(strip: Strip) -> Element:
        root = Element("html", {"lang": settings.language})
        head, body = SubElement(root, "head"), SubElement(root, "body")
        subject = next(iter(headers(message, "Subject")), "")
        SubElement(head, "title").text = subject or "E-mail"
        body.append(_head([(name, value) for name in FIELDS for value in headers(message, name)]))
        for part, text, _ in bodies:
            _add_body(head, body, part, text, strip)
        if files:
            body.append(_list(files, settings.language))
        return root

    fetcher = PartsFetcher(
        {f"cid:{part.content_id}": Part(part.media_type, part.data) for part in files if part.content_id}
    )
    pdf, left_out = lay_out_as_it_goes(made, settings, fetcher)
    return Converted(
        pdf,
        "from an e-mail",
        next(iter(headers(message, "Subject")), ""),
        embedded=tuple(_name(part, settings.language) for part in files if not _is_shown(part, shown)),
        warnings=(*warnings, *left_out),
    )


def _text(part: MailPart) -> tuple[str, int]:
    charset = parameter(part.message, "charset")
    return decode(part.data, [charset] if charset else [])


def _is_shown(part: MailPart, pages: Sequence[str]) -> bool:
    return bool(part.content_id) and any(f"cid:{part.content_id}" in page for page in pages)


def _head(fields: Sequence[tuple[str, str]]) -> Element:
    head = Element("attest-head", {"dir": "ltr"})
    table = SubElement(head, "table")
    for name, value in fields:
        row = SubElement(table, "tr")
        SubElement(row, "th", {"scope": "row"}).text = name
        SubElement(row, "td", {"dir": direction(value)}).text = value
    return head


def _add_body(head: Element, body: Element, part: MailPart, text: str, strip: Strip) -> None:
    box = SubElement(body, "attest-body")
    if part.media_type == "text/html":
        root = parsed(text)
        clean(root)
        root = strip(root)
        box.tag = "div"
        for half in root:
            if half.tag == "head":
                head.extend(half.iter("style"))
            else:
                box.text = half.text
                box.extend(half)
        return
    flowed = parameter(part.message, "format").lower() == "flowed"
    joined = parameter(part.message, "delsp").lower() == "yes"
    quote, depth = box, 0
    for level, line in paragraphs(text, flowed=flowed, joined=joined):
        if level != depth:
            quote, depth = box, level
            for _ in range(min(level, 12)):
                quote = SubElement(quote, "blockquote")
        shown = printable(line)
        paragraph = SubElement(quote, "p", {"dir": direction(shown)})
        if shown.strip():
            paragraph.text = shown
        else:
            paragraph.set("class", "gap")


def _list(files: Sequence[MailPart], language: str) -> Element:
    title, _, unit = _words(language)
    foot = Element("attest-foot")
    SubElement(foot, "h2").text = title
    table = SubElement(foot, "table")
    for part in files:
        row = SubElement(table, "tr")
        name = _name(part, language)
        cell = SubElement(row, "th", {"scope": "row", "dir": direction(name)})
        cell.text = name
        cell = SubElement(row, "td")
        cell.text = f"{part.media_type}, {len(part.data):,} {unit}"
        SubElement(cell, "br").tail = "sha256 "
        SubElement(cell, "span", {"class": "digest"}).text = part.digest
    return foot


def _name(part: MailPart, language: str) -> str:
    return printable(part.name) or _words(language)[1]


def _words(language: str) -> tuple[str, str, str]:
    return _WORDS.get(language.partition("-")[0].lower(), _WORDS["en"])
