"""MIME messages (RFC 5322, 2045) as far as mails and captures need them, read without trusting them.

Python's `email` gives up on some malformed headers with all sorts of exceptions; what it cannot decode is
shown here as it stands.
"""

from __future__ import annotations

import email.charset
import email.encoders
import email.generator  # what `as_bytes` imports, when no file can be opened any more
import email.iterators
import email.policy
import re
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser

from report.read.convert.charsets import decode, printable
from report.read.settings import UnreadableError

# `compat32` keeps headers as they stand and decodes none of itself: nothing in it raises.
_POLICY = email.policy.compat32


def parsed_message(data: bytes) -> Message:
    """The message; every file has one, empty as it may be."""
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    try:
        message: Message = BytesParser(policy=_POLICY).parsebytes(data.lstrip(b"\r\n"))
    except RecursionError:
        raise UnreadableError(
            "damaged-mail", "its parts lie in one another without end", "archive it again from where it came"
        ) from None
    return message


def header(message: Message, name: str) -> str:
    """A header field's text, decoded (RFC 2047), unfolded; "" where there is none."""
    return headers(message, name)[0] if message.get(name) is not None else ""


def headers(message: Message, name: str) -> list[str]:
    """All fields of that name, decoded."""
    return [_decoded(str(value)) for value in _raw(message, name)]


def content(message: Message) -> bytes:
    """The bytes of a part, its transfer encoding undone as far as it goes."""
    payload = message.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def parameter(message: Message, name: str) -> str:
    """A parameter of the part's Content-Type, "" where there is none."""
    value = message.get_param(name)
    return str(value[2] if isinstance(value, tuple) else value or "")


def file_name(message: Message) -> str:
    """The name that a part has as a file, "" where it has none (RFC 2183, 2.3; RFC 2231)."""
    try:
        return _decoded(message.get_filename() or "")
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""


def _raw(message: Message, name: str) -> list[str]:
    return [str(value) for field, value in message.raw_items() if field.lower() == name.lower()]


def _decoded(value: str) -> str:
    unfolded = re.sub(r"\r?\n[ \t]*", " ", value)
    raw = unfolded.encode("utf-8", "surrogateescape")
    if "=?" not in unfolded:
        return printable(decode(raw, [])[0]).strip()
    try:
        pieces = decode_header(decode(raw, [])[0])
    except (ValueError, LookupError, MessageError):
        return printable(decode(raw, [])[0]).strip()
    texts = [
        piece if isinstance(piece, str) else decode(piece, [charset] if charset else [])[0]
        for piece, charset in pieces
    ]
    return printable("".join(texts)).strip()
