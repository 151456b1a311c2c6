"""PDFs as annexes: what a user relies on, seen by pdfium on the page that came out."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageChops, ImageFilter

from report.model import Change, FileBookmark, Range
from report.read.pdf import read as reading_of_pdfs
from report.read.settings import BAND, UnreadableError
from tests.strangers import A4, Maker, active, colour, picture, read

RED, GREEN, BLUE, GREY = (255, 0, 0), (0, 153, 0), (0, 0, 255), (128, 128, 128)
LANDSCAPE = (A4[1], A4[0])

PAGES: dict[str, tuple[tuple[float, float], dict[str, Any]]] = {
    "small": ((300, 400), {}),
    "large": ((1000, 1400), {}),
    "rotated 90": ((500, 400), {"Rotate": 90}),
    "rotated 180": ((400, 500), {"Rotate": 180}),
    "rotated 270": ((500, 400), {"Rotate": 270}),
    "rotated -90": ((500, 400), {"Rotate": -90}),
    "landscape": ((700, 400), {}),
    "landscape by rotation": ((400, 700), {"Rotate": 90}),
    "wide": ((2000, 600), {}),
    "unit": ((300, 400), {"UserUnit": 3}),
    "shifted": ((400, 500), {"MediaBox": Array([-100, -50, 400, 500])}),
    "swapped corners": ((400, 500), {"MediaBox": Array([400, 500, 0, 0])}),
}


@pytest.mark.parametrize("landscape", ["turn", "keep"])
@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_there_upright_and_where_its_matrix_says(name: str, landscape: str) -> None:
    size, entries = PAGES[name]
    maker = Maker()
    maker.add(size=size, **entries)
    data = maker.bytes()
    reading, pdf = read(data, landscape=landscape)
    page = reading.pages[0]
    width, height = size
    assert colour(pdf, page, 0, 20, 20) == RED
    assert colour(pdf, page, 0, width - 20, 20) == GREEN
    assert colour(pdf, page, 0, 20, height - 20) == BLUE
    assert colour(pdf, page, 0, width - 20, height - 20) == GREY
    shown = picture(data)
    if shown.width > shown.height and landscape == "turn":
        assert (page.width, page.height) == A4
        shown = shown.rotate(90, expand=True)
    elif shown.width > shown.height:
        assert (page.width, page.height) == LANDSCAPE
    assert alike(content(picture(pdf)), content(shown))


def content(image: Image.Image) -> Image.Image:
    """The part that has ink, in one size."""
    white = Image.new("RGB", image.size, "white")
    return image.crop(ImageChops.difference(image, white).getbbox()).resize((200, 200), Image.Resampling.BOX)


def alike(one: Image.Image, other: Image.Image) -> bool:
    blurred = [image.filter(ImageFilter.BoxBlur(3)) for image in (one, other)]
    worst = max(high for _, high in ImageChops.difference(*blurred).getextrema())  # type: ignore[misc]
    return float(worst) < 60


@pytest.mark.parametrize("name", PAGES)
def test_the_foot_of_the_page_is_clear_for_the_stamp(name: str) -> None:
    size, entries = PAGES[name]
    for landscape in ("turn", "keep"):
        maker = Maker()
        maker.add(size=size, **entries)
        image = picture(read(maker.bytes(), landscape=landscape)[1])
        foot = image.crop((0, int(image.height - 2 * BAND) + 1, image.width, image.height))
        assert foot.getextrema() == ((255, 255),) * 3


def test_small_pages_keep_their_size_and_stand_in_the_middle() -> None:
    maker = Maker()
    maker.add(size=(200, 300))
    reading, _ = read(maker.bytes())
    middle, height = (A4[0] - 200) / 2, (A4[1] - BAND - 300) / 2 + BAND
    assert reading.pages[0].matrix == pytest.approx((1, 0, 0, 1, middle, height), abs=1e-5)
    assert reading.changes == ()


def test_pages_may_keep_their_size() -> None:
    maker = Maker()
    maker.add(size=(1000, 700), Rotate=90)
    reading, pdf = read(maker.bytes(), fit="keep")
    assert (reading.pages[0].width, reading.pages[0].height) == (700, 1000)
    assert colour(pdf, reading.pages[0], 0, 20, 20) == RED


def test_nothing_outside_the_crop_box_is_seen_or_read() -> None:
    maker = Maker()
    page = maker.add("Inside", (400, 500), CropBox=Array([50, 60, 350, 440]))
    page.Contents = Stream(
        maker.pdf,
        page.Contents.read_bytes() + b" BT /F 18 Tf 60 470 Td (Outside) Tj ET 0 1 0 rg 60 100 9 9 re f",
    )
    reading, pdf = read(maker.bytes())
    assert reading.pages[0].text.strip() == "Inside"
    assert colour(pdf, reading.pages[0], 0, 20, 20) == (255, 255, 255)
    assert colour(pdf, reading.pages[0], 0, 64, 104) == (0, 255, 0)


def test_unbalanced_operators_do_not_leak() -> None:
    maker = Maker()
    page = maker.add()
    marked = maker.form(b"0 0 1 rg 0 0 50 50 re f", (0, 0, 50, 50))
    page.Contents = Stream(maker.pdf, b"0 0 10 10 re W n q q 5 0 0 5 0 0 cm Q Q Q 0.5 0 0 0.5 0 0 cm q")
    maker.annotate(page, Subtype=Name.Stamp, Rect=[100, 100, 150, 150], AP=Dictionary(N=marked))
    reading, pdf = read(maker.bytes())
    assert colour(pdf, reading.pages[0], 0, 125, 125) == BLUE


def test_blank_pages_are_kept() -> None:
    maker = Maker()
    maker.add()
    for _ in range(2):
        del maker.add().Contents
    reading, pdf = read(maker.bytes())
    assert [page.text.strip() for page in reading.pages] == ["Page", "", ""]
    assert len(pikepdf.open(io.BytesIO(pdf)).pages) == 3


def test_chosen_pages_are_told_by_their_place_in_the_file() -> None:
    maker = Maker()
    for number in range(1, 6):
        maker.add(f"No {number}")
    reading, _ = read(maker.bytes(), print_pages=(Range(2, 3), Range(5, 5)))
    assert reading.count == 5
    assert [(page.number, page.text.strip()) for page in reading.pages] == [
        (2, "No 2"),
        (3, "No 3"),
        (5, "No 5"),
    ]
    with pytest.raises(UnreadableError, match="page 6, and the file has 5"):
        read(maker.bytes(), print_pages=(Range(4, 6),))


def links(pdf: bytes) -> list[Any]:
    """Of the first page: the target of each link and where it is."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [
            (
                [float(value) if index > 1 else value for index, value in enumerate(list(link.Dest)[:4])]
                if "/Dest" in link
                else str(link.A.URI),
                [float(value) for value in link.Rect],
            )
            for link in opened.pages[0].obj.get("/Annots", [])
        ]


def test_links_lead_to_the_same_place_and_those_outside_stay() -> None:
    maker = Maker()
    first, second = maker.add(size=(400, 500)), maker.add(size=(400, 500), Rotate=180)
    area = {"Subtype": Name.Link, "Rect": [100, 100, 200, 120]}
    place = Array([second, Name.XYZ, 30, 400, None])
    names = Array([String("there"), Dictionary(D=place)])
    maker.pdf.Root.Names = Dictionary(Dests=Dictionary(Kids=Array([Dictionary(Names=names)])))
    maker.annotate(first, **area, Dest=place)
    maker.annotate(first, **area, Dest=String("there"))
    maker.annotate(first, **area, A=Dictionary(S=Name.GoTo, D=String("there")))
    maker.annotate(first, **area, A=Dictionary(S=Name.URI, URI=String("https://example.org/a?b=c")))
    maker.annotate(first, **area, A=Dictionary(S=Name.URI, URI=String("MAILTO:a@example.org")))
    maker.annotate(first, **area, A=Dictionary(S=Name.URI, URI=String("ftp://example.org")))
    maker.annotate(first, **area, Dest=String("nowhere"))
    reading, pdf = read(maker.bytes())
    found = links(pdf)
    x, y = (A4[0] - 400) / 2, BAND + (A4[1] - BAND - 500) / 2
    for target, rect in found[:3]:
        assert target == [1, Name.XYZ, pytest.approx(x + 370, abs=0.01), pytest.approx(y + 100, abs=0.01)]
        assert rect == pytest.approx([x + 100, y + 100, x + 200, y + 120], abs=0.01)
    assert [target for target, _ in found[3:]] == ["https://example.org/a?b=c", "MAILTO:a@example.org"]
    assert reading.removed == {"URI": 1}
    _, pdf = read(maker.bytes(), print_pages=(Range(1, 1),))
    assert len(links(pdf)) == 2


def test_bookmarks_and_labels_are_the_files_own() -> None:
    maker = Maker()
    pages = [maker.add() for _ in range(5)]
    with maker.pdf.open_outline() as outline:
        part = pikepdf.OutlineItem("Part\none")
        part.children.append(pikepdf.OutlineItem("Chapter", 3, "XYZ", left=10, top=500))
        outline.root += [pikepdf.OutlineItem("Cover", 0, "XYZ", left=0, top=500), part]
    maker.pdf.Root.PageLabels = Dictionary(
        Nums=Array([0, Dictionary(S=Name.r), 2, Dictionary(S=Name.D, St=7, P=String("A-")), 4, Dictionary()])
    )
    x, y = (A4[0] - 400) / 2, (A4[1] - BAND - 500) / 2
    reading, _ = read(maker.bytes())
    found = [(mark.level, mark.title, mark.page) for mark in reading.bookmarks]
    assert found == [(1, "Cover", 0), (1, "Part one", 3), (2, "Chapter", 3)]
    assert isinstance(reading.bookmarks[2], FileBookmark)
    assert (reading.bookmarks[2].x, reading.bookmarks[2].y) == pytest.approx((x + 10, y), abs=0.01)
    assert [page.label for page in reading.pages] == ["i", "ii", "A-7", "A-8", ""]
    assert len(pages) == 5


@pytest.mark.parametrize(
    ("style", "number", "label"),
    [("R", 1994, "MCMXCIV"), ("a", 27, "aa"), ("A", 26, "Z"), ("D", 3, "3"), ("x", 3, "")],
)
def test_labels_are_written_as_the_standard_says(style: str, number: int, label: str) -> None:
    maker = Maker()
    maker.add()
    maker.pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name(f"/{style}"), St=number)]))
    assert read(maker.bytes())[0].pages[0].label == label


def test_what_was_filled_in_or_noted_is_part_of_the_page() -> None:
    maker = Maker()
    page = maker.add(size=(400, 500), Rotate=90)
    box = maker.form(b"0 1 0 rg 0 0 10 10 re f", (0, 0, 10, 10))
    off = maker.form(b"1 0 0 rg 0 0 10 10 re f", (0, 0, 10, 10))
    turned = maker.form(b"0 0 1 rg 0 0 5 20 re f", (0, 0, 20, 20), Matrix=Array([0, 1, -1, 0, 0, 0]))
    hidden = {"Subtype": Name.Stamp, "AP": Dictionary(N=off)}
    maker.annotate(
        page, Subtype=Name.Widget, FT=Name.Btn, Rect=[100, 100, 140, 120], AS=Name.Yes,
        AP=Dictionary(N=Dictionary(Yes=box, Off=off)),
    )  # fmt: skip
    maker.annotate(page, Subtype=Name.Stamp, Rect=[200, 100, 220, 120], AP=Dictionary(N=turned))
    maker.annotate(page, **hidden, Rect=[300, 100, 320, 120], F=2)
    maker.annotate(page, **hidden, Rect=[300, 200, 320, 220], F=32)
    maker.annotate(page, Subtype=Name.Popup, Rect=[300, 300, 320, 320], AP=Dictionary(N=off))
    reading, pdf = read(maker.bytes())
    fitted = reading.pages[0]
    assert colour(pdf, fitted, 0, 102, 102) == colour(pdf, fitted, 0, 138, 118) == (0, 255, 0)
    # A quarter counterclockwise: the stripe at the left of the stamp lies at its bottom.
    assert colour(pdf, fitted, 0, 217, 102) == BLUE
    assert colour(pdf, fitted, 0, 203, 117) == (255, 255, 255)
    for y in (110, 210, 310):
        assert colour(pdf, fitted, 0, 310, y) == (255, 255, 255)
    assert dict(reading.changes)[Change.FLATTENED] == "1 form field, 1 stamp"
    assert links(pdf) == []


def form(*values: str, needs: bool = True, maker: Maker | None = None, **entries: Any) -> bytes:
    maker = maker or Maker()
    page = maker.add()
    fields = [
        maker.annotate(
            page, Subtype=Name.Widget, FT=Name.Tx, T=String(f"field {number}"), V=String(value),
            Rect=[60, 50 * number + 20, 300, 50 * number + 60], DA=String("/F 12 Tf 0 g"), **entries,
        )
        for number, value in enumerate(values)
    ]  # fmt: skip
    maker.pdf.Root.AcroForm = Dictionary(
        Fields=Array(fields), NeedAppearances=needs, DR=Dictionary(Font=Dictionary(F=maker.font))
    )
    return maker.bytes()


@pytest.mark.parametrize("needs", [True, False])
def test_values_that_readers_are_to_draw_are_drawn(needs: bool) -> None:
    long = "a line that is longer than the field is wide, so that it is wrapped"
    reading, pdf = read(form("Jane Roe", long, needs=needs, Ff=1 << 12))
    assert "Jane Roe" in reading.pages[0].text
    assert long.split() == [word for word in reading.pages[0].text.split() if word in long.split()]
    assert reading.warnings == ()
    assert active(pdf) == []


def test_a_value_that_cannot_be_drawn_is_told_of() -> None:
    reading, _ = read(form("Jane Roe", "شیرین"))
    assert "Jane Roe" in reading.pages[0].text
    assert [(code, "field 1" in message) for code, message in reading.warnings] == [("form-value", True)]


def test_an_appearance_that_says_nothing_is_none() -> None:
    maker = Maker()
    silent = Dictionary(N=maker.form(b"/Tx BMC EMC", (0, 0, 240, 40)))
    reading, _ = read(form("Łódź and more", AP=silent, maker=maker))
    assert "and more" in reading.pages[0].text


def test_signatures_keep_their_looks_and_are_counted() -> None:
    maker = Maker()
    page = maker.add()
    seal = maker.form(b"0 1 0 rg 0 0 50 50 re f", (0, 0, 50, 50))
    signature = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=String("x"))
    field = maker.annotate(
        page, Subtype=Name.Widget, FT=Name.Sig, V=signature, Rect=[100, 100, 150, 150], AP=Dictionary(N=seal)
    )
    empty = maker.annotate(page, Subtype=Name.Widget, FT=Name.Sig, Rect=[0, 0, 0, 0])
    maker.pdf.Root.AcroForm = Dictionary(Fields=Array([field, empty]), SigFlags=3)
    reading, pdf = read(maker.bytes())
    assert reading.signatures == 1
    assert colour(pdf, reading.pages[0], 0, 125, 125) == (0, 255, 0)


def test_dynamic_forms_are_refused_and_others_are_not() -> None:
    maker = Maker()
    page = maker.add("Please wait")
    maker.pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=String("<xdp/>"))
    with pytest.raises(UnreadableError) as caught:
        read(maker.bytes())
    assert caught.value.code == "xfa-form"
    field = maker.annotate(page, Subtype=Name.Widget, FT=Name.Tx, T=String("a"), Rect=[0, 0, 9, 9])
    maker.pdf.Root.AcroForm.Fields.append(field)
    assert read(maker.bytes())[0].removed == {"XFA": 1}


def test_hidden_layers_stay_hidden() -> None:
    maker = Maker()
    page = maker.add()
    groups = [maker.pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name))) for name in "ab"]
    page.Resources = Dictionary(Properties=Dictionary(A=groups[0], B=groups[1]))
    page.Contents = Stream(
        maker.pdf,
        b"/OC /A BDC 0 1 0 rg 100 100 20 20 re f EMC /OC /B BDC 1 0 0 rg 200 100 20 20 re f EMC",
    )
    maker.pdf.Root.OCProperties = Dictionary(OCGs=Array(groups), D=Dictionary(OFF=Array([groups[1]])))
    reading, pdf = read(maker.bytes())
    assert colour(pdf, reading.pages[0], 0, 110, 110) == (0, 255, 0)
    assert colour(pdf, reading.pages[0], 0, 210, 110) == (255, 255, 255)
    assert reading.clean


def test_layers_that_readers_switch_off_on_screens_are_off() -> None:
    maker = Maker()
    page = maker.add()
    usage = Dictionary(View=Dictionary(ViewState=Name.OFF), CreatorInfo=Dictionary(Creator=String("x")))
    layer = maker.pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("a"), Usage=usage))
    page.Resources = Dictionary(Properties=Dictionary(A=layer))
    page.Contents = Stream(maker.pdf, b"/OC /A BDC 1 0 0 rg 100 100 20 20 re f EMC")
    switched = Dictionary(Event=Name.View, Category=Array([Name.View]), OCGs=Array([layer]))
    maker.pdf.Root.OCProperties = Dictionary(
        OCGs=Array([layer]), D=Dictionary(ON=Array([layer]), AS=Array([switched]))
    )
    reading, pdf = read(maker.bytes())
    assert colour(pdf, reading.pages[0], 0, 110, 110) == (255, 255, 255)
    with pikepdf.open(io.BytesIO(pdf)) as finished:
        layers = finished.Root.OCProperties
        assert [group.objgen for group in layers.D.OFF] == [group.objgen for group in layers.OCGs]
        assert "/ON" not in layers.D
        assert "/CreatorInfo" not in layers.OCGs[0].Usage


def locked(**keys: Any) -> bytes:
    maker = Maker()
    maker.add("Secret")
    return maker.bytes(encryption=pikepdf.Encryption(**keys))


def test_the_owners_restrictions_are_told_of() -> None:
    allow = pikepdf.Permissions(extract=False, print_highres=False, modify_assembly=False)
    reading, pdf = read(locked(owner="o", allow=allow))
    assert reading.restrictions == (
        "printing in high quality",
        "copying of text",
        "inserting and turning pages",
    )
    assert Change.DECRYPTED in dict(reading.changes)
    assert not pikepdf.open(io.BytesIO(pdf)).is_encrypted
    assert reading.pages[0].text.strip() == "Secret"


@pytest.mark.parametrize("strength", [4, 6])
def test_passwords_open_what_they_fit_and_are_asked_for(strength: int) -> None:
    data = (
        locked(owner="o", user="käse", R=strength)
        if strength == 6
        else locked(owner="o", user="open sesame", R=4)
    )
    password = "käse" if strength == 6 else "open sesame"
    reading, pdf = read(data, password=password)
    assert reading.pages[0].text.strip() == "Secret"
    assert password.encode() not in pdf
    for wrong, code in (("", "password-missing"), ("x", "password-wrong")):
        with pytest.raises(UnreadableError) as caught:
            read(data, password=wrong)
        assert caught.value.code == code
        assert "password-env" in caught.value.hint


def test_what_is_marked_or_has_foreign_fonts_is_not_clean() -> None:
    maker = Maker()
    page = maker.add()
    assert not read(maker.bytes())[0].clean
    page.Contents = Stream(maker.pdf, b"0 0 9 9 re f")
    assert not read(maker.bytes())[0].clean
    page.Resources = Dictionary()
    assert read(maker.bytes())[0].clean
    page.Contents = Stream(maker.pdf, b"/Artifact BMC 0 0 9 9 re f EMC")
    assert not read(maker.bytes())[0].clean


def test_the_same_file_gives_the_same_bytes() -> None:
    maker = Maker()
    maker.add()
    assert read(maker.bytes())[1] == read(maker.bytes())[1]


def test_pages_that_cannot_be_copied_are_pictures_and_keep_their_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    maker = Maker()
    maker.add("Copied", size=(500, 400), Rotate=90)
    maker.add("Shown only", size=(500, 400), Rotate=90, CropBox=Array([20, 10, 480, 390]))
    monkeypatch.setattr("report.read.pdf.proof.lacking", lambda *_: [1])
    monkeypatch.setattr("report.read.pdf.proof.alike", lambda *_: False)
    reading, pdf = read(maker.bytes())
    assert dict(reading.changes)[Change.PICTURED] == "1 page"
    assert [code for code, _ in reading.warnings] == ["page-differs"]
    assert [page.text.strip() for page in reading.pages] == ["Copied", "Shown only"]
    for index in (0, 1):
        red, green, blue = colour(pdf, reading.pages[index], index, 30, 25)
        assert red > 240
        assert green < 15
        assert blue < 15


def test_what_only_pdfium_can_follow_is_there_as_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    maker = Maker()
    maker.add("First")
    maker.add("Second")
    fitted, tries = reading_of_pdfs._fitted, []

    def failing(*arguments: Any) -> Any:
        tries.append(arguments)
        if len(tries) < 5:
            raise pikepdf.PdfError
        return fitted(*arguments)

    monkeypatch.setattr(reading_of_pdfs, "_fitted", failing)
    reading, pdf = read(maker.bytes())
    assert dict(reading.changes)[Change.PICTURED] == "2 pages"
    assert [page.text.strip() for page in reading.pages] == ["First", "Second"]
    assert colour(pdf, reading.pages[1], 1, 380, 20)[1] in range(145, 160)


MARKS: dict[str, tuple[dict[str, Any], tuple[float, float]]] = {
    "Highlight": ({"QuadPoints": [100, 140, 200, 140, 100, 100, 200, 100]}, (150, 120)),
    "Underline": ({"QuadPoints": [100, 140, 200, 140, 100, 100, 200, 100]}, (150, 103)),
    "StrikeOut": ({"QuadPoints": [100, 140, 200, 140, 100, 100, 200, 100]}, (150, 120)),
    "Square": ({"RD": [10, 10, 10, 10]}, (113, 120)),
    "Circle": ({}, (103, 120)),
    "Line": ({"L": [100, 120, 200, 120]}, (150, 120)),
    "Ink": ({"InkList": [[100, 120, 150, 120, 200, 140]]}, (125, 120)),
    "PolyLine": ({"Vertices": [100, 120, 150, 120, 200, 140]}, (125, 120)),
    "Polygon": ({"Vertices": [100, 120, 150, 120, 200, 140]}, (125, 120)),
}


@pytest.mark.parametrize("kind", MARKS)
def test_marks_without_an_appearance_are_drawn(kind: str) -> None:
    entries, point = MARKS[kind]
    maker = Maker()
    page = maker.add()
    maker.annotate(
        page, Subtype=Name(f"/{kind}"), Rect=[100, 100, 200, 140], C=[0, 1, 0], BS=Dictionary(W=6), **entries
    )
    reading, pdf = read(maker.bytes())
    assert colour(pdf, reading.pages[0], 0, *point) == (0, 255, 0)
    assert dict(reading.changes)[Change.FLATTENED] == "1 comment"


def test_the_text_has_its_lines_and_hyphens_and_nothing_that_cannot_be_stored() -> None:
    maker = Maker()
    page = maker.add()
    page.Contents = Stream(
        maker.pdf,
        b"BT /F 12 Tf 20 TL 60 300 Td (all infor-) Tj T* (mation \\007\\001 here) Tj T* (end.) Tj ET",
    )
    text = read(maker.bytes())[0].pages[0].text
    assert text.encode("utf-8")
    assert [" ".join(line.split()) for line in text.strip().split("\n")] == [
        "all infor-",
        "mation here",
        "end.",
    ]


def test_letters_beside_the_glyphs_are_read_on_turned_pages_too() -> None:
    maker = Maker()
    page = maker.add(size=(400, 700), Rotate=90)
    words = b" ".join(b"/Span <</ActualText (wo%d)>> BDC (w) Tj EMC ( ) Tj" % number for number in range(9))
    page.Contents = Stream(maker.pdf, b"BT /F 12 Tf 60 680 Td " + words + b" ET")
    for fit in ("shrink", "keep"):
        reading, _ = read(maker.bytes(), fit=fit)
        assert reading.pages[0].text.split() == [f"wo{number}" for number in range(9)]
        assert Change.PICTURED not in dict(reading.changes)
