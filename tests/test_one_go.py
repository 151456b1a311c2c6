"""The dossier that is put together from sections is the one that WeasyPrint makes in one go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from bench.dossiers import write_dossier
from weasyprint import CSS, HTML

from report.compile import Layout, facts_of, lay_out
from report.join import Part, join
from report.look import find_look
from report.parts import make_parts
from report.render import font_configuration, parsed
from report.stopwatch import Stopwatch
from tests.pictures import differing_pixels


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    folder = tmp_path_factory.mktemp("generated") / "dossier"
    write_dossier(folder, 12)
    layout, problems = lay_out(folder, Stopwatch())
    assert layout is not None, problems
    return layout


@pytest.fixture(scope="module")
def entries(layout: Layout) -> list[Part]:
    """The entries as they come out of `render`, without furniture."""
    parts = make_parts(layout.dossier, layout.sections, layout.settled)
    return [
        Part(part.section, part.sheets, part.labels, (None,) * part.sheets.pages)
        for part in parts
        if part.section.id.startswith("entry-")
    ]


def in_one_go(layout: Layout, parts: Sequence[Part]) -> bytes:
    """The same HTML as one document: each section's body behind a forced break, all links dead."""
    bodies = []
    for part in parts:
        html = layout.settled.sections[part.section.id].html.replace('href="dossier:', 'data-link="')
        found = re.search(r"<body[^>]*>(.*)</body>", html, re.DOTALL)
        assert found is not None
        bodies.append(f'<div style="break-before: page">{found[1]}</div>')
    look = find_look(layout.dossier.root, parts[0].section.styles)
    styles: list[CSS] = [parsed(style) for style in look.styles]
    document = f'<html lang="en"><head><title>All</title></head><body>{"".join(bodies)}</body></html>'
    pdf: bytes = HTML(string=document).write_pdf(
        stylesheets=styles, font_config=font_configuration(), pdf_variant="pdf/ua-1"
    )
    return pdf


def test_pixels_and_text_are_those_of_one_go(layout: Layout, entries: list[Part]) -> None:
    whole = pypdfium2.PdfDocument(in_one_go(layout, entries))
    ours = pypdfium2.PdfDocument(join_without_links(layout, entries))
    assert len(ours) == len(whole) >= 12
    for number in range(len(whole)):
        assert differing_pixels(whole[number], ours[number]) == 0, f"page {number + 1}"
        assert text(ours[number]) == text(whole[number])


def test_file_is_hardly_larger(layout: Layout, entries: list[Part]) -> None:
    ours = len(join_without_links(layout, entries))
    assert ours <= 1.1 * len(in_one_go(layout, entries))


def test_every_font_is_there_once(layout: Layout, entries: list[Part], tmp_path: Path) -> None:
    pdf = pypdfium2.PdfDocument(join_without_links(layout, entries))
    names = {
        item.get_font().get_base_name() for page in pdf for item in page.get_objects() if item.type == 1
    }
    assert 1 <= len(names) <= 4


def join_without_links(layout: Layout, entries: list[Part]) -> bytes:
    """Links to sections that are left out here lead nowhere, so the sections' own copy is taken."""
    return join(entries, facts_of(layout.dossier))


def text(page: pypdfium2.PdfPage) -> str:
    found: str = page.get_textpage().get_text_bounded()
    return found
