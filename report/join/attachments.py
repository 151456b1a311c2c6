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

import pikepdf
from pikepdf import Array, Dictionary, Name

from report.join.metadata import pdf_date

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


def attach(pdf: pikepdf.Pdf, attachments: Sequence[Attachment]) -> None:
    """Raises OSError where a file cannot be read, ValueError for two of one name."""
    if not attachments:
        return
    specified = {item.name: _specify(pdf, item) for item in attachments}
    if len(specified) != len(attachments):
        raise ValueError("two attachments have the same name")
    # A name tree is sorted by the bytes of its keys.
    pairs = sorted((bytes(pikepdf.String(name)), item) for name, item in specified.items())
    flat = [part for name, item in pairs for part in (pikepdf.String(name), item)]
    if "/Names" not in pdf.Root:
        pdf.Root.Names = Dictionary()
    pdf.Root.Names.EmbeddedFiles = Dictionary(Names=Array(flat))
    pdf.Root.AF = Array([specified[item.name] for item in attachments])


def _specify(pdf: pikepdf.Pdf, item: Attachment) -> pikepdf.Object:
    data = item.data()
    parameters = Dictionary(Size=len(data), CheckSum=pikepdf.String(_checksum(data)))
    if item.date:
        parameters.CreationDate = parameters.ModDate = pdf_date(item.date)
    media_type = _TYPES.guess_type(item.name, strict=True)[0] or "application/octet-stream"
    stream = pdf.make_stream(data)
    stream.Type = Name.EmbeddedFile
    stream.Subtype = Name(f"/{media_type}")
    stream.Params = parameters
    specification = Dictionary(
        Type=Name.Filespec,
        F=item.name,
        UF=item.name,
        EF=Dictionary(F=stream, UF=stream),
        Desc=item.description,
        AFRelationship=Name(f"/{item.relationship}"),
    )
    return pdf.make_indirect(specification)


def _checksum(data: bytes) -> bytes:
    """MD5, as ISO 32000-1, table 46 has it; it is no protection, and the manifest has the SHA-256."""
    return hashlib.md5(data, usedforsecurity=False).digest()
