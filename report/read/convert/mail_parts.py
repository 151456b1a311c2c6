"""What a mail consists of: the texts that are its body, and the files that come with it.

In goes a parsed message, out come its parts, told apart as mail programs do (RFC 2046, 5.1; RFC 2183).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from hashlib import sha256

from report.read.convert.messages import content, file_name, header

_TEXTS = ("text/plain", "text/html")


@dataclass(frozen=True, slots=True)
class MailPart:
    """`body`: it is a text to be shown, not a file. `name` is "" for a part that has none.

    `content_id` is that by which an HTML body can show it.
    """

    message: Message = field(repr=False)
    body: bool
    media_type: str
    name: str = ""
    content_id: str = ""
    data: bytes = field(repr=False, default=b"")

    @property
    def digest(self) -> str:
        return sha256(self.data).hexdigest()


def parts_of(message: Message) -> Iterator[MailPart]:
    """The parts in their order; of alternatives the plain text, else the HTML, and never both."""
    media_type = message.get_content_type()
    if media_type == "message/rfc822" or not _holds_parts(message):
        yield _leaf(message, media_type)
        return
    children = [child for child in message.get_payload() if isinstance(child, Message)]
    if media_type == "multipart/alternative":
        found = [[*parts_of(child)] for child in children]
        chosen = _best(found)
        for number, parts in enumerate(found):
            # The other form of the same text is left; files that it brings along are not.
            yield from (part for part in parts if number == chosen or not part.body)
        return
    for child in children:
        yield from parts_of(child)


def _holds_parts(message: Message) -> bool:
    return message.get_content_maintype() == "multipart" and message.is_multipart()


def _best(alternatives: list[list[MailPart]]) -> int:
    """The first with plain text, else the last with a text: the richest comes last (RFC 2046, 5.1.4)."""
    for number, parts in enumerate(alternatives):
        if any(part.body and part.media_type == "text/plain" and part.data.strip() for part in parts):
            return number
    with_body = [number for number, parts in enumerate(alternatives) if any(part.body for part in parts)]
    return with_body[-1] if with_body else -1


def _leaf(message: Message, media_type: str) -> MailPart:
    name = file_name(message)
    if media_type.startswith("message/") and message.is_multipart():
        return _message_inside(message, media_type, name)
    attached = header(message, "Content-Disposition").lower().startswith("attachment")
    return MailPart(
        message,
        body=media_type in _TEXTS and not attached and not name,
        media_type=media_type,
        name=name,
        content_id=header(message, "Content-ID").strip("<> "),
        data=content(message),
    )


def _message_inside(message: Message, media_type: str, name: str) -> MailPart:
    inner = message.get_payload(0)
    assert isinstance(inner, Message), "a message that is_multipart has messages in it"
    try:
        data = b"".join(child.as_bytes() for child in message.get_payload() if isinstance(child, Message))
    except (ValueError, LookupError, TypeError, AttributeError):
        data = b""
    return MailPart(message, False, media_type, name or header(inner, "Subject"), data=data)
