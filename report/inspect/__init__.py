"""Opens the finished PDF as a stranger would, with other libraries than wrote it.

In go the PDF and what was meant to be in it; out come problems. What is found here is a fault of the
program or of a template, never a matter of taste, and a PDF with such a fault is not handed out. The content
of archived files is not opened here: it is a stranger's, and was read where it can do no harm.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import pypdfium2

from report.inspect.active import check_catalog, check_file_pages
from report.inspect.known import Known
from report.inspect.navigation import check_attachments, check_labels, check_outline
from report.inspect.pages import Meant, check_sections, faults_of_sections, own_sections
from report.join import Attachment, Part, first_pages
from report.model import Place, Problem, error
from report.workers import Workers, WorkersDiedError

__all__ = ["Known", "inspect"]


def inspect(
    pdf: bytes | Path,
    parts: Sequence[Part],
    attachments: Sequence[Attachment] = (),
    known: Known | None = None,
    workers: Workers | None = None,
) -> tuple[Problem, ...]:
    """Each fault of the PDF, given whole or as the file that it is in, as an error.

    Of the parts that are `known` as sound the pages are not opened again, and it learns those that are; the
    labels, the outline and the attachments are always looked at. Where the PDF is a file, `workers` that can
    read it look at pages side by side.
    """
    known = known or Known()
    unknown = known.unknown(parts)
    pages = first_pages(parts)[-1]
    strictly: dict[str, _Look] = {} if known.digests else {"the whole": partial(_strictly, pdf, pages)}
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        faults = _count(len(document), pages)
        sections = [] if faults else [one for one in own_sections(parts) if one.id in unknown]
        portions = list(_portions(sections))
        if len(portions) > 1 and isinstance(pdf, Path) and workers is not None and workers.side_by_side:
            looks = {_named(portion): partial(check_sections, pdf, portion) for portion in portions}
            # The longest first, so that no core is left with it at the end.
            faults += _side_by_side(workers, strictly | looks)
        else:
            faults += (fault for look in strictly.values() for fault in look())
            faults += faults_of_sections(document, sections)
        if len(document) == pages:
            faults += [*check_labels(document, parts), *check_outline(document, parts)]
            faults += check_file_pages(pdf, parts, unknown)
        faults += check_attachments(document, attachments)
    if not faults:
        known.learn(parts)
    return tuple(_problem(fault) for fault in dict.fromkeys(faults))


def _strictly(pdf: bytes | Path, pages: int) -> list[str]:
    """How the file is built: read by pypdf, which is slow, and forgives less than pdfium."""
    # Importing pypdf takes long, and mostly it is not needed.
    from report.inspect.reader import FlatReader  # noqa: PLC0415

    with FlatReader(io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf, strict=True) as reader:
        return [*_count(len(reader.page_references), pages), *check_catalog(reader.root_object)]


_Look = Callable[[], list[str]]
"""Finds faults. It can be sent to another process."""


def _side_by_side(workers: Workers, looks: Mapping[str, _Look]) -> list[str]:
    """The faults that `looks` find, in their order; each is called by what it looks at."""
    found: dict[int, list[str]] = {}
    try:
        found.update(workers.run(_call, looks.values()))  # up to where it ends
    except WorkersDiedError as died:
        found[died.index] = [f"pdfium or pypdf dies of {list(looks)[died.index]}"]
    return [fault for _, faults in sorted(found.items()) for fault in faults]


def _call(look: _Look) -> list[str]:
    return look()


_PAGES_A_PORTION = 40
"""Of fewer pages it would take longer to open the file than to look at them."""


def _portions(sections: Sequence[Meant]) -> Iterator[list[Meant]]:
    portion: list[Meant] = []
    pages = 0
    for section in sections:
        portion.append(section)
        pages += len(section.folios)
        if pages >= _PAGES_A_PORTION:
            yield portion
            portion, pages = [], 0
    if portion:
        yield portion


def _named(portion: Sequence[Meant]) -> str:
    last = portion[-1].first + len(portion[-1].folios)
    return f"pages {portion[0].first + 1}–{last}"


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
