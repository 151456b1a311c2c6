"""Opens the finished PDF as a stranger would, with other libraries than wrote it.

In go the PDF and what was meant to be in it; out come problems. What is found here is a fault of the
program or of a template, never a matter of taste, and a PDF with such a fault is not handed out. The content
of archived files is not opened here: it is a stranger's, and was read where it can do no harm.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pypdfium2

from report.inspect.active import check_catalog, check_file_pages
from report.inspect.navigation import check_attachments, check_labels, check_links, check_outline
from report.inspect.reader import FlatReader
from report.inspect.words import check_ink, check_words
from report.join import Attachment, Part, first_pages
from report.model import Place, Problem, error

_STRUCTURE: tuple[Callable[[FlatReader, Sequence[Part]], Iterator[str]], ...] = (
    check_labels,
    check_outline,
    check_links,
)
_PAGES: tuple[Callable[[pypdfium2.PdfDocument, Sequence[Part]], Iterator[str]], ...] = (
    check_words,
    check_ink,
)


def inspect(
    pdf: bytes | Path, parts: Sequence[Part], attachments: Sequence[Attachment] = ()
) -> tuple[Problem, ...]:
    """Each fault of the PDF, given whole or as the file that it is in, as an error."""
    with FlatReader(io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf, strict=True) as reader:
        faults = _count(len(reader.page_numbers), parts)
        if not faults:
            faults = [fault for check in _STRUCTURE for fault in check(reader, parts)]
            faults += check_catalog(reader)
        faults += check_attachments(reader, attachments)
    document = pypdfium2.PdfDocument(pdf)
    try:
        wrong = _count(len(document), parts)
        faults += wrong or [fault for check in _PAGES for fault in check(document, parts)]
    finally:
        document.close()
    if not wrong:
        faults += check_file_pages(pdf, parts)
    return tuple(_problem(fault) for fault in dict.fromkeys(faults))


def _count(pages: int, parts: Sequence[Part]) -> list[str]:
    if pages == first_pages(parts)[-1]:
        return []
    return [f"it has {pages} pages, not those that were laid out"]


def _problem(fault: str) -> Problem:
    return error(
        "inspection",
        f"the PDF is not as it should be: {fault}",
        Place("dossier.yaml"),
        "if your own templates or styles are not the cause, please report this",
    )
