"""What a user relies on when files are appended: read in the finished PDF, and in what is told."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
from weasyprint import HTML

from report.compile import build
from report.model import Severity
from report.options import BuildOptions
from report.outcome import Outcome
from report.read.recognition import installed

ROOT = Path(__file__).resolve().parent.parent

Make = Callable[..., "Compiled"]


@dataclass(frozen=True)
class Compiled:
    """A dossier and what became of it."""

    folder: Path
    outcome: Outcome

    @property
    def reader(self) -> pypdf.PdfReader:
        assert self.outcome.pdf is not None, self.outcome.problems
        return pypdf.PdfReader(self.outcome.pdf)

    def text(self, label: str) -> str:
        """What stands on the page with this label, in words with single spaces."""
        page = self.reader.page_labels.index(label)
        document = pypdfium2.PdfDocument(self.outcome.pdf)
        return " ".join(document[page].get_textpage().get_text_bounded().split())

    def codes(self, severity: Severity = Severity.ERROR) -> list[str]:
        return [problem.code for problem in self.outcome.problems if problem.severity is severity]

    def links(self, label: str) -> list[str]:
        """The labels of the pages to which the links of a page lead, in order."""
        labels = self.reader.page_labels
        by_object = {
            page.indirect_reference.idnum: labels[number]
            for number, page in enumerate(self.reader.pages)
            if page.indirect_reference
        }
        page = self.reader.pages[labels.index(label)]
        return [
            by_object[list.__getitem__(item.get_object()["/Dest"], 0).idnum]
            for item in page.get("/Annots") or ()
            if "/Dest" in item.get_object()
        ]


def a_pdf(pages: int, title: str = "Words", texts: Sequence[str] = (), **labels: str) -> bytes:
    """Pages that say `Words 1`, `Words 2`, …; `labels` are the styles of page labels from a page on."""
    said = texts or [f"{title} {number}" for number in range(1, pages + 1)]
    body = "".join(f'<p style="break-before: page">{text}</p>' for text in said)
    made = HTML(string=f'<html lang="en"><title>{title}</title><body>{body}</body></html>').write_pdf()
    if not labels:
        return bytes(made)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        ranges: list[object] = []
        for first, style in labels.items():
            ranges += [int(first.removeprefix("at")), pikepdf.Dictionary(S=pikepdf.Name(f"/{style}"))]
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(ranges))
        target = io.BytesIO()
        pdf.save(target)
    return target.getvalue()


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def make(
        files: dict[str, bytes],
        body: str = "Words [@a].",
        settings: str = "",
        archives: dict[str, str] | None = None,
        keep_going: bool = False,
    ) -> Compiled:
        """Files by name; the source of `a.pdf` has the key `a`, and `archives` says more of it."""
        folder = tmp_path / "dossier"
        (folder / "entries").mkdir(parents=True)
        (folder / "sources").mkdir()
        references = []
        for name, data in files.items():
            key = name.partition(".")[0]
            (folder / "sources" / name).write_bytes(data)
            more = (archives or {}).get(key, "")
            archive = f"{{file: sources/{name}{', ' if more else ''}{more}}}"
            references.append(f"- {{id: {key}, type: report, title: Title of {key}, archive: {archive}}}\n")
        (folder / "sources.yaml").write_text("references:\n" + "".join(references), "utf-8")
        (folder / "dossier.yaml").write_text(f"title: T\nentries: [entries/*.yaml]\n{settings}", "utf-8")
        (folder / "entries" / "e.yaml").write_text(f"title: E\nbody: |\n  {body}\n", "utf-8")
        return Compiled(folder, build(folder, BuildOptions(keep_going=keep_going)))

    return make


# -- the example


@pytest.fixture(scope="module")
def example(example_outcome: Outcome) -> Compiled:
    return Compiled(example_outcome.root, example_outcome)


def test_the_example_compiles_and_warns_of_its_scan_alone(example: Compiled) -> None:
    told = [one.code for one in example.outcome.problems if one.severity is not Severity.INFO]
    # The words of the scan are recognised where Tesseract is installed.
    assert told == ([] if installed() else ["unreadable-source"])
    assert [annex.kind for annex in example.outcome.annexes] == ["pdf", "pdf", "image", "mail", "text"]


def test_a_note_leads_to_the_very_page_by_the_files_own_number(example: Compiled) -> None:
    assert "Annex 2, p. 1." in example.text("2")
    assert example.links("2").count("A2-1") == 1
    assert "its lower plate is cracked through" in example.text("A2-1")


def test_an_annex_page_leads_back_to_the_notes_that_cite_it(example: Compiled) -> None:
    assert "Note 2" in example.text("A2-1")
    assert "2" in example.links("A2-1")


def test_a_cover_sheet_tells_the_source_the_file_and_the_notes(example: Compiled) -> None:
    cover = example.text("A2")
    file = ROOT / "examples" / "footbridge" / "sources" / "report-2019.pdf"
    assert "Borough Engineer, “Inspection of the Millbrook footbridge”, 14 March 2019" in cover
    assert hashlib.sha256(file.read_bytes()).hexdigest() in cover
    assert "4, all of them appended" in cover
    assert "Cited in notes 2, 3, 4" in cover
    assert example.links("A2") == ["2", "2", "2"]


def test_the_index_of_annexes_has_dates_pages_and_folios(example: Compiled) -> None:
    index = example.text("8")
    assert "Inspection of the Millbrook footbridge report-2019.pdf 14 March 2019 4 A2–A2-3" in index


def test_who_held_a_file_is_not_told_unless_the_author_discloses_it(example: Compiled, make: Make) -> None:
    written = example.outcome.pdf
    assert written is not None
    with pikepdf.open(written) as pdf:
        streams = [
            one.read_bytes(pikepdf.StreamDecodeLevel.all)
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream)
        ]
    assert not any(b"memory stick" in data or b"Secretary" in data for data in streams)
    assert not any(str(ROOT).encode() in data for data in streams)
    full = make(
        {"a.pdf": a_pdf(1)},
        settings="manifest: full\n",
        archives={"a": "captured-by: Jane Doe, custody: [{when: 2020-01-01, who: John Roe}]"},
    )
    assert "Jane Doe" in full.text("A1")
    assert "John Roe" in full.text("A1")
    manifest = json.loads(full.reader.attachments["manifest.json"][0])
    assert manifest["annexes"][0]["captured_by"] == "Jane Doe"


def test_the_files_bookmarks_hang_below_the_annex(example: Compiled) -> None:
    outline = example.reader.outline
    titles = [item if isinstance(item, list) else item.title for item in outline]
    below = str(outline)
    assert "Summary" in below
    assert not any(isinstance(title, str) and "Summary" in title for title in titles)


# -- pages and their numbers


def test_pages_chosen_keep_the_numbers_of_the_file(make: Make) -> None:
    found = make({"a.pdf": a_pdf(12)}, "Words [@a, p. 7].", archives={"a": "print-pages: '3-4, 7'"})
    assert found.reader.page_labels[-5:-1] == ["A1", "A1-3", "A1-4", "A1-7"]
    assert "Words 7" in found.text("A1-7")
    assert "page 3 of 3" in found.text("A1-7")
    assert "3–4, 7 of 12" in found.text("A1")


def test_a_locator_means_the_number_that_the_file_prints(make: Make) -> None:
    found = make({"a.pdf": a_pdf(5, at0="r", at2="D")}, "Words [@a, p. 2] and [@a, p. ii].")
    assert "Annex 1, p. 2." in found.text("1")
    assert found.links("1").count("A1-2") == 1
    assert "Words 4" in found.text("A1-2")
    assert "Words 2" in found.text("A1-ii")


def test_first_page_is_the_number_of_an_article_in_its_journal(make: Make) -> None:
    found = make({"a.pdf": a_pdf(3)}, "Words [@a, pp. 346-347].", archives={"a": "first-page: 345"})
    assert "Annex 1, pp. 346–347." in found.text("1")
    assert "Words 2" in found.text("A1-346")


def test_a_page_that_the_file_does_not_have_is_an_error_at_the_citation(make: Make) -> None:
    found = make({"a.pdf": a_pdf(3)}, "Words [@a, p. 4].")
    (problem,) = found.outcome.problems
    assert (problem.code, problem.place.file, problem.place.line) == ("unknown-page", "entries/e.yaml", 3)
    assert "its pages are 1 to 3" in problem.message


def test_a_page_that_is_not_appended_is_a_warning(make: Make) -> None:
    found = make({"a.pdf": a_pdf(3)}, "Words [@a, p. 2].", archives={"a": "print-pages: 1"})
    assert found.codes(Severity.WARNING) == ["page-not-appended"]
    assert found.links("1").count("A1") == 1


def test_pages_of_a_reproduction_are_led_to(make: Make) -> None:
    compiled = make({"a.pdf": a_pdf(3)}, "Words [@a].")
    sources = compiled.folder / "sources.yaml"
    via = "- {id: b, type: report, title: B, archive: {via: a, pages: 2-3}}\n"
    sources.write_text(sources.read_text("utf-8") + via, "utf-8")
    (compiled.folder / "entries" / "e.yaml").write_text("title: E\nbody: |\n  Words [@b, p. 900].\n", "utf-8")
    found = Compiled(compiled.folder, build(compiled.folder))
    assert "Reproduced in Annex 1, pp. 2–3." in found.text("1")
    assert "2–3 A1-2" in found.text("A1")


@pytest.mark.parametrize(("style", "name", "label"), [("A", "Annex B", "B-1"), ("I", "Annex II", "AII-1")])
def test_annexes_are_lettered_as_wanted(make: Make, style: str, name: str, label: str) -> None:
    found = make({"a.pdf": a_pdf(1), "b.pdf": a_pdf(1)}, "Words [@a] [@b, p. 1].", f"annex-style: {style}\n")
    assert f"{name}, p. 1." in found.text("1")
    assert f"{name} · page 1 of 1" in found.text(label)


# -- honesty


def test_a_file_that_is_not_the_one_archived_is_not_compiled(make: Make) -> None:
    found = make({"a.pdf": a_pdf(1)}, archives={"a": f"sha256: {'0' * 64}"})
    assert found.codes() == ["changed-file"]
    assert found.outcome.pdf is None


def test_the_original_is_attached_untouched(make: Make) -> None:
    data = a_pdf(1)
    found = make({"a.pdf": data}, settings="original: attach\n", archives={"a": "captured: 2020-01-02"})
    assert found.reader.attachments["a.pdf"] == [data]
    with pikepdf.open(found.outcome.pdf or "") as pdf:
        relations = {str(item.UF): str(item.AFRelationship) for item in pdf.Root.AF}
        (original,) = (item for item in pdf.Root.AF if str(item.UF) == "a.pdf")
        assert str(original.EF.F.Params.ModDate) == "D:20200102"
        assert bytes(original.EF.F.Params.CheckSum) == hashlib.md5(data).digest()
    assert relations == {"manifest.json": "/Data", "a.pdf": "/Source"}
    assert "attached to this PDF as received" in found.text("A1")


def test_an_original_can_go_without_pages_whatever_it_is(make: Make) -> None:
    found = make({"a.mp3": b"ID3\x03 a recording"}, archives={"a": "append: false, original: attach"})
    assert found.reader.attachments["a.mp3"] == [b"ID3\x03 a recording"]
    assert found.reader.page_labels[-2:] == ["A1", "4"]
    assert found.outcome.annexes[0].source_pages == 0


def test_without_a_manifest_nothing_is_attached(make: Make) -> None:
    assert dict(make({"a.pdf": a_pdf(1)}, settings="manifest: none\n").reader.attachments) == {}


def test_what_was_taken_out_is_told(make: Make) -> None:
    with pikepdf.open(io.BytesIO(a_pdf(1))) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        target = io.BytesIO()
        pdf.save(target)
    found = make({"a.pdf": target.getvalue()})
    assert found.codes(Severity.INFO) == ["removed-content"]
    assert found.outcome.annexes[0].removed["JavaScript"] == 1
    assert "active content taken out" in found.text("A1")


# -- what cannot be appended


def test_a_kind_that_cannot_be_appended_is_told_with_those_that_can(make: Make) -> None:
    found = make({"a.pdf": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old Word document"})
    (problem,) = found.outcome.problems
    assert (problem.code, problem.place.file) == ("unsupported-file", "sources.yaml")
    assert "DOCX" in problem.hint


def test_keep_going_compiles_without_the_files_that_failed(make: Make) -> None:
    found = make(
        {"a.pdf": b"%PDF-1.7\nnothing of use", "b.pdf": a_pdf(2)}, "Words [@a] [@b].", keep_going=True
    )
    assert found.codes() == ["damaged-file"]
    assert found.outcome.failed
    assert "Not reproduced." in found.text("A1")
    assert "damaged" in found.text("A1")
    assert "Words 2" in found.text("A2-2")
    assert found.outcome.annexes[0].failure


def test_a_name_that_says_another_kind_is_a_warning(make: Make) -> None:
    found = make({"a.png": a_pdf(1)})
    assert found.codes(Severity.WARNING) == ["kind-differs"]
    assert found.outcome.annexes[0].kind == "pdf"


@pytest.mark.parametrize(
    ("variable", "value", "code"),
    [("", "", "password-missing"), ("WORD", "wrong", "password-wrong"), ("WORD", "right", "")],
)
def test_a_password_comes_from_the_environment_alone(
    make: Make, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, code: str
) -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf(1))) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(owner="owner", user="right"))
    monkeypatch.setenv("WORD", value)
    archives = {"a": f"password-env: {variable}"} if variable else {}
    found = make({"a.pdf": target.getvalue()}, archives=archives)
    assert found.codes() == ([code] if code else [])
    if not code:
        assert "Words 1" in found.text("A1-1")
        assert "decrypted" in found.text("A1")
        kept = found.folder / "build" / "cache"
        assert not [path for path in kept.rglob("*") if path.suffix in (".pdf", ".json")]


def test_a_second_build_reads_no_file_again_and_gives_the_same_bytes(make: Make) -> None:
    first = make({"a.pdf": a_pdf(3)})
    second = build(first.folder)
    assert [annex.cached for annex in first.outcome.annexes] == [False]
    assert [annex.cached for annex in second.annexes] == [True]
    assert second.sha256 == first.outcome.sha256
