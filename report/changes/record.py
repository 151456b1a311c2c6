"""A state of a dossier as its manifest records it: the JSON is checked, and what is not in it stays unknown.

In go the bytes of `manifest.json`, which may be a stranger's or an older Attest's; out comes a `Record`.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from report.read.manifest import MOST_BYTES


class NotARecordError(Exception):
    """What is no manifest of Attest's; the message says why."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class TextRecord(_Model):
    """A block of a body (`report.changes.texts.Block`)."""

    kind: str
    text: str


class EntryRecord(_Model):
    """None is what the manifest does not say."""

    id: str
    title: str
    date: str | None = None
    language: str | None = None
    kind: str | None = None
    by: tuple[str, ...] | None = None
    kicker: str | None = None
    date_label: str | None = None
    facts: tuple[tuple[str, str], ...] | None = None
    events: tuple[tuple[str, str], ...] | None = None
    paragraphs: tuple[TextRecord, ...] | None = None
    notes: tuple[str, ...] | None = None
    first_note: int | None = None
    page: int | None = None
    folio: str | None = None


class AnnexRecord(_Model):
    """An archived file. `pages` is how many the file has."""

    label: str
    number: int | None = None
    sources: tuple[str, ...] = ()
    file: str | None = None
    sha256: str
    size: int | None = None
    appended: bool | None = None
    attached: bool | None = None
    kind: str | None = None
    pages: int | None = None
    lines: int | None = None
    captured: str | None = None
    captured_by: str | None = None
    method: str | None = None
    url: str | None = None
    page: int | None = None
    folio: str | None = None


class QuotationRecord(_Model):
    """A quotation and the verdict on it; `note` is the number of the note that cites it."""

    entry: str
    source: str
    text: str
    verdict: str
    via: str | None = None
    recognised: bool = False
    note: int | None = None


class Record(_Model):
    """A whole manifest. `edition` and `content_hash` name a final edition."""

    compiler: str
    title: str
    subtitle: str | None = None
    language: str | None = None
    date: str | None = None
    reference: str | None = None
    pagination: str | None = None
    edition: str | None = None
    content_hash: str | None = None
    entries: tuple[EntryRecord, ...]
    annexes: tuple[AnnexRecord, ...] = ()
    sources: dict[str, dict[str, JsonValue]] | None = None
    quotations: tuple[QuotationRecord, ...] | None = None


def read_record(data: bytes) -> Record:
    """Raises NotARecordError."""
    if len(data) > MOST_BYTES:
        raise NotARecordError(f"its manifest has more than {MOST_BYTES // 2**20} MB")
    try:
        record = Record.model_validate_json(data)
    except ValidationError as fault:
        first = fault.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"][:6])
        raise NotARecordError(
            f"its manifest is not Attest's: {f'{where}: ' if where else ''}{first['msg']}"
        ) from None
    if not record.compiler.startswith("Attest "):
        raise NotARecordError("its manifest is not Attest's: it names another compiler")
    return record
