"""What is drawn over the pages of strangers' files: fields, comments and marks, as readers show them."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from report.model import FileKind, Reading
from report.read.pool import Job, Readers
from tests.strangers import SETTINGS, Maker, colour, read

GREEN, RED, WHITE = (0, 255, 0), (255, 0, 0), (255, 255, 255)


def filled(**entries: object) -> Maker:
    """A form with one field, which nobody has drawn."""
    maker = Maker()
    page = maker.add()
    field = {"FT": Name.Tx, "V": String("Jane Roe"), "DA": String("/F 12 Tf 0 g"), **entries}
    widget = maker.annotate(page, Subtype=Name.Widget, T=String("name"), Rect=[60, 100, 300, 160], **field)
    fonts = Dictionary(Font=Dictionary(F=maker.font))
    maker.pdf.Root.AcroForm = Dictionary(Fields=Array([widget]), DR=fonts)
    return maker


def test_values_are_drawn_where_nothing_can_be_imported(tmp_path: Path) -> None:
    maker = filled()
    maker.pdf.Root.Metadata = maker.pdf.make_stream(b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
    source, target = tmp_path / "form.pdf", tmp_path / "pages.pdf"
    source.write_bytes(maker.bytes())
    with Readers(1) as readers:
        (done,) = readers.read([Job(source, "form.pdf", FileKind.PDF, SETTINGS, target)])
    assert isinstance(done.outcome, Reading)
    assert "Jane Roe" in done.outcome.pages[0].text
    assert done.outcome.warnings == ()


def test_a_list_shows_its_lines_though_none_is_chosen() -> None:
    maker = filled(FT=Name.Ch, V=String(""), Opt=Array([String("first"), String("second")]))
    assert {"first", "second"} <= set(read(maker.bytes())[0].pages[0].text.split())


def test_a_comment_of_text_is_drawn_without_an_appearance() -> None:
    maker = Maker()
    maker.annotate(
        maker.add(),
        Subtype=Name.FreeText,
        Contents=String("Received"),
        DA=String("/Helv 12 Tf 0 g"),
        Rect=[60, 100, 300, 160],
        F=4,
    )
    assert "Received" in read(maker.bytes())[0].pages[0].text


@pytest.mark.parametrize("order", ["0 1 2 3", "0 2 1 3", "2 3 1 0"])
def test_marks_lie_on_their_text_in_whatever_order_its_corners_are(order: str) -> None:
    corners = [(60, 130), (160, 130), (60, 100), (160, 100)]
    points = [value for index in order.split() for value in corners[int(index)]]
    maker = Maker()
    maker.annotate(
        maker.add(), Subtype=Name.Highlight, C=[0, 1, 0], QuadPoints=points, Rect=[60, 100, 160, 130]
    )
    reading, pdf = read(maker.bytes())
    assert [colour(pdf, reading.pages[0], 0, x, y) for x, y in ((65, 115), (110, 105), (155, 125))] == [
        GREEN
    ] * 3


@pytest.mark.parametrize(
    ("rotate", "where"), [(90, (130, 130)), (180, (70, 130)), (270, (70, 70)), (0, (130, 70))]
)
def test_what_does_not_turn_with_the_page_stands_upright(rotate: int, where: tuple[int, int]) -> None:
    """The appearance is green in its lower right corner; its upper left corner is at 100, 100."""
    maker = Maker()
    page = maker.add(size=(400, 400), Rotate=rotate)
    looks = maker.form(b"1 0 0 rg 0 0 40 40 re f 0 1 0 rg 20 0 20 20 re f", (0, 0, 40, 40))
    maker.annotate(page, Subtype=Name.Stamp, Rect=[100, 60, 140, 100], F=4 | 16, AP=Dictionary(N=looks))
    reading, pdf = read(maker.bytes())
    assert colour(pdf, reading.pages[0], 0, *where) == GREEN
    assert colour(pdf, reading.pages[0], 0, 108, 92) == (RED if not rotate else WHITE)


def test_fields_lie_over_comments() -> None:
    maker = Maker()
    page = maker.add()
    box = [100, 100, 140, 140]
    for kind, colour_ in ((Name.Widget, b"0 1 0"), (Name.Square, b"1 0 0")):
        looks = maker.form(colour_ + b" rg 0 0 40 40 re f", (0, 0, 40, 40))
        maker.annotate(page, Subtype=kind, Rect=box, F=4, AP=Dictionary(N=looks))
    reading, pdf = read(maker.bytes())
    assert colour(pdf, reading.pages[0], 0, 120, 120) == GREEN


def test_nothing_hangs_on_the_trailer_but_the_pages() -> None:
    maker = Maker()
    maker.add()
    maker.pdf.trailer["/Extra"] = maker.pdf.make_indirect(
        Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    )
    _, pdf = read(maker.bytes())
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert "/Extra" not in opened.trailer
        assert not any(isinstance(one, Dictionary) and "/JS" in one for one in opened.objects)
