"""The tags of archived files: kept where they are sound, left out where a screen reader would be misled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from report.model import Range
from tests.strangers import Maker, active, read
from tests.tagfaults import faults
from tests.taggedpdf import TaggedPdf

CONTENT = (
    b"/Artifact <</Type /Pagination>> BDC 0 0 1 rg 0 0 9 9 re f EMC"
    b" /Heading <</MCID 0>> BDC BT /F 18 Tf 60 400 Td (Title \\(a\\) of it) Tj ET EMC"
    b" /P /Second BDC BT /F 12 Tf 60 300 Td (See the) Tj ( link) Tj ET EMC"
    b" /Figure <</MCID 2>> BDC 0.5 g 100 100 50 50 re f EMC"
)


class Tagged:
    """A PDF of two pages, each with a heading, a paragraph with a link, and a figure."""

    def __init__(self) -> None:
        self.maker = Maker()
        pdf = self.maker.pdf
        self.tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.tree.RoleMap = Dictionary(Heading=Name.H1, Kopf=Name.Heading)
        self.document = self.element("Document", self.tree)
        self.tree.K = self.document
        self.pages = [self.maker.add() for _ in range(2)]
        self.figures = []
        for page in self.pages:
            page.Resources.Properties = Dictionary(Second=Dictionary(MCID=1))
            page.Contents = Stream(pdf, CONTENT)
            self.element("Kopf", self.document, K=0, Pg=page)
            paragraph = self.element("P", self.document, Pg=page)
            link = self.maker.annotate(
                page, Subtype=Name.Link, Rect=[60, 290, 120, 320], Dest=Array([self.pages[0], Name.Fit])
            )
            reference = Dictionary(Type=Name.OBJR, Obj=link)
            paragraph.K = Array([self.element("Link", paragraph, Pg=page, K=Array([1, reference]))])
            self.figures.append(self.element("Figure", self.document, Pg=page, K=2, Alt=String("A square")))
        pdf.Root.StructTreeRoot = self.tree
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        pdf.Root.Lang = String("en-GB")

    def element(self, kind: str, parent: Any, **entries: Any) -> Any:
        made = self.maker.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{kind}"), P=parent, **entries)
        )
        if parent is not self.tree and "K" not in entries.get("parent", ()):
            if "/K" not in parent:
                parent.K = Array([])
            parent.K.append(made)
        return made


def test_sound_tags_are_kept(tmp_path: Path) -> None:
    source = Tagged()
    source.figures[0].AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("x")))
    source.figures[0].AF = Array([Dictionary(Type=Name.Filespec)])
    reading, pdf = read(source.maker.bytes())
    assert reading.tagged
    assert active(pdf) == []
    (tmp_path / "a.pdf").write_bytes(pdf)
    finished = TaggedPdf(tmp_path / "a.pdf")
    found = [
        (element.type, finished.text(element))
        for element in finished.elements()
        if element.type != "Document"
    ]
    assert found[:2] == [("H1", "Title (a) of it"), ("P", "See the link")]
    assert [kind for kind, _ in found] == ["H1", "P", "Link", "Figure"] * 2
    catalogs = ("ViewerPreferences", "the catalog has no language")  # what the dossier has, not its parts
    told = [fault for fault in faults(tmp_path / "a.pdf") if not fault.startswith(catalogs)]
    assert [fault for fault in told if "Contents" not in fault and "alternative" not in fault] == []


def test_tags_of_chosen_pages_are_kept() -> None:
    reading, pdf = read(Tagged().maker.bytes(), print_pages=(Range(1, 1),))
    assert reading.tagged
    assert pdf.count(b"StructTreeRoot") <= 1


def no_words(source: Tagged) -> None:
    del source.figures[1].Alt


def loose_content(source: Tagged) -> None:
    source.pages[1].Contents = Stream(source.maker.pdf, CONTENT + b" BT /F 9 Tf 60 50 Td (loose) Tj ET")


def unknown_mark(source: Tagged) -> None:
    source.pages[1].Contents = Stream(source.maker.pdf, CONTENT + b" /P <</MCID 3>> BDC EMC")


def lacking_mark(source: Tagged) -> None:
    source.pages[1].Contents = Stream(source.maker.pdf, CONTENT.replace(b"MCID 2", b"MCID 0"))


def unknown_type(source: Tagged) -> None:
    source.figures[0].S = Name.Bild


def loop(source: Tagged) -> None:
    source.figures[0].K = Array([source.document])


def not_marked(source: Tagged) -> None:
    source.maker.pdf.Root.MarkInfo.Marked = False


def stamped(source: Tagged) -> None:
    seal = source.maker.form(b"0 0 9 9 re f", (0, 0, 9, 9))
    source.maker.annotate(source.pages[0], Subtype=Name.Stamp, Rect=[0, 0, 9, 9], AP=Dictionary(N=seal))


def untold_link(source: Tagged) -> None:
    source.maker.annotate(
        source.pages[0], Subtype=Name.Link, Rect=[0, 0, 9, 9], Dest=Array([source.pages[0], Name.Fit])
    )


def skipped_heading(source: Tagged) -> None:
    source.tree.RoleMap.Heading = Name.H2


def misplaced_row(source: Tagged) -> None:
    source.figures[0].S = Name.TR


UNSOUND = (
    no_words, loose_content, unknown_mark, lacking_mark, unknown_type, loop, not_marked, stamped, untold_link,
    skipped_heading, misplaced_row,
)  # fmt: skip


@pytest.mark.parametrize("fault", UNSOUND, ids=lambda fault: fault.__name__)
def test_unsound_tags_are_left_out(fault: Callable[[Tagged], None]) -> None:
    source = Tagged()
    fault(source)
    reading, pdf = read(source.maker.bytes())
    assert not reading.tagged
    assert not reading.clean
    assert b"StructParents" not in pdf
    assert len(reading.pages) == 2
