"""Opens the finished PDF as a stranger would, with other libraries than wrote it.

In go the PDF and what was meant to be in it; out come problems. What is found here is a fault of the
program or of a template, never a matter of taste, and a PDF with such a fault is not handed out. The content
of archived files is not opened here: it is a stranger's, and was read where it can do no harm.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path

import pypdfium2

from report.inspect.active import check_catalog, check_file_pages
from report.inspect.known import Known
from report.inspect.navigation import check_attachments, check_labels, check_outline
from report.inspect.pages import Meant, check_sections, faults_of_sections, own_sections
from report.join import Attachment, Part, first_pages
from report.model import Place, Problem, error

__all__ = ["Known", "inspect"]


def inspect(
    pdf: bytes | Path,
    parts: Sequence[Part],
    attachments: Sequence[Attachment] = (),
    known: Known | None = None,
    executor: Executor | None = None,
) -> tuple[Problem, ...]:
    """Each fault of the PDF, given whole or as the file that it is in, as an error.

    Of the parts that are `known` as sound the pages are not opened again, and it learns those that are; the
    labels, the outline and the attachments are always looked at. Where the PDF is a file, an `executor` with
    processes can look at pages side by side.
    """
    known = known or Known()
    first_time = not known.digests
    unknown = known.unknown(parts)
    pages = first_pages(parts)[-1]
    strict = executor.submit(_strictly, pdf, pages) if executor and first_time else None
    document = pypdfium2.PdfDocument(pdf)
    try:
        faults = _count(len(document), pages)
        if not faults:
            sections = [section for section in own_sections(parts) if section.id in unknown]
            faults = [*check_labels(document, parts), *check_outline(document, parts)]
            if executor is None or isinstance(pdf, bytes):
                faults += faults_of_sections(document, sections)
            else:
                faults += _side_by_side(executor, pdf, sections)
            faults += check_file_pages(pdf, parts, unknown)
        faults += check_attachments(document, attachments)
    finally:
        document.close()
    if strict is not None:
        faults += strict.result()
    elif first_time:
        faults += _strictly(pdf, pages)
    if not faults:
        known.learn(parts)
    return tuple(_problem(fault) for fault in dict.fromkeys(faults))


def _strictly(pdf: bytes | Path, pages: int) -> list[str]:
    """How the file is built: read by pypdf, which is slow, and forgives less than pdfium."""
    # Importing pypdf takes long, and mostly it is not needed.
    from report.inspect.reader import FlatReader  # noqa: PLC0415

    with FlatReader(io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf, strict=True) as reader:
        return [*_count(len(reader.page_references), pages), *check_catalog(reader.root_object)]


_PAGES_A_JOB = 40


def _side_by_side(executor: Executor, pdf: Path, sections: Sequence[Meant]) -> list[str]:
    jobs: list[list[Meant]] = []
    pages = _PAGES_A_JOB
    for section in sections:
        if pages >= _PAGES_A_JOB:
            jobs.append([])
            pages = 0
        jobs[-1].append(section)
        pages += len(section.folios)
    found = executor.map(check_sections, [pdf] * len(jobs), jobs)
    return [fault for faults in found for fault in faults]


def _count(pages: int, meant: int) -> list[str]:
    if pages == meant:
        return []
    return [f"it has {pages} pages, not those that were laid out"]


def _problem(fault: str) -> Problem:
    return error(
        "inspection",
        f"the PDF is not as it should be: {fault}",
        Place("dossier.yaml"),
        "if your own templates or styles are not the cause, please report this",
    )
