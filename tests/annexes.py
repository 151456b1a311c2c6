"""Archived files as `read` gives them, and small dossiers that have them as annexes.

`paged_file` writes a PDF of pages that are fitted already: each a form, as `PagedFile` says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from bench.dossiers import write_dossier
from report.compile import facts_of, lay_out
from report.join import Part, join
from report.layout import Layout
from report.look import find_look
from report.model import (
    AnnexSettings,
    FileBookmark,
    FileKind,
    FilePage,
    Note,
    PagedFile,
    Reading,
    Section,
    Series,
)
from report.numbering import numbering_of
from report.parts import make_parts
from report.render.drawing import draw_all
from report.render.section import render
from report.render.values import Rendered, Request
from report.settle import Job, LaidOut, settle
from report.stopwatch import Stopwatch
from report.workshop import Workshop

A4 = (595.276, 841.89)
IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True)
class Made:
    """A page to make. `links` are rectangles with the index of a page of the file or an address."""

    text: str
    label: str = ""
    size: tuple[float, float] = A4
    links: tuple[tuple[tuple[float, float, float, float], int | str], ...] = ()


def paged_file(
    path: Path,
    pages: Sequence[Made],
    bookmarks: Sequence[FileBookmark] = (),
    spoil: Callable[[pikepdf.Pdf], None] | None = None,
    *,
    tagged: bool = False,
    clean: bool = True,
) -> PagedFile:
    """Write the file; `spoil` may change it before it is saved."""
    pdf = pikepdf.new()
    for made in pages:
        _add_page(pdf, made)
    if spoil:
        spoil(pdf)
    pdf.save(path)
    read = tuple(
        FilePage(number, made.label, *made.size, IDENTITY, made.text) for number, made in enumerate(pages, 1)
    )
    reading = Reading(FileKind.PDF, len(read), read, bookmarks=tuple(bookmarks), tagged=tagged, clean=clean)
    return PagedFile(path.name, "0" * 64, path.stat().st_size, path, reading)


def _add_page(pdf: pikepdf.Pdf, made: Made) -> None:
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    form = pdf.make_stream(f"BT /F1 12 Tf 72 {made.size[1] - 100:g} Td ({made.text}) Tj ET".encode("cp1252"))
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.BBox = Array([0, 0, *made.size])
    form.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, *made.size]),
        Resources=Dictionary(XObject=Dictionary(Page=form)),
        Contents=pdf.make_stream(b"q 1 0 0 1 0 0 cm /Page Do Q"),
    )
    if made.links:
        page.Annots = Array([pdf.make_indirect(_link(box, target)) for box, target in made.links])
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def _link(box: Sequence[float], target: int | str) -> Dictionary:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array(list(box)))
    if isinstance(target, int):
        link.Dest = Array([target, Name.XYZ, 72, 700, None])
    else:
        link.A = Dictionary(S=Name.URI, URI=target)
    return link


def texts(count: int, word: str = "Exhibit") -> list[Made]:
    """So many pages with a line of text."""
    return [Made(f"{word} {number}") for number in range(1, count + 1)]


def annexed(
    layout: Layout,
    files: Sequence[PagedFile],
    cited_by: Mapping[str, Sequence[int]] | None = None,
    annex_settings: AnnexSettings | None = None,
    **settings: object,
) -> tuple[Part, ...]:
    """The parts of a dossier to whose annexes these files are added, with its settings changed.

    `cited_by` has the numbers of notes that lead to an anchor.
    """
    dossier = replace(layout.dossier, **settings)  # type: ignore[arg-type]
    if annex_settings:
        dossier = replace(dossier, annex_settings=annex_settings)
    cover = next(section for section in layout.sections if section.id == "annex-1")
    *before, last = layout.sections
    added: list[Section] = []
    for number, file in enumerate(files, len(layout.annexes) + 1):
        added += [_cover(cover, number), _pages(number, file)]
    sections = (*before, *added, last)

    def rendered(jobs: Sequence[Job]) -> list[LaidOut]:
        return [LaidOut(html, _rendered(dossier.root, one.styles, one.id, html)) for one, html in jobs]

    numbers = layout.composed.numbers
    settled = settle(sections, rendered, numbering_of(dossier), numbers)
    assert settled.unsettled == ()
    notes = {number: Note(number, name) for name, number in numbers.items()}
    leading = {anchor: [notes[number] for number in found] for anchor, found in (cited_by or {}).items()}
    return make_parts(dossier, sections, settled, draw_all, leading)


@cache
def _rendered(root: Path, styles: tuple[str, ...], name: str, html: str) -> Rendered:
    """The sections of a small dossier are the same in most tests."""
    return render(Request(html, find_look(root, styles), name))


def _cover(cover: Section, number: int) -> Section:
    """The cover sheet of annex 1 as another's; what it mentions are still the lines of annex 1."""

    def own(text: str) -> str:
        return re.sub(r"(annex:|Annex\s)1(?!:line)", rf"\g<1>{number}", text)

    marks = (replace(mark, title=own(mark.title), anchor=own(mark.anchor)) for mark in cover.bookmarks)
    return replace(
        cover,
        id=f"annex-{number}",
        html=own(cover.html),
        annex=number,
        annex_name=str(number),
        heads=tuple((own(anchor), own(text)) for anchor, text in cover.heads),
        bookmarks=tuple(marks),
    )


def _pages(number: int, file: PagedFile) -> Section:
    return Section(f"annex-{number}-pages", "", Series.ANNEX, annex=number, annex_name=str(number), file=file)


def small_layout(folder: Path, entries: int = 2) -> Layout:
    """A small dossier with one annex, a text."""
    write_dossier(folder, entries)
    with Workshop(folder) as tools:
        layout, problems = lay_out(folder, Stopwatch(), tools)
    assert layout is not None, problems
    return layout


def joined(parts: Sequence[Part], layout: Layout) -> bytes:
    return join(parts, facts_of(layout.dossier))
