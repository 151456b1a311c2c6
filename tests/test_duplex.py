"""`duplex: true`: printed on both sides, with mirrored margins, parts and annexes on right-hand pages."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pypdf import PdfReader

from bench.dossiers import write_dossier
from report.compile import build
from report.inspect import inspect
from report.join import Part, first_pages
from report.layout import Layout
from report.model import Pagination
from report.options import BuildOptions
from tests.annexes import annexed, joined, paged_file, small_layout, texts
from tests.tagtree import faults
from tests.test_stamps import box, words


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    return small_layout(tmp_path_factory.mktemp("duplex") / "dossier", entries=3)


@pytest.fixture(scope="module")
def parts(layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> tuple[Part, ...]:
    file = paged_file(tmp_path_factory.mktemp("file") / "a.pdf", texts(3))
    return annexed(layout, [file], {"annex:2:page:2": (1,)}, duplex=True)


@pytest.fixture(scope="module")
def pdf(parts: tuple[Part, ...], layout: Layout) -> bytes:
    made = joined(parts, layout)
    assert inspect(made, parts) == ()
    return made


def test_parts_and_annexes_begin_on_right_hand_pages(parts: tuple[Part, ...]) -> None:
    first = {part.section.id: page for part, page in zip(parts, first_pages(parts), strict=False)}
    for section in ("contents", "entry-0001", "sources", "annexes", "annex-1", "annex-1-pages", "annex-2"):
        assert first[section] % 2 == 0, section


def test_blank_pages_are_blank_and_not_in_the_tree(
    pdf: bytes, parts: tuple[Part, ...], tmp_path: Path
) -> None:
    blanks = [page - 1 for part, page in zip(parts, first_pages(parts), strict=False) if part.blank]
    assert blanks
    target = tmp_path / "dossier.pdf"
    target.write_bytes(pdf)
    with pikepdf.open(target) as document:
        for number in blanks:
            assert "/Contents" not in document.pages[number].obj
            assert "/StructParents" not in document.pages[number].obj
    assert faults(target) == []


def test_what_every_page_says_is_said_on_blank_pages_too(tmp_path: Path) -> None:
    root = tmp_path / "dossier"
    write_dossier(root, 2)
    with (root / "dossier.yaml").open("a", encoding="utf-8") as file:
        file.write("duplex: true\nedition: the first\n")
    for options, said in (
        (BuildOptions(), "the first"),
        (BuildOptions(draft=True), "DRAFT"),
        (BuildOptions(only=("entry-0002",)), "the first"),
    ):
        outcome = build(root, options)
        assert outcome.pdf is not None
        reader = PdfReader(outcome.pdf)
        assert any("blank" in label for label in reader.page_labels)
        assert all(said in page.extract_text() for page in reader.pages)
        assert faults(outcome.pdf) == []


def test_labels_count_on_over_blank_pages(pdf: bytes) -> None:
    labels = PdfReader(io.BytesIO(pdf)).page_labels
    assert labels[:4] == ["i", "ii", "iii", "iv"]
    assert labels[4] == "1"
    first = labels.index("A2")
    assert labels[first : first + 5] == ["A2", "A2-blank", "A2-1", "A2-2", "A2-3"]
    assert len(set(labels)) == len(labels)


def test_margins_are_mirrored_and_links_with_them(pdf: bytes) -> None:
    document, reader = pypdfium2.PdfDocument(pdf), PdfReader(io.BytesIO(pdf))
    inner, outer = 107.6, 147.5
    moved = 0
    for number, label in enumerate(reader.page_labels):
        page = document[number]
        if not label.isdecimal() or not words(page):
            continue
        text = page.get_textpage()
        left = min(text.get_rect(index)[0] for index in range(text.count_rects()))
        margin = outer if number % 2 else inner
        assert margin - 2 < left < margin + 40
        for item in reader.pages[number].get("/Annots") or ():
            x1, _, x2, _ = (float(side) for side in item.get_object()["/Rect"])
            # Tables of the front matter reach 56 pt farther than the measure.
            assert margin - 20 < x1 < x2 < margin + 345 + 56
            moved += number % 2
    assert moved, "there are links on pages of even number"


def test_folios_stand_at_the_outer_side(pdf: bytes) -> None:
    document = pypdfium2.PdfDocument(pdf)
    labels = PdfReader(io.BytesIO(pdf)).page_labels
    recto, verso = (document[labels.index(label)] for label in ("A2-1", "A2-2"))
    assert box(recto, "A2-1")[2] == pytest.approx(595.28 - 42, abs=1)
    assert box(verso, "A2-2")[0] == pytest.approx(42, abs=1)
    page = document[labels.index("2")]
    assert labels.index("2") % 2
    assert box(page, "2")[0] == pytest.approx(147.5, abs=1)


def test_pages_of_files_are_not_moved(pdf: bytes) -> None:
    document = pypdfium2.PdfDocument(pdf)
    labels = PdfReader(io.BytesIO(pdf)).page_labels
    for number in (1, 2):
        page = document[labels.index(f"A2-{number}")]
        assert box(page, f"Exhibit {number}")[0] == pytest.approx(72, abs=2)


def test_physical_pagination_counts_blank_pages(layout: Layout, tmp_path: Path) -> None:
    file = paged_file(tmp_path / "a.pdf", texts(1))
    parts = annexed(layout, [file], pagination=Pagination.PHYSICAL, duplex=True)
    pdf = joined(parts, layout)
    assert inspect(pdf, parts) == ()
    labels = PdfReader(io.BytesIO(pdf)).page_labels
    assert labels == [str(number) for number in range(1, len(labels) + 1)]
