"""What the PDF says of itself: title, author, language, date; and that it is PDF/UA-1."""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf
from pikepdf import Dictionary


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


def write_metadata(pdf: pikepdf.Pdf, facts: DocumentFacts) -> None:
    pdf.Root.Lang = facts.language
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    # ISO 14289-1, 7.1: the window shows the title, not the file's name.
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    info = {
        "/Title": facts.title,
        "/Author": "; ".join(facts.authors),
        "/Subject": facts.subject,
        "/CreationDate": _pdf_date(facts.date),
        "/Creator": facts.creator,
        "/Producer": facts.producer,
    }
    for key, value in info.items():
        if value:
            pdf.docinfo[key] = value
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:title"] = facts.title
        xmp["dc:language"] = {facts.language}
        xmp["pdf:Producer"] = facts.producer
        xmp["xmp:CreatorTool"] = facts.creator
        xmp["pdfuaid:part"] = "1"
        if facts.authors:
            xmp["dc:creator"] = list(facts.authors)
        if facts.subject:
            xmp["dc:description"] = facts.subject
        if facts.date:
            xmp["xmp:CreateDate"] = facts.date


def _pdf_date(iso: str) -> str:
    """ISO 32000-1, 7.9.4: the parts that are not known may be left out."""
    return f"D:{iso.replace('-', '')}" if iso else ""
