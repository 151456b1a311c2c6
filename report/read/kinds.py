"""Tells what an archived file is from its content, never from its name.

In go the first bytes of a file and, for those that are ZIP archives, its last; out comes its format, or
None for what cannot be appended. Nothing is unpacked or parsed: the caller has not shut itself in.
"""

from __future__ import annotations

import re
from enum import Enum
from pathlib import Path, PurePosixPath

from report.model import FileKind

HEAD = 8192
"""Bytes from the start of a file that tell what it is."""

TAIL = 65536
"""Bytes from its end: there a ZIP archive lists what is in it (APPNOTE.TXT, 4.3.12)."""


class Format(Enum):
    """A format that can be appended: its kind, and its name for people."""

    PDF = (FileKind.PDF, "a PDF")
    PNG = (FileKind.IMAGE, "a PNG picture")
    JPEG = (FileKind.IMAGE, "a JPEG picture")
    TIFF = (FileKind.IMAGE, "a TIFF picture")
    WEBP = (FileKind.IMAGE, "a WebP picture")
    HEIC = (FileKind.IMAGE, "a HEIC picture")
    TEXT = (FileKind.TEXT, "a plain text")
    HTML = (FileKind.WEB, "a web page (HTML)")
    MHTML = (FileKind.WEB, "a web page (MHTML)")
    MAIL = (FileKind.MAIL, "an e-mail")
    DOCX = (FileKind.OFFICE, "a Word document (DOCX)")
    ODT = (FileKind.OFFICE, "an OpenDocument text (ODT)")

    @property
    def kind(self) -> FileKind:
        return self.value[0]

    @property
    def words(self) -> str:
        """As in "is a JPEG picture"."""
        return self.value[1]


KIND_WORDS = {
    FileKind.PDF: "a PDF",
    FileKind.IMAGE: "a picture",
    FileKind.TEXT: "a text",
    FileKind.WEB: "a web page",
    FileKind.MAIL: "an e-mail",
    FileKind.OFFICE: "a document",
}
"""As in "is read as a picture"."""

SUPPORTED = (
    "PDF; PNG, JPEG, TIFF, WebP and HEIC pictures; plain text; HTML and MHTML; e-mail (.eml); DOCX and ODT"
)
"""The formats that can be appended, for a hint."""

_SUFFIXES: dict[str, Format | str] = {
    "pdf": Format.PDF,
    **dict.fromkeys(["png"], Format.PNG),
    **dict.fromkeys(["jpg", "jpeg", "jpe", "jfif"], Format.JPEG),
    **dict.fromkeys(["tif", "tiff"], Format.TIFF),
    "webp": Format.WEBP,
    **dict.fromkeys(["heic", "heif"], Format.HEIC),
    **dict.fromkeys(["txt", "text", "md", "csv", "log"], Format.TEXT),
    **dict.fromkeys(["html", "htm", "xhtml"], Format.HTML),
    **dict.fromkeys(["mht", "mhtml"], Format.MHTML),
    "eml": Format.MAIL,
    "docx": Format.DOCX,
    "odt": Format.ODT,
    # Not appended themselves, but what they promise is not what another kind holds.
    "doc": "an old Word document",
    "rtf": "an RTF document",
    **dict.fromkeys(["xls", "xlsx", "ods"], "a spreadsheet"),
    **dict.fromkeys(["ppt", "pptx", "odp"], "a presentation"),
    "zip": "a ZIP archive",
    **dict.fromkeys(["gif", "bmp", "svg", "avif"], "a picture of another format"),
}


def ends_of(path: Path) -> tuple[bytes, bytes]:
    """The first and the last bytes of a file, for `format_of`."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        file.seek(max(0, file.seek(0, 2) - TAIL))
        return head, file.read(TAIL)


def kind_of(head: bytes, tail: bytes = b"") -> FileKind | None:
    """The kind of a file that begins and ends so, or None for one that cannot be appended."""
    found = format_of(head, tail)
    return found.kind if found else None


def format_of(head: bytes, tail: bytes = b"") -> Format | None:
    """The format of a file that begins and ends so.

    A file can be valid as several (a polyglot); the order is fixed, so that it is always read as the same:
    a signature in the first bytes, which is what every other program goes by; then a PDF behind garbage,
    which a text cannot be taken for; then what consists of readable characters, the strictest first:
    captures and mails by their header fields, HTML by its tags, at last plain text. A PDF with a ZIP
    archive behind it is a PDF, a JPEG with a PDF in a comment is a JPEG.
    """
    if not head:
        return None
    for signature, found in _SIGNATURES:
        if signature.match(head):
            return found
    if head.startswith(b"PK\x03\x04"):
        return _in_zip(head, tail)
    if _buried_pdf(head) or _HEADLESS.match(head):
        return Format.PDF
    text = _readable(head)
    if text is None:
        # A PDF that has lost its beginning can often be mended.
        return Format.PDF if _OBJECT.search(head + tail) else None
    return _of_text(text)


def disagreement(found: Format, name: str) -> str:
    """How a name says another kind than the content, as the message of a warning; "" where they agree."""
    said = _SUFFIXES.get(PurePosixPath(name).suffix.lower().removeprefix("."))
    if said is None or (isinstance(said, Format) and said.kind == found.kind):
        return ""
    words = said if isinstance(said, str) else said.words
    return f"{name} is {found.words}, not {words}; it is read as {KIND_WORDS[found.kind]}"


def _in_zip(head: bytes, tail: bytes) -> Format | None:
    # ODF 1.3, part 2, 3.3: "mimetype" comes first and is stored as it is.
    if head[30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument.text") and not re.match(
        rb"-(master|web|template)", head[77:]
    ):
        return Format.ODT
    # ECMA-376, part 2: a package has [Content_Types].xml; a document's parts are by all programs in word/.
    names = head + tail
    return Format.DOCX if b"[Content_Types].xml" in names and b"word/" in names else None


def _buried_pdf(head: bytes) -> bool:
    """Whether a PDF begins behind garbage (ISO 32000-1, annex H, implementation note 13)."""
    header = re.search(rb"%PDF-\d\.\d", head[:1032])
    # A text about PDF may name the header, but has no object behind it.
    return header is not None and _OBJECT.search(head, header.end()) is not None


def _readable(head: bytes) -> str | None:
    """The start as text, or None for what is none. The encoding does not matter here: tags are ASCII."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return head.decode(encoding, "replace")
    # Controls that no text has: all but BS, TAB, LF, VT, FF, CR, SUB (end of file in DOS) and ESC.
    if re.search(rb"[\x00-\x07\x0e-\x19\x1c-\x1f]", head):
        return None
    return head.decode("latin-1")


def _of_text(text: str) -> Format | None:
    start = text.lstrip("\ufeff\xef\xbb\xbf \t\r\n\f")
    fields = _header_fields(start)
    if _is_capture(fields):
        return Format.MHTML
    if len(fields.keys() & _MAIL_FIELDS) >= 2:  # one alone begins many a text
        return Format.MAIL
    markup = _PROLOGUE.sub("", start, count=1)
    if _HTML.match(markup):
        return Format.HTML
    return None if _OTHER_TEXT.match(markup) else Format.TEXT


def _header_fields(start: str) -> dict[str, str]:
    """The header fields (RFC 5322, 2.2) that a text begins with, unfolded, by their names in lower case."""
    if start.startswith("From "):  # the line that stands before each mail in a mailbox
        start = start.partition("\n")[2]
    fields: dict[str, str] = {}
    name = ""
    for line in start.splitlines():
        if name and line[:1] in (" ", "\t"):
            fields[name] += line
            continue
        match = re.match(r"([!-9;-~]+)[ \t]*:(.*)", line)
        if not match:
            break
        name = match[1].lower()
        fields[name] = match[2].strip()
    return fields


def _is_capture(fields: dict[str, str]) -> bool:
    """Whether they head a page saved whole (RFC 2557), and not a mail that holds pictures."""
    if "snapshot-content-location" in fields or re.match(r"<Saved by ", fields.get("from", ""), re.I):
        return True
    sent = fields.keys() & {"to", "received", "message-id", "return-path", "cc", "delivered-to"}
    kind = re.match(r"\s*(multipart/related|text/html)\b", fields.get("content-type", ""), re.I)
    return bool(kind) and not sent and "mime-version" in fields


_MARKS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b")
"""How an object of a PDF begins (ISO 32000-1, 7.3.10)."""

_HEADLESS = re.compile(rb"\s*(?:%[^\r\n]*\s+)*\d+\s+\d+\s+obj\b\s*<<")
"""A PDF that lacks its header alone; a text about PDF begins with words."""

_SIGNATURES: tuple[tuple[re.Pattern[bytes], Format | None], ...] = (
    (re.compile(rb"%PDF[-\d]"), Format.PDF),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), Format.PNG),
    (re.compile(rb"\xff\xd8\xff"), Format.JPEG),
    (re.compile(rb"II[*+]\0|MM\0[*+]"), Format.TIFF),
    (re.compile(rb"RIFF....WEBP", re.S), Format.WEBP),
    # ISO/IEC 23008-12, 10: the brands of pictures coded with HEVC; mif1 alone may hold any coding.
    (re.compile(rb"....ftyp(hei[cxms]|hev[cxms])", re.S), Format.HEIC),
    (re.compile(rb"....ftypm[is]f1.{4}(?:....)*?(heic|heix|hevc)", re.S), Format.HEIC),
    (re.compile(rb"\{\\rtf|%!PS|\xd0\xcf\x11\xe0|GIF8|\x1f\x8b|BM.{4}\0\0\0\0|7z\xbc\xaf|Rar!", re.S), None),
)

_MAIL_FIELDS = frozenset(
    "from to cc date subject received message-id return-path delivered-to mime-version reply-to".split()
)

_PROLOGUE = re.compile(r"(?:\s*(?:<\?xml.*?\?>|<!--.*?(?:-->|\Z)))*\s*", re.S)
"""What may stand before a document's first tag (HTML, 13.1)."""

_HTML = re.compile(
    r"<!doctype\s+html\b|<(html|head|body|frameset|title|meta|link|script|style|iframe|h[1-6]|p|div|span|table"
    r"|ul|ol|dl|article|main|section|header|nav|form|blockquote|pre|center|font|img|a|b|i|br|hr)(?=[\s>/])",
    re.I,
)

_OTHER_TEXT = re.compile(r"<svg\b|<!doctype\s+svg\b", re.I)
"""Pictures that are written as text; line by line they show nobody what they are."""
