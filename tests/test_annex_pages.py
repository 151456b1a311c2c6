"""The pages of archived files in the finished PDF: whole, in order, tagged, and linked as they were."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name
from pypdf import PdfReader

from report.compile import facts_of
from report.inspect import inspect
from report.join import Attachment, join
from report.join.attachments import Relationship
from report.layout import Layout
from report.model import FileBookmark, PagedFile
from tests.annexes import Made, annexed, joined, paged_file, small_layout, texts
from tests.pictures import picture
from tests.tagtree import faults, outline


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    return small_layout(tmp_path_factory.mktemp("annexes") / "dossier")


LINKED = Made(
    "Exhibit 1",
    links=(((72, 700, 200, 720), 2), ((72, 600, 200, 620), "https://example.org/")),
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> PagedFile:
    marks = (FileBookmark(1, "Part one", 0, 0, 0), FileBookmark(2, "Section", 2, 72, 100))
    pages = [LINKED, *texts(4)[1:]]
    return paged_file(tmp_path_factory.mktemp("file") / "a.pdf", pages, marks)


@pytest.fixture(scope="module")
def finished(layout: Layout, file: PagedFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dossier whose annex 2 is the file."""
    path = tmp_path_factory.mktemp("finished") / "dossier.pdf"
    path.write_bytes(joined(annexed(layout, [file]), layout))
    return path


def page_of(pdf: Path, label: str) -> int:
    return PdfReader(pdf).page_labels.index(label)


def text_on(pdf: Path | bytes, page: int) -> str:
    text: str = pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_bounded()
    return text


# Pages


def test_every_page_is_there_in_order(finished: Path) -> None:
    first = page_of(finished, "A2-1")
    for number in range(4):
        assert f"Exhibit {number + 1}" in text_on(finished, first + number)
    assert PdfReader(finished).page_labels[first : first + 5] == ["A2-1", "A2-2", "A2-3", "A2-4", "8"]


def test_the_content_is_not_changed(finished: Path, file: PagedFile) -> None:
    ours = pypdfium2.PdfDocument(finished)[page_of(finished, "A2-2")]
    theirs = pypdfium2.PdfDocument(file.pdf)[1]
    above_the_band = (0, 0, 595, 842 - 36)
    assert picture(ours).crop(above_the_band).tobytes() == picture(theirs).crop(above_the_band).tobytes()


def test_a_file_with_other_pages_than_were_read_is_not_joined(
    layout: Layout, tmp_path: Path, file: PagedFile
) -> None:
    parts = annexed(layout, [file])
    kept = file.pdf.read_bytes()
    paged_file(file.pdf, texts(2))
    try:
        with pytest.raises(ValueError, match="has 2 pages"):
            joined(parts, layout)
    finally:
        file.pdf.write_bytes(kept)


# Links and bookmarks


def test_links_of_the_file_lead_on(finished: Path) -> None:
    reader = PdfReader(finished)
    first = page_of(finished, "A2-1")
    annotations: Any = reader.pages[first]["/Annots"]
    inside, outside = (item.get_object() for item in annotations)
    assert inside["/Dest"][0].get_object() == reader.pages[first + 2].get_object()
    assert inside["/Contents"] == "Annex 2, page 3 of 4"
    assert outside["/A"]["/URI"] == "https://example.org/"


def test_bookmarks_of_the_file_hang_below_the_annexs(finished: Path) -> None:
    reader = PdfReader(finished)
    outlines: Any = reader.outline
    below = next(item for item in outlines if isinstance(item, list) and item[0].title.startswith("Annex"))
    at = next(index for index, item in enumerate(below) if isinstance(item, list)) - 1
    assert below[at].title.startswith("Annex\xa02.")
    assert below[at].node["/Count"] < 0  # closed
    part, sections = below[at + 1]
    assert (part.title, sections[0].title) == ("Part one", "Section")
    assert reader.get_destination_page_number(sections[0]) == page_of(finished, "A2-3")
    assert float(sections[0].top) == pytest.approx(841.89 - 100, abs=0.1)


# Numbers


@pytest.mark.parametrize(
    ("labels", "meant"),
    [
        (("i", "ii", "1", "2"), ["A2-i", "A2-ii", "A2-1", "A2-2"]),
        (("007", "IV", "V", "9"), ["A2-007", "A2-IV", "A2-V", "A2-9"]),
        (("1", "1", "2", "3"), ["A2-1", "A2-2", "A2-3", "A2-4"]),  # not unique
        (("1", "", "3", "4"), ["A2-1", "A2-2", "A2-3", "A2-4"]),  # not all
        (("a-1", "a-2", "a-3", "a-4"), ["A2-1", "A2-2", "A2-3", "A2-4"]),  # not plain
    ],
)
def test_folios_are_the_numbers_that_the_file_prints(
    labels: tuple[str, ...], meant: list[str], layout: Layout, tmp_path: Path
) -> None:
    made = [Made(f"Exhibit {number}", label) for number, label in enumerate(labels)]
    pdf = joined(annexed(layout, [paged_file(tmp_path / "a.pdf", made)]), layout)
    found = PdfReader(io.BytesIO(pdf)).page_labels
    assert found[found.index("A2") + 1 : -1] == meant
    assert meant[0] in text_on(pdf, found.index("A2") + 1)


# Tags


def test_a_screen_reader_is_told_page_and_text(finished: Path) -> None:
    assert faults(finished) == []
    assert 'Figure alt="Annex 2, page 2 of 4"' in outline(finished)
    figures = _figures(finished)
    assert figures["Annex 2, page 2 of 4"] == "Exhibit 2"


def _figures(pdf: Path) -> dict[str, str]:
    with pikepdf.open(pdf) as document:
        made = [item for item in document.objects if isinstance(item, Dictionary)]
        found = [item for item in made if item.get("/S") == "/Figure"]
        return {str(item.Alt): str(item.get("/ActualText", "")) for item in found}


def scanned(pdf: pikepdf.Pdf) -> None:
    """Every page a picture, without text."""
    for page in pdf.pages:
        image = pdf.make_stream(bytes(range(100)), Type=Name.XObject, Subtype=Name.Image)
        image.Width = image.Height = 10
        image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
        form = page.obj.Resources.XObject.Page
        form.write(b"q 400 0 0 500 90 200 cm /Im Do Q")
        form.Resources = Dictionary(XObject=Dictionary(Im=image))


def test_validators_find_no_error_in_scans(layout: Layout, tmp_path: Path) -> None:
    file = paged_file(tmp_path / "scan.pdf", [Made(""), Made("")], spoil=scanned)
    target = tmp_path / "dossier.pdf"
    target.write_bytes(joined(annexed(layout, [file], {"annex:2:page:1": (1, 2)}), layout))
    assert faults(target) == []
    assert complaints(target, "outloud") == complaints(target, "pdfua check") == ""


def complaints(pdf: Path, validator: str) -> str:
    """What a validator says of errors, "" where there are none."""
    program, *arguments = validator.split()
    call = [str(Path(sys.executable).parent / program), *arguments, str(pdf)]
    ended = subprocess.run(call, capture_output=True, text=True)
    return ended.stdout if ended.returncode else ""


def tagged(role: str) -> Callable[[pikepdf.Pdf], None]:
    """Give the file tags of its own: a Clause (by its role map) with text in a form, and its ID."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, RoleMap=Dictionary(Clause=Name(role))))
        kids, parents = [], []
        for number, page in enumerate(pdf.pages):
            form = page.obj.Resources.XObject.Page
            form.StructParents = number
            form.write(b"/P <</MCID 0>> BDC " + form.read_bytes() + b" EMC")
            content = Dictionary(Type=Name.MCR, Pg=page.obj, Stm=form, MCID=0)
            made = Dictionary(Type=Name.StructElem, S=Name.Clause, P=root, ID=f"c{number}", K=content)
            kids.append(pdf.make_indirect(made))
            parents += [number, Array([kids[-1]])]
        root.K, root.ParentTree = Array(kids), Dictionary(Nums=Array(parents))
        names = [part for number, kid in enumerate(kids) for part in (f"c{number}", kid)]
        root.IDTree = Dictionary(Names=Array(names))
        pdf.Root.StructTreeRoot = root

    return spoil


def test_a_files_own_tags_are_kept(layout: Layout, tmp_path: Path) -> None:
    files = [
        paged_file(tmp_path / f"{number}.pdf", texts(2), spoil=tagged(role), tagged=True)
        for number, role in enumerate(("/P", "/H2", "/P"))  # the second means something else by Clause
    ]
    target = tmp_path / "dossier.pdf"
    target.write_bytes(joined(annexed(layout, files, {"annex:3:page:2": (1,)}), layout))
    assert faults(target) == []
    assert complaints(target, "pdfua check") == ""
    tree = outline(target)
    assert 'Clause #annex-2-c1 "Exhibit 2"' in tree
    assert 'annex-3-Clause #annex-3-c1 "Exhibit 2"' in tree
    with pikepdf.open(target) as pdf:
        roles = pdf.Root.StructTreeRoot.RoleMap
        assert (str(roles["/Clause"]), str(roles["/annex-3-Clause"])) == ("/P", "/H2")


def test_what_is_not_clean_is_not_called_pdf_ua(layout: Layout, tmp_path: Path) -> None:
    for clean in (True, False):
        file = paged_file(tmp_path / "a.pdf", texts(1), clean=clean)
        with pikepdf.open(io.BytesIO(joined(annexed(layout, [file]), layout))) as pdf:
            assert ("pdfuaid:part" in pdf.open_metadata()) is clean


# Layers


def hidden(pdf: pikepdf.Pdf) -> None:
    """The text of every page on a layer that is not shown."""
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Draft"))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(BaseState=Name.OFF))
    for page in pdf.pages:
        page.obj.Resources.XObject.Page.OC = layer


def test_a_layer_that_is_hidden_stays_hidden(layout: Layout, tmp_path: Path) -> None:
    shown = paged_file(tmp_path / "a.pdf", texts(1))
    away = paged_file(tmp_path / "b.pdf", texts(1), spoil=hidden)
    pdf = joined(annexed(layout, [shown, away]), layout)
    labels = PdfReader(io.BytesIO(pdf)).page_labels
    pages = pypdfium2.PdfDocument(pdf)
    above_the_band = (0, 0, 595, 842 - 36)
    for label, white in (("A2-1", False), ("A3-1", True)):
        seen = picture(pages[labels.index(label)]).crop(above_the_band)
        assert (seen.getextrema() == (255, 255)) is white


# Attachments


def test_files_are_attached_whole_and_described(layout: Layout, file: PagedFile, tmp_path: Path) -> None:
    (tmp_path / "received.pdf").write_bytes(b"as received")
    meant = (
        Attachment("manifest.json", b"{}", "What it was compiled from", Relationship.DATA),
        Attachment(
            "réçu.pdf", tmp_path / "received.pdf", "Annex 2", Relationship.SOURCE, "2026-01-31T12:30:00+02:00"
        ),
    )
    parts = annexed(layout, [file])
    pdf = join(parts, facts_of(layout.dossier), meant)
    assert inspect(pdf, parts, meant) == ()
    reader = PdfReader(io.BytesIO(pdf))
    assert {name: data[0] for name, data in reader.attachments.items()} == {
        "manifest.json": b"{}",
        "réçu.pdf": b"as received",
    }
    related: Any = reader.root_object["/AF"]
    described = [item.get_object() for item in related]
    assert [item["/AFRelationship"] for item in described] == ["/Data", "/Source"]
    assert [item["/EF"]["/F"]["/Subtype"] for item in described] == ["/application/json", "/application/pdf"]
    parameters = described[1]["/EF"]["/F"]["/Params"]
    assert (parameters["/Size"], parameters["/ModDate"]) == (11, "D:20260131123000+02'00'")
    told = [problem.message for problem in inspect(pdf, parts, meant[:1])]
    assert any("not meant to be: réçu.pdf" in message for message in told)


# Inspection


def launch(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
    page.Annots[0].A = Dictionary(S=Name.Launch, F="program")
    del page.Annots[0]["/Dest"]


def lead_nowhere(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
    page.Annots[0].Dest[0] = pdf.make_indirect(Dictionary(Type=Name.Page))


def act_on_opening_the_page(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
    page.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))


def act_on_opening(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def name_a_script(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
    pdf.Root.Names.JavaScript = Dictionary(Names=Array(["a", Dictionary(S=Name.JavaScript, JS="1")]))


def drop_a_bookmark(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
    with pdf.open_outline() as lines:
        annexes = next(item for item in lines.root if item.title == "Annexes")
        del annexes.children[-1].children[0].children[0]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (launch, "a link that leads to nothing"),
        (lead_nowhere, "a link that leads nowhere"),
        (act_on_opening_the_page, "has /AA"),
        (act_on_opening, "its catalog has /OpenAction"),
        (name_a_script, "its names have /JavaScript"),
        (drop_a_bookmark, "bookmarks differ"),
    ],
)
def test_inspection_finds_what_acts_or_leads_astray(
    spoil: Callable[[pikepdf.Pdf, pikepdf.Object], None], told: str, layout: Layout, file: PagedFile
) -> None:
    parts = annexed(layout, [file])
    sound = joined(parts, layout)
    assert inspect(sound, parts) == ()
    spoiled = io.BytesIO()
    with pikepdf.open(io.BytesIO(sound)) as pdf:
        page = PdfReader(io.BytesIO(sound)).page_labels.index("A2-1")
        spoil(pdf, pdf.pages[page].obj)
        pdf.save(spoiled)
    assert told in "\n".join(problem.message for problem in inspect(spoiled.getvalue(), parts))
