"""The words of annexes, to be searched: an annex goes in, its pages or lines come out."""

from __future__ import annotations

from report.model import Annex, Document, Dossier, PagedFile, PageWords, TextFile


def document_of(annex: Annex, dossier: Dossier) -> Document:
    """In the order in which pdfium reads a page; a text's pages are its lines."""
    owner = next(key for key in annex.sources if key not in annex.via)
    source = dossier.sources[owner]
    written_in = source.archive.language if source.archive else ""
    language = str(written_in or source.csl.get("language") or "")
    match annex.file:
        case TextFile() as text:
            words = (PageWords(number, line) for number, line in enumerate(text.lines, 1))
        case PagedFile() as paged:
            words = (PageWords(page.number, page.text) for page in paged.reading.pages)
        case _:
            return Document((), language)
    return Document(tuple((one,) for one in words), language)
