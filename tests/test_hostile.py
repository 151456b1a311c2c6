"""What hostile and broken PDFs carry: one generated file a trap, and nothing active in what comes out."""

from __future__ import annotations

import io
import time
import tracemalloc
import zlib
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from report.model import Change
from report.read.settings import UnreadableError
from tests.strangers import Maker, active, colour, keys, read


def script(code: str = "app.alert(1)") -> Any:
    return Dictionary(S=Name.JavaScript, JS=String(code))


ACTIONS: dict[str, dict[str, Any]] = {
    "JavaScript": {"JS": String("app.alert(1)")},
    "Launch": {"F": String("calc.exe")},
    "SubmitForm": {"F": String("http://example.org")},
    "ImportData": {"F": String("data.fdf")},
    "GoToR": {"F": String("other.pdf"), "D": Array([0, Name.Fit])},
    "GoToE": {"D": Array([0, Name.Fit]), "T": Dictionary(R=Name.C)},
    "Movie": {"T": String("film")},
    "Sound": {},
    "Rendition": {"OP": 0, "JS": String("app.alert(1)")},
    "URI": {"URI": String("file:///etc/passwd")},
    "RichMediaExecute": {},
    "GoTo3DView": {},
}


@pytest.mark.parametrize("kind", ACTIONS)
@pytest.mark.parametrize("place", ["annotation", "page", "catalog", "outline", "direct"])
def test_actions_never_get_through_and_are_told_of(kind: str, place: str) -> None:
    maker = Maker()
    page = maker.add()
    action = Dictionary(S=Name(f"/{kind}"), **ACTIONS[kind])
    if place != "direct":
        action = maker.pdf.make_indirect(action)
    if place == "page":
        page.AA = Dictionary(O=action)
    elif place == "catalog":
        maker.pdf.Root.OpenAction = action
    elif place == "outline":
        item = maker.pdf.make_indirect(Dictionary(Title=String("go"), A=action))
        maker.pdf.Root.Outlines = Dictionary(First=item, Last=item, Count=1)
    else:
        maker.annotate(page, Subtype=Name.Link, Rect=[0, 0, 100, 100], A=action)
    reading, pdf = read(maker.bytes())
    assert active(pdf) == []
    assert reading.removed[kind] == 1
    assert Change.CLEANED in dict(reading.changes)


def test_scripts_files_and_forms_of_the_catalog_stay_behind() -> None:
    maker = Maker()
    maker.add()
    root = maker.pdf.Root
    file = Dictionary(Type=Name.Filespec, UF=String("inner.exe"), EF=Dictionary(F=Stream(maker.pdf, b"MZ")))
    root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("a"), script()])),
        EmbeddedFiles=Dictionary(Kids=Array([Dictionary(Names=Array([String("x"), file]))])),
    )
    root.AA = Dictionary(WC=script())
    root.AcroForm = Dictionary(
        Fields=Array([Dictionary(FT=Name.Tx, T=String("f"), AA=Dictionary(K=script()))]), XFA=String("<xdp/>")
    )
    root.AF = Array([file])
    root.Metadata = Stream(maker.pdf, b"<x:xmpmeta/>")
    maker.pdf.docinfo["/Author"] = "Someone"
    reading, pdf = read(maker.bytes())
    assert active(pdf) == []
    assert b"Someone" not in pdf
    assert reading.removed["JavaScript"] == 3
    assert (reading.removed["EmbeddedFiles"], reading.removed["XFA"], reading.removed["AA"]) == (1, 1, 2)
    assert reading.embedded == ("inner.exe",)


def test_what_resources_hold_directly_or_not_is_taken_out() -> None:
    maker = Maker()
    page = maker.add("Safe")
    page.Metadata = Stream(maker.pdf, b"<x/>")
    page.Thumb = Stream(maker.pdf, b"\0", Width=1, Height=1, BitsPerComponent=8, ColorSpace=Name.DeviceGray)
    page.PieceInfo = Dictionary(App=Dictionary(LastModified=String("D:2020")))
    page.AF = Array([Dictionary(EF=Dictionary())])
    other = Dictionary(Type=Name.Filespec, F=String("other.pdf"))
    form = maker.form(
        b"0 1 0 rg 100 100 20 20 re f",
        (0, 0, 400, 500),
        Ref=Dictionary(F=other, Page=0),
        OPI=Dictionary(),
        Metadata=Stream(maker.pdf, b"<x/>"),
        AA=Dictionary(O=script()),
        LastModified=String("D:2020"),
        Resources=Dictionary(ExtGState=Dictionary(G=Dictionary(OpenAction=script(), Deep=[[script()]]))),
    )
    image = Stream(maker.pdf, b"\xff", Width=1, Height=1, BitsPerComponent=8, ColorSpace=Name.DeviceGray)
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Alternates = Array([Dictionary(Image=image, AA=script())])
    image.F = other
    page.Resources.XObject = Dictionary(X=form, I=image)
    page.Resources.Properties = Dictionary(M=Dictionary(Metadata=Stream(maker.pdf, b"<x/>"), JS=script()))
    page.Resources.Annots = Array([script()])
    maker.font.AA = script()
    page.Contents = Stream(maker.pdf, page.Contents.read_bytes() + b" /X Do")
    reading, pdf = read(maker.bytes())
    assert active(pdf) == []
    assert {"Ref", "OPI", "AA", "OpenAction", "JS"} <= set(reading.removed)
    assert colour(pdf, reading.pages[0], 0, 110, 110) == (0, 255, 0)


def test_resources_may_go_by_the_name_of_something_active() -> None:
    maker = Maker()
    page = maker.add()
    page.Resources.Font.AA = maker.font
    page.Resources.XObject = Dictionary(JS=maker.form(b"0 1 0 rg 100 100 20 20 re f", (0, 0, 400, 500)))
    page.Contents = Stream(maker.pdf, b"/JS Do BT /AA 18 Tf 60 250 Td (Named) Tj ET")
    reading, pdf = read(maker.bytes())
    assert reading.pages[0].text.strip() == "Named"
    assert colour(pdf, reading.pages[0], 0, 110, 110) == (0, 255, 0)
    assert reading.removed == {}


@pytest.mark.parametrize("subtype", ["RichMedia", "3D", "Movie", "Sound", "Screen", "FileAttachment"])
def test_media_leave_their_picture(subtype: str) -> None:
    maker = Maker()
    page = maker.add()
    maker.annotate(
        page,
        Subtype=Name(f"/{subtype}"),
        Rect=[100, 100, 120, 120],
        AP=Dictionary(N=maker.form(b"0 1 0 rg 0 0 20 20 re f", (0, 0, 20, 20))),
        RichMediaContent=Dictionary(Assets=Dictionary()),
        FS=Dictionary(UF=String("note.txt"), EF=Dictionary(F=Stream(maker.pdf, b"x"))),
    )
    reading, pdf = read(maker.bytes())
    assert active(pdf) == []
    assert reading.removed[subtype] == 1
    assert reading.embedded == ("note.txt",)
    assert colour(pdf, reading.pages[0], 0, 110, 110) == (0, 255, 0)


def test_actions_of_unseen_annotations_count_too() -> None:
    maker = Maker()
    maker.annotate(maker.add(), Subtype=Name.Link, Rect=[0, 0, 9, 9], F=2, A=script())
    reading, pdf = read(maker.bytes())
    assert reading.removed == {"JavaScript": 1}
    assert "/Annots" not in {key for key, _ in keys(pdf)}


def loop_of_pages(maker: Maker) -> None:
    maker.pdf.Root.Pages.Kids.append(maker.pdf.Root.Pages)


def loop_of_parents(maker: Maker) -> None:
    maker.pdf.Root.Pages.Parent = maker.pdf.Root.Pages


def loop_of_bookmarks(maker: Maker) -> None:
    item = maker.pdf.make_indirect(
        Dictionary(Title=String("a"), Dest=Array([maker.pdf.pages[0].obj, Name.Fit]))
    )
    item.First = item.Next = item.Parent = item
    maker.pdf.Root.Outlines = Dictionary(First=item, Last=item)


def loop_of_names(maker: Maker) -> None:
    tree = maker.pdf.make_indirect(Dictionary())
    tree.Kids = Array([tree, tree])
    maker.pdf.Root.Names = Dictionary(Dests=tree, JavaScript=tree, EmbeddedFiles=tree)
    maker.pdf.Root.PageLabels = tree
    maker.annotate(maker.pdf.pages[0].obj, Subtype=Name.Link, Rect=[0, 0, 9, 9], Dest=String("x"))


def loop_of_fields(maker: Maker) -> None:
    field = maker.annotate(maker.pdf.pages[0].obj, Subtype=Name.Widget, Rect=[0, 0, 9, 9])
    field.Parent = field
    field.Kids = Array([field])
    maker.pdf.Root.AcroForm = Dictionary(Fields=Array([field]), NeedAppearances=True)


def loop_of_resources(maker: Maker) -> None:
    page = maker.pdf.pages[0].obj
    form = maker.pdf.make_indirect(maker.form(b"/X Do", (0, 0, 100, 100)))
    form.Resources = Dictionary(XObject=Dictionary(X=form))
    round_array = maker.pdf.make_indirect(Array([]))
    round_array.append(round_array)
    page.Resources.XObject = Dictionary(X=form)
    page.Resources.Properties = Dictionary(R=Dictionary(Of=round_array))
    page.Contents = Stream(maker.pdf, page.Contents.read_bytes() + b" /X Do")


def deep_nesting(maker: Maker) -> None:
    value = maker.pdf.make_indirect(Dictionary())
    for _ in range(20_000):
        value = maker.pdf.make_indirect(Dictionary(K=Array([value])))
    maker.pdf.pages[0].obj.Resources.Properties = Dictionary(R=value)


def huge_image(maker: Maker) -> None:
    image = Stream(maker.pdf, zlib.compress(bytes(10_000_000)), Width=60_000, Height=60_000)
    image.BitsPerComponent, image.ColorSpace = 8, Name.DeviceRGB
    image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name.FlateDecode
    page = maker.pdf.pages[0].obj
    page.Resources.XObject = Dictionary(I=image)
    page.Contents = Stream(maker.pdf, b"q 9 0 0 9 0 0 cm /I Do Q " + page.Contents.read_bytes())


def bomb(maker: Maker) -> None:
    """A stream beside the content that inflates a thousandfold, twice."""
    inner = zlib.compress(zlib.compress(bytes(300_000_000), 9), 9)
    form = Stream(maker.pdf, inner, Filter=Array([Name.FlateDecode, Name.FlateDecode]))
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
    maker.pdf.pages[0].obj.Resources.XObject = Dictionary(X=form)


def odd_values(maker: Maker) -> None:
    page = maker.pdf.pages[0].obj
    page.CropBox = Array([1, 2])
    page.Rotate = String("left")
    page.UserUnit = Name.Big
    page.Annots = Array(
        [None, 7, String("x"), Dictionary(), Array([]), Dictionary(Subtype=3, Rect=4, AP=5, F=True)]
    )
    page.Group = String("g")
    maker.pdf.Root.Outlines = 9
    maker.pdf.Root.PageLabels = Array([1])
    maker.pdf.Root.Names = Name.None_
    maker.pdf.Root.OCProperties = String("x")
    maker.pdf.Root.AcroForm = Array([])
    maker.pdf.Root.StructTreeRoot = 1


TRAPS = (
    loop_of_pages, loop_of_parents, loop_of_bookmarks, loop_of_names, loop_of_fields, loop_of_resources,
    deep_nesting, huge_image, bomb, odd_values,
)  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.__name__)
def test_traps_cost_neither_time_nor_memory_nor_the_page(trap: Any) -> None:
    maker = Maker()
    maker.add("Still here")
    trap(maker)
    data = maker.bytes()
    tracemalloc.start()
    started = time.process_time()
    reading, pdf = read(data)
    seconds = time.process_time() - started
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [page.text.strip() for page in reading.pages] == ["Still here"]
    assert active(pdf) == []
    assert seconds < 10, "a trap holds the reader up"
    assert peak < 200_000_000


def test_a_page_may_be_used_twice() -> None:
    maker = Maker()
    maker.add("Once")
    kids = maker.pdf.Root.Pages.Kids
    kids.append(kids[0])
    maker.pdf.Root.Pages.Count = 2
    assert [page.text.strip() for page in read(maker.bytes())[0].pages] == ["Once", "Once"]


def test_names_need_not_be_utf_8() -> None:
    content = b"BT /F#FC 12 Tf 20 100 Td (Hello) Tj ET"
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Resources<</Font<</F#FC 4 0 R>>/X#E4 5>>"
        b"/Contents 5 0 R/Annots[<</Subtype/St#E4mp/Rect[0 0 9 9]/AS/#E4/AP<</N<</#E4 6 0 R>>>>>>"
        b"<</Subtype/Link/Rect[0 0 99 99]/Dest/#FCx>>]>>"
    )
    data = file_of(
        [
            b"<</Type/Catalog/Pages 2 0 R/Dests<</#FCx [3 0 R/Fit]>>/Names<</J#FC 1>>>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            page,
            b"<</Type/Font/Subtype/Type1/BaseFont/Helv#FC/Encoding/WinAnsiEncoding>>",
            b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
            b"<</Subtype/Form/BBox[0 0 9 9]/#FC/#FC/Length 26>>stream\n0 1 0 rg 0 0 9 9 re f     \nendstream",
        ]
    )
    reading, pdf = read(data)
    assert reading.pages[0].text.strip() == "Hello"
    assert colour(pdf, reading.pages[0], 0, 4, 4) == (0, 255, 0)
    assert reading.warnings == ()


@pytest.mark.slow
def test_a_hundred_thousand_empty_pages() -> None:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 100_003))
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 100000/MediaBox[0 0 9 9]/Kids[" + kids + b"]>>",
    ]
    parts += [b"<</Type/Page/Parent 2 0 R>>"] * 100_000
    reading, _ = read(file_of(parts))
    assert reading.count == len(reading.pages) == 100_000


def file_of(objects: list[bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF written by hand, its cross-reference table right."""
    data, starts = bytearray(b"%PDF-1.4\n"), []
    for number, value in enumerate(objects, start=1):
        starts.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in starts)
    return bytes(data) + b"trailer\n<<%s/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        trailer,
        len(objects) + 1,
        start,
    )


def whole() -> bytes:
    maker = Maker()
    maker.add("One")
    maker.add("Two")
    return maker.bytes(object_stream_mode=pikepdf.ObjectStreamMode.disable)


DAMAGES = {
    "garbage before": lambda data: b"HTTP/1.1 200 OK\r\n\r\n" + data,
    "garbage behind": lambda data: data + b"\0" * 3000 + b"<html>",
    "no xref": lambda data: data[: data.rindex(b"xref\n0")],
    "wrong startxref": lambda data: data.replace(b"startxref\n", b"startxref\n9"),
    "truncated": lambda data: data[: data.rindex(b"endobj")],
    "wrong lengths": lambda data: data.replace(b"/Length 8", b"/Length 2"),
    "no type": lambda data: data.replace(b"/Type /Page ", b"/Typ /Page  "),
    "wrong count": lambda data: data.replace(b"/Count 2", b"/Count 9"),
    "null kid": lambda data: data.replace(b"/Kids [", b"/Kids [ null "),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_files_lose_no_page(damage: str) -> None:
    data = DAMAGES[damage](whole())
    assert data != whole()
    reading, pdf = read(data)
    assert [page.text.strip() for page in reading.pages] == ["One", "Two"]
    assert len(pypdfium2.PdfDocument(pdf)) == 2
    told = {"no xref", "wrong startxref", "truncated", "wrong lengths"}
    assert (Change.REPAIRED in dict(reading.changes)) >= (damage in told)
    assert ("repaired-file" in dict(reading.warnings)) == (Change.REPAIRED in dict(reading.changes))


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7\n", b"%PDF-1.4\n" + bytes(5000), b"MZ" * 5000, whole()[:200]]
)
def test_what_nobody_can_read_is_one_problem(data: bytes) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(data)
    assert caught.value.code == "damaged-file"


def test_what_qpdf_cannot_follow_is_read_as_pdfium_shows_it() -> None:
    whole_tree, page_alone = b"/Pages 2 0 R /Type /Catalog", b"/Pages 3 0 R /Type /Catalog"
    data = whole().replace(whole_tree, page_alone)
    assert data != whole()
    reading, _ = read(data)
    assert [page.text.strip() for page in reading.pages] == ["One"]


def test_a_file_for_certain_people_is_refused_as_such() -> None:
    maker = Maker()
    maker.add()
    data = maker.bytes(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    lock = b"trailer << /Encrypt << /Filter /Adobe.PubSec /V 4 /SubFilter /adbe.pkcs7.s5 /Recipients [] >>"
    with pytest.raises(UnreadableError) as caught:
        read(data.replace(b"trailer <<", lock))
    assert caught.value.code == "encrypted-file"


def test_damaged_content_shows_as_far_as_it_goes() -> None:
    maker = Maker()
    page = maker.add("Half")
    packed = zlib.compress(page.Contents.read_bytes() + b"\n" * 50_000 + bytes(range(256)) * 200)
    broken = Stream(maker.pdf, packed[: len(packed) // 2] + b"\xff\x00" * 40)
    broken.Filter = Name.FlateDecode
    page.Contents = Array([broken, Stream(maker.pdf, b"BT /F 18 Tf 60 100 Td (rest) Tj ET")])
    reading, _ = read(maker.bytes(stream_decode_level=pikepdf.StreamDecodeLevel.none))
    assert reading.pages[0].text.split() == ["Half", "rest"]


def test_a_content_bomb_is_not_unpacked_in_memory() -> None:
    maker = Maker()
    page = maker.add("Small")
    big = Stream(maker.pdf, zlib.compress(b" " * 200_000_000, 9), Filter=Name.FlateDecode)
    page.Contents = Array([page.Contents, big])
    data = maker.bytes()
    tracemalloc.start()
    reading, pdf = read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert reading.pages[0].text.strip() == "Small"
    assert len(pdf) < 3_000_000
    assert peak < 60_000_000


def test_output_opens_without_a_warning() -> None:
    maker = Maker()
    maker.add()
    _, pdf = read(maker.bytes())
    assert pikepdf.open(io.BytesIO(pdf)).check_pdf_syntax() == []
