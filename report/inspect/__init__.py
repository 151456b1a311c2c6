"""Opens the finished PDF as a stranger would, with other libraries than wrote it.

In go the PDF and what was meant to be in it; out come problems. What is found here is a fault of the
program or of a template, never a matter of taste, and a PDF with such a fault is not handed out. The content
of archived files is not opened here: it is a stranger's, and was read where it can do no harm.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from report.inspect.active import check_catalog, check_file_pages
from report.inspect.known import Known
from report.inspect.navigation import check_attachments, check_labels, check_outline
from report.inspect.pages import Meant, check_sections, faults_of_sections, own_sections
from report.join import Attachment, Part, first_pages
from report.model import Place, Problem, error
from report.workers import WorkersDiedError

__all__ = ["Known", "inspect"]


@dataclass(frozen=True, slots=True)
class Job:
    """What another process looks at: the pages of some sections or, where there are none, how a file with so
    many pages is built.
    """

    pdf: Path
    pages: int
    sections: tuple[Meant, ...] = ()


Run = Callable[[Callable[[Job], list[str]], Iterable[Job]], Iterator[tuple[int, list[str]]]]
"""Does jobs side by side: `Workers.run`. The answers come with the places of the jobs, in any order."""


def inspect(
    pdf: bytes | Path,
    parts: Sequence[Part],
    attachments: Sequence[Attachment] = (),
    known: Known | None = None,
    run: Run | None = None,
) -> tuple[Problem, ...]:
    """Each fault of the PDF, given whole or as the file that it is in, as an error.

    Of the parts that are `known` as sound the pages are not opened again, and it learns those that are; the
    labels, the outline and the attachments are always looked at. Where the PDF is a file and large, `run` has
    pages looked at side by side.
    """
    known = known or Known()
    first_time = not known.digests
    unknown = known.unknown(parts)
    pages = first_pages(parts)[-1]
    document = pypdfium2.PdfDocument(pdf)
    try:
        faults = _count(len(document), pages)
        if not faults:
            sections = [section for section in own_sections(parts) if section.id in unknown]
            faults = [*check_labels(document, parts), *check_outline(document, parts)]
            if run is not None and isinstance(pdf, Path) and _many(sections):
                faults += _side_by_side(run, pdf, sections, pages if first_time else 0)
            else:
                faults += faults_of_sections(document, sections)
                faults += _strictly(pdf, pages) if first_time else []
            faults += check_file_pages(pdf, parts, unknown)
        elif first_time:
            faults += _strictly(pdf, pages)
        faults += check_attachments(document, attachments)
    finally:
        document.close()
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


def _many(sections: Sequence[Meant]) -> bool:
    """Whether there is work for more than one process."""
    return sum(len(section.folios) for section in sections) > 2 * _PAGES_A_JOB


def _side_by_side(run: Run, pdf: Path, sections: Sequence[Meant], strictly: int) -> list[str]:
    """The faults as one process finds them; `strictly` are the pages of the whole, or 0 for no such look."""
    lots: list[list[Meant]] = []
    pages = _PAGES_A_JOB
    for section in sections:
        if pages >= _PAGES_A_JOB:
            lots.append([])
            pages = 0
        lots[-1].append(section)
        pages += len(section.folios)
    jobs = [Job(pdf, 0, tuple(lot)) for lot in lots]
    jobs += [Job(pdf, strictly)] if strictly else []
    try:
        found = dict(run(_done, jobs))
    except WorkersDiedError:
        return ["whatever process opens it dies"]
    return [fault for number in range(len(jobs)) for fault in found[number]]


def _done(job: Job) -> list[str]:
    """By a process that has the file before it."""
    return check_sections(job.pdf, job.sections) if job.sections else _strictly(job.pdf, job.pages)


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
