"""Reads a PDF by a stranger, from its bytes to pages that are ready to be joined.

What qpdf has in hand is fitted, cleaned and written; then pdfium opens what came out, reads its text and
looks whether it is what it saw in the file itself. What qpdf cannot follow is read from pdfium's copy, and
what nobody can copy becomes a picture.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack

import pikepdf
import pypdfium2

from report.model import FileKind, FilePage, Reading
from report.read.pdf.annotations import drawings, page_annotations
from report.read.pdf.appearances import draw_values
from report.read.pdf.assemble import Fitted, assemble, picture, save
from report.read.pdf.changes import changes, warnings
from report.read.pdf.clean import clean
from report.read.pdf.compare import lost, source_text
from report.read.pdf.content import Forms
from report.read.pdf.destinations import Destinations
from report.read.pdf.fit import fit, shown_square
from report.read.pdf.geometry import moved_box
from report.read.pdf.inventory import dynamic_form, inventory
from report.read.pdf.labels import labels
from report.read.pdf.layers import layer_properties
from report.read.pdf.links import links
from report.read.pdf.marks import unmarked
from report.read.pdf.opening import Opened, copied, damage, damaged, open_pdf
from report.read.pdf.outline import bookmarks
from report.read.pdf.pictures import loadable, picture_book, picture_form
from report.read.pdf.text import texts
from report.read.pdf.tree import SourcePage, source_pages
from report.read.pdf.values import BROKEN
from report.read.settings import ReadSettings, UnreadableError


class _LostPagesError(LookupError):
    """A reader shows pages of the file that are not found in its page tree."""


def read_pdf(data: bytes, settings: ReadSettings) -> tuple[Reading, bytes]:
    """The pages of the file, fitted, and what was found in it.

    Raises UnreadableError: password-missing, password-wrong, encrypted-file, damaged-file, xfa-form,
    print-pages.
    """
    opened = open_pdf(data, settings)
    with ExitStack() as stack:
        shown = _pdfium(data, opened.password)
        if shown is not None:
            stack.callback(shown.close)
        ways: Sequence[Callable[[], Opened | None]] = (
            lambda: opened,
            lambda: copied(data, opened),
            lambda: picture_book(shown, opened) if shown is not None else None,
        )
        for way in ways:
            try:
                now = way()
                if now is not None:
                    return _read(now, shown, settings)
            except BROKEN:
                continue
    raise damaged()


def _read(
    opened: Opened, shown: pypdfium2.PdfDocument | None, settings: ReadSettings
) -> tuple[Reading, bytes]:
    pdf, root = opened.pdf, opened.pdf.Root
    pages = list(source_pages(root))
    if not pages or _fewer(pages, shown):
        raise _LostPagesError
    missing = 0 if shown is None else max(0, len(shown) - len(pages))
    found = inventory(root, pages)
    if dynamic_form(root, found):
        raise UnreadableError(
            "xfa-form",
            "the file is a dynamic XFA form: its pages are made by a program that only Adobe's readers run",
            "open it there and print it to PDF, and archive both",
        )
    chosen = _chosen(pages, settings)
    undrawn = draw_values(pdf, root, chosen)
    fits = [fit(page, settings) for page in chosen]
    destinations = Destinations(root, chosen, fits)
    forms = Forms(pdf)
    fitted = []
    for page, where in zip(chosen, fits, strict=True):
        notes = page_annotations(page)
        fitted.append(
            Fitted(
                forms.of(page),
                tuple(drawings(pdf, notes, page)),
                tuple(links(notes, page, where, destinations)),
                page.box,
                where,
            )
        )
    marks = bookmarks(root, destinations, fits)
    labelled = labels(root, len(pages))
    layers = layer_properties(root)
    contents = [form for one in fitted for form in (one.content, *(drawing.form for drawing in one.drawings))]
    cleaned = clean([*contents, *([] if layers is None else [layers])])
    written = assemble(pdf, fitted, layers)
    result, words, pictured = _checked(pdf, written, fitted, chosen, len(pages), shown)
    damages = tuple(dict.fromkeys((*opened.damage, *damage(pdf))))
    removed = found.active + cleaned.removed
    drawn = [drawing for one in fitted for drawing in one.drawings]
    return Reading(
        kind=FileKind.PDF,
        count=len(pages),
        pages=tuple(
            FilePage(page.number, labelled[page.number - 1], where.width, where.height, where.matrix, text)
            for page, where, text in zip(chosen, fits, words, strict=True)
        ),
        bookmarks=marks,
        changes=tuple(changes(opened, damages, fits, drawn, removed, opened.pictured or len(pictured))),
        removed=dict(sorted(removed.items())),
        restrictions=opened.restrictions,
        signatures=found.signatures,
        embedded=tuple(found.embedded),
        clean=cleaned.embedded and unmarked(cleaned.streams),
        warnings=tuple(warnings(damages, missing, undrawn, [chosen[index].number for index in pictured])),
    ), result


def _fewer(pages: Sequence[SourcePage], shown: pypdfium2.PdfDocument | None) -> bool:
    """Whether pdfium shows more pages. Its own number counts for little: it may be what the file says."""
    return shown is not None and len(pages) < len(shown) and len(pages) < len(loadable(shown))


def _chosen(pages: Sequence[SourcePage], settings: ReadSettings) -> list[SourcePage]:
    """The pages to append, by their position in the file."""
    if not settings.print_pages:
        return list(pages)
    chosen: list[SourcePage] = []
    for wanted in settings.print_pages:
        if not 1 <= wanted.start <= wanted.end <= len(pages):
            number = wanted.start if not 1 <= wanted.start <= len(pages) else wanted.end
            raise UnreadableError(
                "print-pages",
                f"print-pages names page {number}, and the file has {len(pages)}",
                "count the file's pages from 1, whatever number is printed on them",
            )
        chosen += pages[wanted.start - 1 : wanted.end]
    return chosen


def _checked(
    pdf: pikepdf.Pdf,
    written: Sequence[pikepdf.Object],
    fitted: Sequence[Fitted],
    chosen: Sequence[SourcePage],
    count: int,
    shown: pypdfium2.PdfDocument | None,
) -> tuple[bytes, list[str], list[int]]:
    """The finished bytes, each page's text, and the pages that had to become pictures to lose nothing."""
    result = save(pdf)
    document = _pdfium(result, "")
    if document is None:
        return result, [""] * len(chosen), []
    try:
        if len(document) != len(chosen):
            raise _LostPagesError
        words = texts(document, [moved_box(one.fit.matrix, one.box) for one in fitted])
    finally:
        document.close()
    if shown is None or len(shown) != count:
        return result, words, []
    lacking = lost(shown, [page.number for page in chosen], words)
    for index in lacking:
        page = shown[chosen[index].number - 1]
        placing = shown_square(chosen[index])
        picture(pdf, written[index], picture_form(pdf, page, fitted[index].box, placing), fitted[index])
        page.close()
        words[index] = source_text(shown, chosen[index].number)
    return save(pdf) if lacking else result, words, lacking


def _pdfium(data: bytes, password: str) -> pypdfium2.PdfDocument | None:
    try:
        return pypdfium2.PdfDocument(data, password=password or None)
    except pypdfium2.PdfiumError:
        return None
