"""Numbers of notes and pages are set when all is laid out: they are right, and look as if laid out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from bench.dossiers import Shape, write_dossier
from report import building
from report.options import BuildOptions
from report.render import late
from tests.pictures import differing_pixels

ENTRIES = 11
PROPORTIONAL = "* { font-variant-numeric: oldstyle-nums proportional-nums !important }\n"
REPEATED = "h1 { string-set: title content() }\n@page { @top-left { content: string(title) } }\n"
GROUPED = ".mark { opacity: .9 }\n"


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More than 100 notes, so that numbers have one, two and three digits."""
    root = tmp_path_factory.mktemp("late") / "dossier"
    write_dossier(root, ENTRIES, seed=3, shape=Shape((2, 4), (60, 160), (3, 8), 9))
    return root


@pytest.fixture(scope="module")
def pdf(dossier: Path) -> Path:
    return compiled(dossier, "plain")


def compiled(root: Path, name: str) -> Path:
    outcome = building.build(root, BuildOptions(root.parent / f"{name}.pdf"), cached=False)
    assert outcome.pdf is not None, outcome.problems
    return outcome.pdf


def assert_right(pdf: Path) -> None:
    """Notes are numbered in order, their marks and figures lead to each other; the contents have labels."""
    reader = PdfReader(pdf)
    labels = reader.page_labels
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}  # type: ignore[union-attr]
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage() for page in document]
    marks: list[int] = []
    lines: dict[str, str] = {}
    for number, page in enumerate(reader.pages):
        for item in page.get("/Annots") or ():
            link: Any = item.get_object()
            name = str(link["/Contents"])
            if "/Dest" not in link or not name[-1].isdigit() or labels[number].startswith("A"):
                continue
            led = labels[pages[list.__getitem__(link["/Dest"], 0).idnum]]
            if not labels[number].isdecimal():  # the contents
                assert name.rsplit(maxsplit=1)[-1] == led
                lines[name] = led
            elif name.isdecimal() and led == labels[number]:
                left, bottom, right, top = (float(side) for side in link["/Rect"])
                shown = texts[number].get_text_bounded(left - 0.5, bottom, right + 0.5, top)
                assert re.findall(r"\d+", shown) == [name], f"on page {labels[number]}"
                marks.append(int(name))
    assert len(lines) > ENTRIES
    printed = texts[labels.index("ii")].get_text_bounded()
    assert re.findall(r"\. (A?\d+)\s*$", printed, re.MULTILINE) == list(lines.values())
    assert max(marks) > 100
    assert sorted(marks) == sorted(2 * list(range(1, max(marks) + 1)))


def test_every_number_is_the_one_of_its_place(pdf: Path) -> None:
    assert_right(pdf)


def test_digits_that_are_set_look_like_those_that_are_laid_out(
    dossier: Path, pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATTEST_JOBS", "1")
    monkeypatch.setattr("report.render.section.can_be_exchanged", lambda styles: False)
    laid_out = pypdfium2.PdfDocument(compiled(dossier, "laid-out"))
    set_late = pypdfium2.PdfDocument(pdf)
    assert len(laid_out) == len(set_late)
    for number in range(len(laid_out)):
        one, other = laid_out[number], set_late[number]
        words = one.get_textpage().get_text_bounded()
        assert words == other.get_textpage().get_text_bounded()
        if "Table of attestation" not in words:  # where a column of numbers is set on its units
            assert differing_pixels(one, other) <= 30, f"page {number + 1}"


@pytest.mark.parametrize(
    "css", [PROPORTIONAL, REPEATED, GROUPED], ids=["proportional", "repeated", "grouped"]
)
def test_where_digits_cannot_be_set_they_are_laid_out(dossier: Path, css: str) -> None:
    (dossier / "styles").mkdir(exist_ok=True)
    (dossier / "styles" / "house.css").write_text(css, "utf-8")
    assert_right(compiled(dossier, "house"))
    (dossier / "styles" / "house.css").unlink()


def test_stylesheets_that_print_a_text_again_are_known() -> None:
    assert not late.can_be_exchanged([".a::after { content: target-text(attr(href)) }"])
    assert late.can_be_exchanged([".a::after { content: '.' }"])
