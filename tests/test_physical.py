"""`pagination: physical`: the number on every page is the page of the PDF, as some courts want it."""

from __future__ import annotations

import io
import re

import pypdfium2
import pytest
from pypdf import PdfReader

from report.inspect import inspect
from report.layout import Layout
from report.model import Pagination
from tests.annexes import annexed, joined, paged_file, small_layout, texts


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    return small_layout(tmp_path_factory.mktemp("physical") / "dossier")


@pytest.fixture(scope="module")
def pdf(layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = paged_file(tmp_path_factory.mktemp("file") / "a.pdf", texts(3))
    parts = annexed(layout, [file], pagination=Pagination.PHYSICAL)
    made = joined(parts, layout)
    assert inspect(made, parts) == ()
    return made


def page_texts(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


def test_every_page_has_its_number_in_the_pdf_printed_and_as_its_label(pdf: bytes) -> None:
    labels, found = PdfReader(io.BytesIO(pdf)).page_labels, page_texts(pdf)
    assert labels == [str(number) for number in range(1, len(found) + 1)]
    for label, text in zip(labels, found, strict=True):  # the cover as well
        assert text.split()[-1] == label


def test_the_stamp_counts_the_pages_of_the_annex_all_the_same(pdf: bytes) -> None:
    assert [text for text in page_texts(pdf) if "Annex 2 · page 2 of 3" in " ".join(text.split())]


def test_the_contents_have_these_numbers(pdf: bytes) -> None:
    found = page_texts(pdf)
    contents = next(text for text in found if text.startswith("Contents"))
    lines = [line for line in contents.splitlines() if "Colophon" in line]
    assert lines
    printed = re.search(r"(\d+)\s*$", lines[-1])
    assert printed is not None
    assert int(printed[1]) == len(found)
