"""What an author relies on when a dossier is compiled: a PDF as asked for, or the one before untouched."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

from bench.dossiers import write_dossier
from report import compile as chain
from report.compile import build
from report.options import BuildOptions
from report.outcome import Outcome
from report.resources import template_folder

TEMPLATES = template_folder()
Folder = Callable[..., Path]


@pytest.fixture
def dossier(tmp_path: Path) -> Folder:
    """Makes a small dossier: three entries and an archived source; `settings` are lines of dossier.yaml."""

    def make(settings: str = "") -> Path:
        root = tmp_path / "dossier"
        write_dossier(root, 3, seed=5)
        add(root, settings)
        return root

    return make


def add(root: Path, settings: str) -> None:
    """Lines to the end of dossier.yaml."""
    with (root / "dossier.yaml").open("a", encoding="utf-8") as file:
        file.write(settings)


def own(root: Path, name: str, text: str) -> None:
    """Give the dossier a file of its own."""
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text(text, "utf-8")


def codes(outcome: Outcome) -> list[str]:
    return [problem.code for problem in outcome.problems]


def files(root: Path) -> set[str]:
    """All but what is kept for the next build."""
    found = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    return {name for name in found if not name.startswith("build/cache/")}


def page_texts(pdf: Path) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return texts


# The file: whole or not at all


def test_same_input_gives_the_same_bytes(dossier: Folder, tmp_path: Path) -> None:
    root = dossier()
    first, second = (
        build(root, BuildOptions(tmp_path / "a.pdf")),
        build(root, BuildOptions(tmp_path / "b.pdf")),
    )
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert first.sha256 == second.sha256 != ""


def test_a_failed_build_leaves_the_earlier_pdf_as_it_was(dossier: Folder) -> None:
    root = dossier()
    own(root, "build/dossier.pdf", "an earlier one")
    own(root, "entries/entry-0001.yaml", "title: T\nbody: Unknown [@nobody].\n")
    outcome = build(root)
    assert outcome.pdf is None
    assert (root / "build/dossier.pdf").read_text("utf-8") == "an earlier one"


def test_an_output_folder_that_is_a_file_is_a_problem(dossier: Folder, tmp_path: Path) -> None:
    own(tmp_path, "file", "not a folder")
    root = dossier()
    outcome = build(root, BuildOptions(tmp_path / "file" / "dossier.pdf"))
    assert outcome.pdf is None
    assert codes(outcome) == ["unwritable-output"]


def test_a_full_disk_harms_nothing(dossier: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    root = dossier()
    own(root, "build/dossier.pdf", "an earlier one")
    before = files(root)
    monkeypatch.setattr(os, "fsync", full)
    outcome = build(root)
    assert codes(outcome) == ["unwritable-output"]
    assert "No space left" in outcome.problems[0].message
    assert files(root) == before
    assert (root / "build/dossier.pdf").read_text("utf-8") == "an earlier one"


@pytest.mark.parametrize("stage", ["settle", "facts_of", "put_in_place"])
def test_ctrl_c_leaves_nothing_behind(stage: str, dossier: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_arguments: object) -> None:
        raise KeyboardInterrupt

    root = dossier()
    before = files(root)
    if stage == "put_in_place":
        monkeypatch.setattr(os, "fsync", interrupted)
    else:
        monkeypatch.setattr(chain, stage, interrupted)
    with pytest.raises(KeyboardInterrupt):
        build(root)
    assert files(root) == before


# What dossier.yaml asks for


def test_the_folio_on_each_page_is_its_label(dossier: Folder) -> None:
    outcome = build(dossier())
    assert outcome.pdf is not None, outcome.problems
    labels = PdfReader(outcome.pdf).page_labels
    texts = page_texts(outcome.pdf)
    assert labels[:3] == ["i", "ii", "iii"]
    assert "A1" in labels
    assert len(set(labels)) == len(labels) == len(texts) == outcome.pages
    for label, text in zip(labels[1:], texts[1:], strict=True):  # the cover counts, but says nothing
        assert text.split()[-1] == label
    for section in outcome.sections:
        assert section.page is not None
        assert section.folio == labels[section.page - 1]


def test_entries_that_run_on_share_one_section_and_each_has_its_running_head(dossier: Folder) -> None:
    apart = build(dossier())
    assert apart.pdf is not None, apart.problems
    root = apart.root
    add(root, "entries-start: run-on\n")
    together = build(root)
    assert together.pdf is not None, together.problems
    assert len({entry.section for entry in apart.entries}) == 3
    assert len({entry.section for entry in together.entries}) == 1
    assert len(together.entries) == 3
    assert (together.pages or 0) <= (apart.pages or 0)
    last = together.entries[-1]
    assert last.page is not None
    head = "Statement 3, "
    # A page on which an entry ends and the next begins has the head of the first.
    assert head in page_texts(together.pdf)[last.page]


def test_letter_paper(dossier: Folder) -> None:
    outcome = build(dossier("paper: Letter\n"))
    assert outcome.pdf is not None, outcome.problems
    assert {tuple(map(float, page.mediabox[2:])) for page in PdfReader(outcome.pdf).pages} == {(612, 792)}


def test_no_annexes_when_none_are_wanted(dossier: Folder) -> None:
    outcome = build(dossier("annexes: none\n"))
    assert outcome.pdf is not None, outcome.problems
    assert outcome.annexes == ()
    assert not [label for label in PdfReader(outcome.pdf).page_labels if label.startswith("A")]


@pytest.mark.slow
def test_two_hundred_entries_compile(tmp_path: Path) -> None:
    write_dossier(tmp_path / "dossier", 200)
    outcome = build(tmp_path / "dossier")
    assert outcome.problems == ()
    assert len(outcome.entries) == 200


# The dossier's own look


def test_own_style_and_own_furniture_take_effect(dossier: Folder) -> None:
    root = dossier()
    own(root, "styles/house.css", ".entry h1::before { content: 'Own style: ' }")
    own(
        root,
        "templates/furniture.html",
        '<html lang="en"><title>F</title><body>{% for kind in kinds %}<section class="furniture">'
        '<p class="head">House {{ kind.head }}</p><p class="folio"><span data-slot="folio"></span></p>'
        "</section>{% endfor %}</body></html>",
    )
    outcome = build(root)
    assert outcome.pdf is not None, outcome.problems
    texts = page_texts(outcome.pdf)
    assert all("House " in text for text in texts[1:])
    for entry in outcome.entries:
        assert entry.page is not None
        assert "Own style: " in texts[entry.page - 1]


def test_furniture_that_fails_is_one_problem_with_its_line(dossier: Folder) -> None:
    root = dossier()
    own(root, "templates/furniture.html", "<html>\n{{ kind.nothing.at.all }}\n</html>")
    outcome = build(root)
    assert outcome.pdf is None
    (problem,) = outcome.problems
    assert problem.code == "template"
    assert (problem.place.file, problem.place.line) == ("templates/furniture.html", 2)


@pytest.mark.parametrize(
    ("slot", "told"), [("nothing", "no slot nothing"), ('folio" style="display: none', "not laid out")]
)
def test_furniture_with_a_slot_that_cannot_be_filled(slot: str, told: str, dossier: Folder) -> None:
    root = dossier()
    program = (TEMPLATES / "furniture.html").read_text("utf-8")
    own(root, "templates/furniture.html", program.replace('data-slot="folio', f'data-slot="{slot}'))
    (problem,) = build(root).problems
    assert problem.code == "template"
    assert told in problem.message


def test_stylesheets_may_import_others_but_not_for_ever(dossier: Folder) -> None:
    root = dossier()
    own(root, "styles/house.css", "@import url(one.css);")
    own(root, "styles/one.css", "@import url(two.css);")
    own(root, "styles/two.css", "p { color: #c00 }")
    assert codes(build(root)) == []
    for number in range(9):
        own(root, f"styles/deep-{number}.css", f"@import url(deep-{number + 1}.css);")
    own(root, "styles/house.css", "@import url(deep-0.css);")
    outcome = build(root)
    assert set(codes(outcome)) == {"refused-address"}
    assert "too deeply" in outcome.problems[0].message


@pytest.mark.parametrize("template", ["document.html", "furniture.html"])
@pytest.mark.parametrize("address", ["http://192.0.2.1/a.png", "file:///etc/passwd"])
def test_an_address_outside_of_the_dossier_is_refused(
    template: str, address: str, dossier: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_network(*arguments: object, **_named: object) -> None:
        raise AssertionError(arguments)

    monkeypatch.setattr("urllib.request.OpenerDirector.open", no_network)
    root = dossier()
    program = (TEMPLATES / template).read_text("utf-8")
    picture = f'<img src="{address}" alt="A picture">'
    own(root, f"templates/{template}", program.replace("<body>", f"<body>{picture}"))
    outcome = build(root)
    assert outcome.pdf is None
    assert set(codes(outcome)) == {"refused-address"}
    assert all(problem.message.startswith(f"{address} was not read") for problem in outcome.problems)


def test_a_word_longer_than_a_line_is_broken_wherever_it_stands(dossier: Folder) -> None:
    """Inspection refuses what reaches over the paper's edge, and counts the letters."""
    root = dossier()
    word = "https://example.org/" + "0123456789abcdef" * 12
    own(
        root,
        "entries/entry-0001.yaml",
        f"title: See {word}\nby: {word}\ndate: 1991-02-02\ndate-label: {word}\nbody: |\n"
        f"  Text {word}.^[{word}]\n\n  > {word}\n\n  # {word}\n\n"
        f"  | a | b | c |\n  |---|---|---|\n  | words of three | {word} | and more |\n\n"
        f"  Table: {word}\n\n  | a | b | c | d |\n  |---|---|---|---|\n  | {' | '.join([29 * 'W'] * 4)} |\n\n"
        f"  Between.\n\n  | a | b |\n  |---|---|\n  | w{30 * 'o'}**{30 * 'o'}**{30 * 'o'}rd | {30 * 'a'} |\n",
    )
    sources = (root / "sources.yaml").read_text("utf-8")
    own(root, "sources.yaml", re.sub(r"title: .*", f'title: "{word}"', sources, count=1))
    outcome = build(root)
    assert codes(outcome) == []
    assert outcome.pdf is not None
    assert "".join(page_texts(outcome.pdf)[1].split()).count(word) == 2, "the entry and the annex"
