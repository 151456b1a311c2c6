"""Files embedded in the PDF: the dossier's manifest, and originals of annexes where the author wants them.

In go names and bytes, or where the bytes lie; out come file specifications with sizes and checksums, found
by name and from the catalog (ISO 32000-1, 7.11.4; /AF is that of ISO 32000-2, 14.13).
"""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pikepdf import Name

from report.join.metadata import pdf_date
from report.objects.template import string

_TYPES = mimetypes.MimeTypes()
"""Python's own table: the machine's (/etc/mime.types) may say something else."""


class Relationship(StrEnum):
    """What an attached file is to the document (ISO 32000-2, 7.11.3)."""

    DATA = "Data"
    SOURCE = "Source"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to embed, whole and untouched. `date` is when it was last changed, ISO 8601, "" if not told."""

    name: str
    content: bytes | Path = field(repr=False)
    description: str
    relationship: Relationship
    date: str = ""

    def data(self) -> bytes:
        """Raises OSError where the file cannot be read."""
        return self.content if isinstance(self.content, bytes) else self.content.read_bytes()

    def digest(self) -> str:
        """SHA-256, in hexadecimal digits."""
        return hashlib.sha256(self.data()).hexdigest()


@dataclass(frozen=True, slots=True)
class Embedded:
    """What an attachment is in the PDF.

    That is its file specification, with a `%b` for each reference to its stream, the stream's entries but for
    its filter and length, and its data.
    """

    name: str
    specification: bytes
    entries: bytes
    data: bytes = field(repr=False)


def embedded(attachments: Sequence[Attachment]) -> list[Embedded]:
    """Raises OSError where a file cannot be read, ValueError for two of one name."""
    if len({item.name for item in attachments}) != len(attachments):
        raise ValueError("two attachments have the same name")
    return [_embed(item) for item in attachments]


def _embed(item: Attachment) -> Embedded:
    data = item.data()
    dated = string(pdf_date(item.date))
    dates = b"/CreationDate %b/ModDate %b" % (dated, dated) if item.date else b""
    media_type = _TYPES.guess_type(item.name, strict=True)[0] or "application/octet-stream"
    entries = b"<</Type /EmbeddedFile/Subtype %b/Params <</Size %d/CheckSum %b%b>>" % (
        Name(f"/{media_type}").unparse(),
        len(data),
        string(_checksum(data)),
        dates,
    )
    name = string(item.name).replace(b"%", b"%%")
    specification = b"<</Type /Filespec/F %b/UF %b/EF <</F %%b/UF %%b>>/Desc %b/AFRelationship /%b>>" % (
        name,
        name,
        string(item.description).replace(b"%", b"%%"),
        item.relationship.encode(),
    )
    return Embedded(item.name, specification, entries, data)


def _checksum(data: bytes) -> bytes:
    """MD5, as ISO 32000-1, table 46 has it; it is no protection, and the manifest has the SHA-256."""
    return hashlib.md5(data, usedforsecurity=False).digest()
