"""Opens the finished PDF as a stranger would, with other libraries than wrote it.

In go the bytes and what was meant to be in them; out come problems. What is found here is a fault of the
program or of a template, never a matter of taste, and a PDF with such a fault is not handed out.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence

import pypdfium2
from pypdf import PdfReader

from report.inspect.navigation import check_labels, check_links, check_outline
from report.inspect.words import check_ink, check_words
from report.join import Part, first_pages
from report.model import Place, Problem, error

_STRUCTURE: tuple[Callable[[PdfReader, Sequence[Part]], Iterator[str]], ...] = (
    check_labels,
    check_outline,
    check_links,
)
_PAGES: tuple[Callable[[pypdfium2.PdfDocument, Sequence[Part]], Iterator[str]], ...] = (
    check_words,
    check_ink,
)


def inspect(pdf: bytes, parts: Sequence[Part]) -> tuple[Problem, ...]:
    """Each fault of the PDF as an error."""
    reader = PdfReader(io.BytesIO(pdf), strict=True)
    faults = [fault for check in _STRUCTURE for fault in check(reader, parts)]
    document = pypdfium2.PdfDocument(pdf)
    try:
        if len(document) != first_pages(parts)[-1]:
            faults.append(f"it has {len(document)} pages, not those that were laid out")
        else:
            faults += [fault for check in _PAGES for fault in check(document, parts)]
    finally:
        document.close()
    return tuple(_problem(fault) for fault in faults)


def _problem(fault: str) -> Problem:
    return error(
        "inspection",
        f"the PDF is not as it should be: {fault}",
        Place("dossier.yaml"),
        "if your own templates or styles are not the cause, please report this",
    )
