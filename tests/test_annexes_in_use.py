"""What those who submit dossiers ran into: long names, titles of the other direction, shared files."""

from __future__ import annotations

import hashlib
import io
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from weasyprint import HTML

from report.compile import build, check
from report.model import Severity
from report.options import BuildOptions
from report.outcome import Outcome
from tests.test_annexes import Compiled, a_pdf
from tests.test_office import _DOCX, document, needs_office

LONG = "a_very_long_file_name_" * 9 + ".pdf"


@dataclass(frozen=True)
class Desk:
    """A dossier to write. A source is its title and what stands under `archive:`."""

    folder: Path

    def write(self, sources: dict[str, tuple[str, str]], body: str, settings: str = "") -> None:
        (self.folder / "entries").mkdir(exist_ok=True)
        references = "".join(
            f"- {{id: {key}, type: report, title: {title}, issued: 2017-03-06, archive: {{{archive}}}}}\n"
            for key, (title, archive) in sources.items()
        )
        (self.folder / "sources.yaml").write_text(f"references:\n{references}", "utf-8")
        (self.folder / "dossier.yaml").write_text(f"title: T\nentries: [entries/*.yaml]\n{settings}", "utf-8")
        (self.folder / "entries" / "e.yaml").write_text(f"title: E\nbody: |\n  {body}\n", "utf-8")

    def file(self, name: str, data: bytes) -> None:
        (self.folder / name).write_bytes(data)

    def built(self, keep_going: bool = False) -> Compiled:
        return Compiled(self.folder, build(self.folder, BuildOptions(keep_going=keep_going)))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def told(outcome: Outcome) -> list[str]:
    return [f"{one.severity}: {one.message}" for one in outcome.problems]


def box(made: Compiled, label: str, text: str) -> tuple[float, float, float, float]:
    """Where a text first stands on the page with this label: left, bottom, right, top."""
    page = pypdfium2.PdfDocument(made.outcome.pdf)[made.reader.page_labels.index(label)].get_textpage()
    found = page.search(text).get_next()
    assert found is not None, f"{text} in {page.get_text_bounded()}"
    boxes = [page.get_charbox(found[0] + number) for number in range(found[1])]
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left), min(bottom), max(right), max(top)


# -- what is printed


def test_a_long_file_name_stays_on_the_paper_and_leaves_dates_their_room(desk: Desk) -> None:
    desk.file(LONG, a_pdf(1))
    desk.write({"a": ("Title", f"file: {LONG}")}, "Words [@a].")
    made = desk.built()
    assert told(made.outcome) == []  # what runs off the paper is told
    assert "".join(made.text("A1").split()).count(LONG) == 1
    assert "6 March 2017" in made.text("3")
    _, bottom, _, top = box(made, "3", "6 March 2017")
    assert top - bottom < 14, "on one line"


def test_the_date_behind_a_title_from_right_to_left_stays_behind_it(desk: Desk) -> None:
    desk.file("a.pdf", a_pdf(1))
    desk.write({"a": ("گزارش", "file: a.pdf")}, "Words [@a].")
    made = desk.built()
    day, month, title = (box(made, "1", text) for text in ("6", "March", "گزارش"))
    assert title[2] < day[0] < day[2] < month[0]


def test_the_date_behind_a_title_from_left_to_right_stays_behind_it(desk: Desk) -> None:
    desk.file("a.pdf", a_pdf(1))
    desk.write({"a": ("Report", "file: a.pdf")}, "واژه [@a].", "language: fa\n")
    made = desk.built()
    day, title = box(made, "1", "6"), box(made, "1", "Report")
    assert day[2] < title[0], "in Persian, behind is on the left"


def test_titles_in_contents_from_right_to_left_keep_the_order_of_their_words(desk: Desk) -> None:
    desk.file("a.pdf", a_pdf(1))
    desk.write({"a": ("Minutes of meetings", "file: a.pdf")}, "واژه [@a].", "language: fa\n")
    made = desk.built()
    assert box(made, "ii", "Minutes")[2] < box(made, "ii", "meetings")[0]


def test_wide_folios_stay_in_the_margin_of_the_contents(desk: Desk) -> None:
    for number in range(1, 29):
        desk.file(f"{number}.txt", b"words\n")
    sources = {f"s{number}": ("Title", f"file: {number}.txt") for number in range(1, 29)}
    body = " ".join(f"[@{key}]" for key in sources)
    desk.write(sources, f"Words {body}.", "annex-style: I\n")
    made = desk.built()
    # Annex XXVIII; the first annex and the last end where the overview's folio does.
    assert box(made, "ii", "AXXVIII")[2] == pytest.approx(box(made, "ii", "AI")[2], abs=1.5)


def test_the_folio_of_a_wide_page_stands_at_its_side(desk: Desk) -> None:
    wide = HTML(string="<style>@page { size: A4 landscape }</style>Words").write_pdf()
    desk.file("a.pdf", bytes(wide))
    desk.write({"a": ("Title", "file: a.pdf, landscape: keep")}, "Words [@a].")
    made = desk.built()
    width = 841.89
    assert width - 48 < box(made, "A1-1", "A1-1")[2] < width - 36
    assert 36 < box(made, "A1-1", "Annex 1")[0] < 48


def test_there_is_no_empty_overview_and_no_empty_table_of_sources(desk: Desk) -> None:
    desk.write({}, "Words.")
    (desk.folder / "sources.yaml").unlink()
    entry = desk.folder / "entries" / "e.yaml"
    entry.write_text("kind: text\n" + entry.read_text("utf-8"), "utf-8")
    assert [section.id for section in desk.built().outcome.sections] == ["cover", "contents", "e", "colophon"]


def test_why_a_file_is_not_reproduced_names_no_path(desk: Desk) -> None:
    (desk.folder / "private").mkdir()
    desk.file("private/a.pdf", a_pdf(3))
    desk.write({"a": ("Title", "file: private/a.pdf")}, "Words [@a].", "limits: {output: 1 kB}\n")
    made = desk.built(keep_going=True)
    assert "Not reproduced. The pages of a.pdf come to more than 1 kB." in made.text("A1")
    (manifest,) = made.reader.attachments["manifest.json"]
    assert b"private" not in manifest


def test_an_empty_file_is_an_annex_that_failed(desk: Desk) -> None:
    desk.file("a.pdf", b"")
    desk.file("b.pdf", a_pdf(1))
    desk.write({"a": ("A", "file: a.pdf"), "b": ("B", "file: b.pdf")}, "Words [@a; @b].")
    made = desk.built(keep_going=True)
    assert told(made.outcome) == ["error: a.pdf: it is empty"]
    assert "It is empty." in made.text("A1")
    assert "A2-1" in made.reader.page_labels


def test_what_was_taken_out_is_told_once(desk: Desk) -> None:
    active = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf(1))) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.save(active)
    desk.file("a.pdf", active.getvalue())
    desk.write({"a": ("Title", "file: a.pdf")}, "Words [@a].")
    assert desk.built().text("A1").count("JavaScript") == 1


@needs_office
def test_a_word_file_does_not_have_what_libreoffice_adds(desk: Desk) -> None:
    desk.file("a.docx", document(_DOCX))
    desk.write({"a": ("Title", "file: a.docx")}, "Words [@a].")
    made = desk.built()
    assert told(made.outcome) == []
    assert "converted to PDF (by LibreOffice)" in made.text("A1")
    assert "OpenAction" not in made.text("A1")


# -- what is told


def test_a_line_that_is_cited_is_led_to(desk: Desk) -> None:
    desk.file("a.txt", "".join(f"line {number}\n" for number in range(1, 101)).encode())
    desk.write({"a": ("Title", "file: a.txt")}, "Words [@a, line 90] and [@a, line 101].")
    assert told(desk.built().outcome) == ["error: a.txt has no line 101; its lines are 1 to 100"]
    desk.write({"a": ("Title", "file: a.txt")}, "Words [@a, line 90].")
    made = desk.built()
    assert "Annex 1, p. A1-2, line 90" in made.text("1")
    assert "A1-2" in made.links("1")


def test_the_part_of_another_file_must_be_there(desk: Desk) -> None:
    desk.file("a.pdf", a_pdf(5))
    sources = {
        "a": ("A", "file: a.pdf"),
        "b": ("B", "via: a, pages: 4-6"),
        "c": ("C", "via: a, lines: 4-6"),
    }
    desk.write(sources, "Words [@b; @c].")
    expected = [
        "error: a.pdf has no p. 4–6; its pages are 1 to 5",
        "warning: lines has no effect: a.pdf is no plain text, and its lines have no numbers",
    ]
    assert told(desk.built().outcome) == expected
    assert told(check(desk.folder)) == expected


def test_pages_are_listed_in_their_series(desk: Desk) -> None:
    desk.file("a.pdf", a_pdf(10, at0="r", at4="D"))
    desk.write({"a": ("A", "file: a.pdf")}, "Words [@a, p. 9].")
    assert told(desk.built().outcome) == ["error: a.pdf has no p. 9; its pages are i to iv, 1 to 6"]


def test_what_two_sources_say_of_one_file_must_agree(desk: Desk) -> None:
    desk.file("a.pdf", a_pdf(2))
    said = "file: ./a.pdf, first-page: 20"
    desk.write({"a": ("A", "file: a.pdf, first-page: 10"), "b": ("B", said)}, "Words [@a; @b].")
    (told_once,) = told(desk.built().outcome)
    assert told_once == 'error: "./a.pdf" is also the file of "a", where first-page differs'


def test_what_the_second_source_says_of_a_file_counts(desk: Desk) -> None:
    desk.file("a.pdf", a_pdf(2))
    other = hashlib.sha256(b"other").hexdigest()
    desk.write({"a": ("A", "file: a.pdf"), "b": ("B", f"file: a.pdf, sha256: {other}")}, "Words [@a; @b].")
    assert [problem.code for problem in desk.built().outcome.problems] == ["changed-file"]
    desk.write(
        {"a": ("A", "file: a.pdf"), "b": ("B", "file: ./a.pdf, method: Scanned by hand")}, "Words [@a; @b]."
    )
    made = desk.built()
    assert len(made.outcome.annexes) == 1
    assert "Scanned by hand" in made.text("A1")


@pytest.mark.parametrize("path", ["a.pdf", "sources\\\\a.pdf", "source/a.pdf"])
def test_a_path_that_is_nearly_right(desk: Desk, path: str) -> None:
    (desk.folder / "sources").mkdir()
    desk.file("sources/a.pdf", a_pdf(1))
    desk.write({"a": ("A", f'file: "{path}"')}, "Words [@a].")
    (problem,) = desk.built().outcome.problems
    assert problem.severity is Severity.ERROR
    assert '"sources/a.pdf"' in problem.hint


def test_accents_in_another_unicode_form_are_told(desk: Desk) -> None:
    desk.file(unicodedata.normalize("NFD", "café.pdf"), a_pdf(1))
    desk.write({"a": ("A", "file: café.pdf")}, "Words [@a].")
    (problem,) = desk.built().outcome.problems
    assert "another Unicode form" in problem.hint


def test_a_password_variable_that_is_not_set_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANNEX_PASSWORD", raising=False)
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf(1))) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="owner", user="user"))
    desk.file("a.pdf", locked.getvalue())
    desk.write({"a": ("A", "file: a.pdf, password-env: ANNEX_PASSWORD")}, "Words [@a].")
    (problem,) = desk.built().outcome.problems
    assert "ANNEX_PASSWORD is not set" in problem.message
