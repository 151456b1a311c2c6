"""What the PDF says of itself: title, author, language, date; and that it is PDF/UA-1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import pikepdf

from report.objects.template import string


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """`date` is ISO 8601, as exact as the dossier has it, or "": nothing is invented, no clock is read."""

    title: str
    authors: tuple[str, ...]
    language: str
    subject: str
    date: str
    creator: str
    producer: str


def information(facts: DocumentFacts) -> bytes:
    """The information dictionary (ISO 32000-1, 14.3.3)."""
    info = {
        "/Title": facts.title,
        "/Author": "; ".join(facts.authors),
        "/Subject": facts.subject,
        "/CreationDate": pdf_date(facts.date),
        "/Creator": facts.creator,
        "/Producer": facts.producer,
    }
    entries = (key.encode() + b" " + string(value) for key, value in info.items() if value)
    return b"<<" + b"".join(entries) + b">>"


def catalog_entries(facts: DocumentFacts) -> bytes:
    """What the catalog says of language and structure."""
    # ISO 14289-1, 7.1: the window shows the title, not the file's name.
    return (
        b"/Lang "
        + string(facts.language)
        + b"/MarkInfo <</Marked true>>/ViewerPreferences <</DisplayDocTitle true>>"
    )


@lru_cache(maxsize=8)
def metadata(facts: DocumentFacts, accessible: bool) -> bytes:
    """The same as XMP. It says that it is PDF/UA-1 only where it is `accessible`, annexes and all."""
    with pikepdf.new() as pdf:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            xmp["dc:title"] = facts.title
            xmp["dc:language"] = {facts.language}
            xmp["pdf:Producer"] = facts.producer
            xmp["xmp:CreatorTool"] = facts.creator
            if accessible:
                xmp["pdfuaid:part"] = "1"
            if facts.authors:
                xmp["dc:creator"] = list(facts.authors)
            if facts.subject:
                xmp["dc:description"] = facts.subject
            if facts.date:
                xmp["xmp:CreateDate"] = facts.date
        return pdf.Root.Metadata.read_bytes()


_ISO = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?"
)


def pdf_date(iso: str) -> str:
    """A date and time (ISO 8601) as PDF has them; "" for what is none.

    ISO 32000-1, 7.9.4: the parts that are not known may be left out.
    """
    found = _ISO.fullmatch(iso)
    if found is None:
        return ""
    *parts, zone = found.groups(default="")
    if zone not in ("", "Z"):
        zone = f"{zone[:3]}'{zone[-2:]}'"
    return f"D:{''.join(parts)}{zone}"
