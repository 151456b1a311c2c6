"""The stamp on the pages of annexes: what it says, where it stands, and where it leads."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from report.layout import Layout
from report.model import AnnexSettings, Bates
from report.read.settings import BAND
from report.render.drawing import draw_all
from report.render.values import Drawn, Request
from tests import annexes
from tests.annexes import Made, annexed, joined, paged_file, small_layout, texts
from tests.pictures import picture
from tests.tagtree import faults

Box = tuple[float, float, float, float]


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    return small_layout(tmp_path_factory.mktemp("stamps") / "dossier")


def pages(pdf: bytes) -> dict[str, pypdfium2.PdfPage]:
    """By their labels."""
    document = pypdfium2.PdfDocument(pdf)
    labels = PdfReader(io.BytesIO(pdf)).page_labels
    return {label: document[number] for number, label in enumerate(labels)}


def words(page: pypdfium2.PdfPage) -> str:
    return " ".join(page.get_textpage().get_text_bounded().split())


def box(page: pypdfium2.PdfPage, text: str) -> Box:
    """Around the last of the text's places on the page."""
    text_page = page.get_textpage()
    searcher = text_page.search(text, match_case=True)
    found = None
    while (place := searcher.get_next()) is not None:
        found = place
    assert found is not None, text
    corners = [text_page.get_charbox(found[0] + index) for index in range(found[1])]
    left, bottom, right, top = zip(*corners, strict=True)
    return min(left), min(bottom), max(right), max(top)


def ink(page: pypdfium2.PdfPage) -> Box:
    """Around all that is drawn below the upper half of the page."""
    seen = picture(page, 2)
    half = seen.height // 2
    found = seen.crop((0, half, seen.width, seen.height)).point(lambda grey: 255 * (grey < 250)).getbbox()
    assert found is not None
    height = page.get_height()
    return found[0] / 2, height - (half + found[3]) / 2, found[2] / 2, height - (half + found[1]) / 2


def test_it_says_which_page_of_which_annex_it_is(layout: Layout, tmp_path: Path) -> None:
    found = pages(joined(annexed(layout, [paged_file(tmp_path / "a.pdf", texts(12))]), layout))
    assert words(found["A2-4"]).endswith("Annex 2 · page 4 of 12 A2-4")
    assert words(found["A2-12"]).endswith("Annex 2 · page 12 of 12 A2-12")
    assert words(found["A1-2"]).endswith("Annex 1 · page 2 of 4 A1-2")
    assert "page 1 of 1" not in words(found["A2"])  # a cover sheet is the dossier's own


def test_it_stands_in_the_band_that_is_kept_clear(layout: Layout, tmp_path: Path) -> None:
    file = paged_file(tmp_path / "a.pdf", [Made("")])
    bates = AnnexSettings(bates=Bates("ABC", 6))
    page = pages(joined(annexed(layout, [file], {"annex:2:page:1": (1, 2)}, bates), layout))["A2-1"]
    _, bottom, _, top = ink(page)
    assert BAND > top > bottom > 10


def test_label_and_folio_stand_on_one_line_at_the_sides(layout: Layout, tmp_path: Path) -> None:
    page = pages(joined(annexed(layout, [paged_file(tmp_path / "a.pdf", texts(1))]), layout))["A2-1"]
    label, folio = box(page, "Annex"), box(page, "A2-1")
    assert label[0] == pytest.approx(42, abs=1)
    assert folio[2] == pytest.approx(595.28 - 42, abs=1)
    assert label[1] == pytest.approx(folio[1], abs=1)


def test_bates_numbers_run_through_all_annexes(layout: Layout, tmp_path: Path) -> None:
    files = [paged_file(tmp_path / f"{number}.pdf", texts(3)) for number in range(2)]
    found = pages(joined(annexed(layout, files, None, AnnexSettings(bates=Bates("X-", 4))), layout))
    stamped = ["A1-1", "A1-2", "A1-3", "A1-4", "A2-1", "A2-2", "A2-3", "A3-1", "A3-2", "A3-3"]
    for number, label in enumerate(stamped, 1):
        assert f"X-{number:04}" in words(found[label]).replace(" ", "")
    left, _, right, _ = box(found["A3-1"], "0008")
    assert (left + right) / 2 == pytest.approx(595.28 / 2, abs=12)
    assert "X-0" not in words(found["A3"])


# Back links


def test_a_page_leads_back_to_the_notes_that_cite_it(layout: Layout, tmp_path: Path) -> None:
    cited_by = {"annex:2:page:2": (2, 1), "annex:1:line:3": (1,)}
    pdf = joined(annexed(layout, [paged_file(tmp_path / "a.pdf", texts(3))], cited_by), layout)
    reader, found = PdfReader(io.BytesIO(pdf)), pages(pdf)
    labels = reader.page_labels
    assert "Notes 1, 2 Annex 2" in words(found["A2-2"])
    assert "Note 1 Annex 1" in words(found["A1-1"])
    assert "Note" not in words(found["A2-1"])
    annotations: Any = reader.pages[labels.index("A2-2")]["/Annots"]
    links = {str(item.get_object()["/Contents"]): item.get_object() for item in annotations}
    assert list(links) == ["note 1", "note 2", "Annex 2"]
    for number in (1, 2):
        link = links[f"note {number}"]
        led = reader.get_page_number(link["/Dest"][0].get_object())
        assert led is not None
        assert labels[led].isdecimal()
    first, second = ([float(side) for side in links[f"note {number}"]["/Rect"]] for number in (1, 2))
    _, bottom, right, top = box(found["A2-2"], "Notes")
    assert right < first[0] < first[2] < second[0] < second[2] < right + 30
    assert first[1] < bottom < top < first[3]
    assert reader.get_page_number(links["Annex 2"]["/Dest"][0].get_object()) == labels.index("A2")
    target = tmp_path / "dossier.pdf"
    target.write_bytes(pdf)
    assert faults(target) == []


def test_more_notes_than_fit_are_told_to_be_more(layout: Layout, tmp_path: Path) -> None:
    count = layout.composed.sections[4].notes.stop - 1
    many = tuple(range(1, count + 1)) * 20
    from report import stamps

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stamps, "MOST_NOTES", 1)
        file = paged_file(tmp_path / "a.pdf", texts(1))
        pdf = joined(annexed(layout, [file], {"annex:2:page:1": many}), layout)
    assert "Notes 1, … Annex 2" in words(pages(pdf)["A2-1"])


# Other languages, other sizes


def test_its_words_are_the_dossiers(layout: Layout, tmp_path: Path) -> None:
    file = paged_file(tmp_path / "a.pdf", texts(2))
    found = pages(joined(annexed(layout, [file], {"annex:2:page:1": (1, 2)}, language="fr"), layout))
    assert words(found["A2-1"]).endswith("Annexe 2 · page 1 sur 2 A2-1")
    arabic = replace(layout, dossier=replace(layout.dossier, language="ar"))
    page = pages(joined(annexed(arabic, [file]), layout))["A2-2"]
    assert "المرفق" in words(page)
    left, _, right, _ = ink(page)
    assert left == pytest.approx(42, abs=1)
    assert right == pytest.approx(595.28 - 42, abs=1)


def test_on_a_page_of_its_own_size_it_is_as_large_as_the_page(layout: Layout, tmp_path: Path) -> None:
    sizes = [(595.276, 841.89), (1190.55, 1683.78), (841.89, 595.276)]
    made = [Made(f"Exhibit {number}", size=size) for number, size in enumerate(sizes)]
    found = pages(joined(annexed(layout, [paged_file(tmp_path / "a.pdf", made)]), layout))
    usual, large, lying = (box(found[f"A2-{number}"], "Annex") for number in (1, 2, 3))

    def height(place: Box) -> float:
        return place[3] - place[1]

    assert height(large) == pytest.approx(2 * height(usual), rel=0.05)
    assert height(lying) == pytest.approx(height(usual), rel=0.05)
    folio = box(found["A2-3"], "A2-3")
    assert lying[0] == pytest.approx(841.89 - folio[2], abs=1)  # in the middle of the page


def test_many_annexes_are_laid_out_once(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [paged_file(tmp_path / f"{number}.pdf", texts(2)) for number in range(12)]
    rendered: list[Request] = []

    def counted(requests: Sequence[Request]) -> list[Drawn]:
        rendered.extend(requests)
        return draw_all(requests)

    monkeypatch.setattr(annexes, "draw_all", counted)
    annexed(layout, files, {"annex:3:page:1": (1,)})
    assert len(rendered) == 2


def test_a_house_style_colours_a_number(layout: Layout, tmp_path: Path) -> None:
    root = tmp_path / "dossier"
    (root / "styles").mkdir(parents=True)
    style = ".stamp .folio span { color: #c00 !important; font-size: 20pt }"
    (root / "styles" / "house.css").write_text(style, "utf-8")
    file = paged_file(tmp_path / "a.pdf", [Made("")])
    page = pages(joined(annexed(layout, [file], root=root), layout))["A2-1"]
    colours = {colour for _, colour in page.render(scale=2).to_pil().convert("RGB").getcolors(100_000)}
    assert (204, 0, 0) in colours
    _, bottom, _, top = box(page, "A2-1")
    assert top - bottom > 10
