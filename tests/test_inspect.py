"""A finished PDF that is spoiled in one way is not handed out, and a sound one is."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from bench.dossiers import write_dossier
from report.compile import facts_of, lay_out
from report.inspect import inspect
from report.join import Part, join
from report.parts import make_parts
from report.render.drawing import draw_all
from report.stopwatch import Stopwatch
from report.workshop import Workshop

Compiled = tuple[bytes, tuple[Part, ...]]


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """A small dossier's PDF, and the parts that it was joined from."""
    folder = tmp_path_factory.mktemp("inspected") / "dossier"
    write_dossier(folder, 3)
    with Workshop(folder) as tools:
        layout, problems = lay_out(folder, Stopwatch(), tools)
    assert layout is not None, problems
    parts = make_parts(layout.dossier, layout.sections, layout.settled, draw_all)
    return join(parts, facts_of(layout.dossier)), parts


def links(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [item for page in pdf.pages for item in page.obj.get("/Annots", ()) if "/Dest" in item]


def page_of_text(pdf: pikepdf.Pdf) -> pikepdf.Page:
    """One in the middle, which is an entry's."""
    return pdf.pages[len(pdf.pages) // 2]


def shift_labels(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels.Nums[1].St = 2


def drop_labels(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/PageLabels"]


def drop_a_bookmark(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        del outline.root[-1]


def turn_a_bookmark(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root[-1].destination = Array([pdf.pages[0].obj, Name.Fit])


def link_to_a_page_that_is_not_there(pdf: pikepdf.Pdf) -> None:
    links(pdf)[0].Dest = Array([pdf.make_indirect(Dictionary(Type=Name.Page)), Name.Fit])


def link_to_a_file(pdf: pikepdf.Pdf) -> None:
    link = links(pdf)[0]
    del link["/Dest"]
    link.A = Dictionary(S=Name.URI, URI="file:///etc/passwd")


def turn_a_link_into_a_comment(pdf: pikepdf.Pdf) -> None:
    links(pdf)[0].Subtype = Name.Text


def empty_a_page(pdf: pikepdf.Pdf) -> None:
    page_of_text(pdf).obj.Contents = pdf.make_stream(b"")


def drop_a_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[-1]


def draw_off_the_paper(pdf: pikepdf.Pdf) -> None:
    page_of_text(pdf).contents_add(b"q 560 400 100 10 re f Q")


def write_off_the_paper(pdf: pikepdf.Pdf) -> None:
    page = page_of_text(pdf)
    font = next(iter(page.obj.Resources.Font.keys()))
    page.contents_add(f"q BT {font} 12 Tf 1 0 0 1 590 400 Tm <00240025002600270028> Tj ET Q".encode())


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (shift_labels, "is labelled"),
        (drop_labels, "is labelled"),
        (drop_a_bookmark, "bookmarks differ"),
        (turn_a_bookmark, "bookmarks differ"),
        (link_to_a_page_that_is_not_there, "leads nowhere"),
        (link_to_a_file, "leads to file:"),
        (turn_a_link_into_a_comment, "no link"),
        (empty_a_page, "letters of the section"),
        (empty_a_page, "does not print its folio"),
        (drop_a_page, "pages, not those that were laid out"),
        (draw_off_the_paper, "outside of the paper"),
        (write_off_the_paper, "outside of the paper"),
    ],
)
def test_each_fault_is_told(spoil: Callable[[pikepdf.Pdf], None], told: str, compiled: Compiled) -> None:
    sound, parts = compiled
    spoiled = io.BytesIO()
    with pikepdf.open(io.BytesIO(sound)) as pdf:
        spoil(pdf)
        pdf.save(spoiled)
    problems = inspect(spoiled.getvalue(), parts)
    assert {problem.code for problem in problems} == {"inspection"}
    assert told in "\n".join(problem.message for problem in problems)


def test_a_sound_pdf_has_no_fault(compiled: Compiled) -> None:
    assert inspect(*compiled) == ()
