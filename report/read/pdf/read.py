"""Reads a PDF by a stranger, from its bytes to pages that are ready to be joined.

What qpdf has in hand is fitted, cleaned and written; then pdfium opens what came out, reads its text and
looks whether it is what it saw in the file itself. What qpdf cannot follow is read from pdfium's copy, and
what nobody can copy becomes a picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack

import pikepdf
import pypdfium2

from report.model import FileKind, FilePage, Reading
from report.read.pdf.annotations import drawings, page_annotations
from report.read.pdf.appearances import draw_values, undrawn
from report.read.pdf.assemble import Fitted, assemble
from report.read.pdf.changes import changes, warnings
from report.read.pdf.clean import clean
from report.read.pdf.content import Forms
from report.read.pdf.destinations import Destinations
from report.read.pdf.fit import Fit, fit
from report.read.pdf.inventory import dynamic_form, inventory
from report.read.pdf.labels import labels
from report.read.pdf.layers import layer_properties
from report.read.pdf.links import links
from report.read.pdf.marks import unmarked
from report.read.pdf.mending import mend
from report.read.pdf.opening import Opened, damage, damaged, open_pdf
from report.read.pdf.outline import bookmarks
from report.read.pdf.proof import LostError, prove
from report.read.pdf.reader import load, loadable
from report.read.pdf.salvage import copied, imported, picture_book, rebuilt
from report.read.pdf.soundness import sound
from report.read.pdf.structure import structure
from report.read.pdf.tags import write_tags
from report.read.pdf.tree import SourcePage, source_pages
from report.read.pdf.values import BROKEN, key
from report.read.settings import ReadSettings, UnreadableError


def read_pdf(data: bytes, settings: ReadSettings) -> tuple[Reading, bytes]:
    """The pages of the file, fitted, and what was found in it.

    Raises UnreadableError: password-missing, password-wrong, encrypted-file, damaged-file, xfa-form,
    print-pages.
    """
    opened = open_pdf(data, settings)
    with ExitStack() as stack:
        shown = load(data, opened.password)
        if shown is not None:
            stack.callback(shown.close)
        for way, lenient in _ways(data, opened, settings):
            try:
                now = way()
                if now is not None:
                    return _read(now, shown, settings, lenient)
            except BROKEN:
                continue
    raise damaged()


def _ways(
    data: bytes, opened: Opened, settings: ReadSettings
) -> Iterator[tuple[Callable[[], Opened | None], bool]]:
    """How to have the file's pages, the best way first, and whether single pages may become pictures."""
    yield lambda: opened, False
    yield lambda: copied(data, opened), False
    yield lambda: imported(data, opened), False
    yield lambda: open_pdf(data, settings), True
    yield lambda: picture_book(data, opened), True
    yield lambda: rebuilt(data, opened), True


def _read(
    opened: Opened, shown: pypdfium2.PdfDocument | None, settings: ReadSettings, lenient: bool
) -> tuple[Reading, bytes]:
    pdf, root = opened.pdf, opened.pdf.Root
    pages = list(source_pages(root))
    missing = 0 if shown is None else max(0, len(shown) - len(pages))
    if not pages or (missing and len(pages) < len(loadable(shown))):
        raise LostError
    found = inventory(root, pages)
    if dynamic_form(root, found):
        raise UnreadableError(
            "xfa-form",
            "the file is a dynamic XFA form: its pages are made by a program that only Adobe's readers run",
            "open it there and print it to PDF, and archive both",
        )
    chosen = _chosen(pages, settings)
    values = draw_values(pdf, root, chosen)
    fits = [fit(page, settings) for page in chosen]
    destinations = Destinations(root, chosen, fits)
    fitted = _fitted(pdf, chosen, fits, destinations)
    marks, labelled, layers = (
        bookmarks(root, destinations, fits),
        labels(root, len(pages)),
        layer_properties(root),
    )
    drawn = [drawing for one in fitted for drawing in one.drawings]
    forms = [*(one.content for one in fitted), *(drawing.form for drawing in drawn)]
    cleaned = clean([*forms, *([] if layers is None else [layers])])
    mended = mend(cleaned.all)
    tags = structure(root)
    tags = None if tags is None else sound(tags, chosen, fitted)
    written = assemble(pdf, fitted, layers)
    if tags is not None:
        write_tags(pdf, tags, chosen, written, fitted)
    same = shown if shown is not None and len(shown) == len(pages) and not opened.texts else None
    proof = prove(pdf, written, fitted, chosen, same, lenient)
    texts = [opened.texts[page.number - 1] for page in chosen] if opened.texts else proof.texts
    pictured = (
        [page.number for page in chosen] if opened.texts else [chosen[i].number for i in proof.pictured]
    )
    damages = tuple(dict.fromkeys((*opened.damage, *damage(pdf), *mended)))
    removed = found.active + cleaned.removed
    return Reading(
        kind=FileKind.PDF,
        count=len(pages),
        pages=tuple(
            FilePage(page.number, labelled[page.number - 1], where.width, where.height, where.matrix, text)
            for page, where, text in zip(chosen, fits, texts, strict=True)
        ),
        bookmarks=marks,
        changes=tuple(changes(opened, damages, fits, drawn, removed, len(pictured))),
        removed=dict(sorted(removed.items())),
        restrictions=opened.restrictions,
        signatures=found.signatures,
        embedded=tuple(found.embedded),
        tagged=tags is not None,
        clean=cleaned.embedded and (tags is not None or unmarked(cleaned.streams)),
        warnings=tuple(warnings(damages, missing, undrawn(values, texts), pictured)),
    ), proof.pdf


def _fitted(
    pdf: pikepdf.Pdf, chosen: Sequence[SourcePage], fits: Sequence[Fit], destinations: Destinations
) -> list[Fitted]:
    """What is to be written of each page."""
    forms, fitted = Forms(pdf), []
    for page, where in zip(chosen, fits, strict=True):
        notes = page_annotations(page)
        drawn = tuple(drawings(pdf, notes, page))
        led = tuple(
            (key(note), pdf.make_indirect(link)) for note, link in links(notes, page, where, destinations)
        )
        fitted.append(Fitted(forms.of(page), drawn, led, page.box, where))
    return fitted


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
