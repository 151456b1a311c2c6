"""The dossier that is put together from sections is the one that WeasyPrint makes in one go."""

from __future__ import annotations

import io
import re

import pikepdf
import pypdfium2
import pytest
from weasyprint import HTML

from bench.dossiers import write_dossier
from report.compile import facts_of, lay_out
from report.join import Part, join
from report.layout import Layout
from report.look import find_look
from report.numbering import number_pages
from report.render.outfit import dress
from report.render.section import render
from report.render.values import Request
from report.stopwatch import Stopwatch
from report.workshop import Workshop
from tests.pictures import differing_pixels


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    folder = tmp_path_factory.mktemp("generated") / "dossier"
    # With this seed no note strays: where one does, WeasyPrint's own page is the wrong one.
    write_dossier(folder, 12, seed=4)
    with Workshop(folder) as tools:
        layout, problems = lay_out(folder, Stopwatch(), tools)
    assert layout is not None, problems
    return layout


def entries_of(layout: Layout) -> dict[str, str]:
    """The entries' HTML, without the links that lead to other sections."""
    return {
        section.id: re.sub(r'href="dossier:(?!note|mark)[^"]*"', "", layout.settled.html(section.id))
        for section in layout.sections
        if section.id.startswith("entry-")
    }


@pytest.fixture(scope="module")
def ours(layout: Layout) -> bytes:
    """The entries, each rendered alone, joined without furniture."""
    look = find_look(layout.dossier.root, styles_of(layout))
    numbered = number_pages(
        layout.sections, {key: one.sheets.pages for key, one in layout.settled.sections.items()}
    )
    parts = []
    for section in layout.sections:
        if html := entries_of(layout).get(section.id):
            sheets = render(Request(html, look, section.id)).sheets
            parts.append(Part(section, sheets, numbered[section.id].labels, (None,) * sheets.pages))
    return join(parts, facts_of(layout.dossier))


@pytest.fixture(scope="module")
def one_go(layout: Layout) -> bytes:
    """The same HTML as one document of WeasyPrint's, each entry behind a forced break."""
    bodies = []
    for html in entries_of(layout).values():
        found = re.search(r"<body[^>]*>(.*)</body>", html, re.DOTALL)
        assert found is not None
        bodies.append(f'<div style="break-before: page">{found[1].replace("dossier:", "#")}</div>')
    look = find_look(layout.dossier.root, styles_of(layout))
    document = f'<html lang="en"><head><title>All</title></head><body>{"".join(bodies)}</body></html>'
    outfit = dress(look, ())
    pdf: bytes = HTML(string=document).write_pdf(
        stylesheets=list(outfit.styles), font_config=outfit.fonts, pdf_variant="pdf/ua-1"
    )
    return pdf


def styles_of(layout: Layout) -> tuple[str, ...]:
    return next(section.styles for section in layout.sections if section.id.startswith("entry-"))


def test_pixels_and_text_are_those_of_one_go(ours: bytes, one_go: bytes) -> None:
    sections, whole = pypdfium2.PdfDocument(ours), pypdfium2.PdfDocument(one_go)
    assert len(sections) == len(whole) >= 12
    for number in range(len(whole)):
        assert differing_pixels(whole[number], sections[number]) == 0, f"page {number + 1}"
        assert text(sections[number]) == text(whole[number])


def test_file_is_hardly_larger(ours: bytes, one_go: bytes) -> None:
    assert len(ours) <= 1.1 * len(one_go)


def test_every_font_is_there_once(ours: bytes) -> None:
    pdf = pikepdf.open(io.BytesIO(ours))
    names = [
        str(item.FontName)
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and "/FontName" in item
    ]
    plain = [name.partition("+")[2] for name in names]
    assert plain
    assert len(set(plain)) == len(plain), plain


def text(page: pypdfium2.PdfPage) -> str:
    found: str = page.get_textpage().get_text_bounded()
    return found
