"""Editions, drafts and parts as their users meet them: what stands on the pages, what is kept, what moves."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

from report.compile import build
from report.editions.kept import editions_of, last_edition
from report.editions.names import fault_of
from report.options import BuildOptions
from report.outcome import Outcome
from tests.tagtree import faults

Folder = Callable[..., Path]

FILES = {
    "dossier.yaml": "title: The bridge\ndate: 2019-05\nentries: [entries/*.yaml]\n",
    "entries/a.yaml": "title: First\nkind: text\nbody: |\n  Words [@one, line 1]; see [it](#b).\n",
    "entries/b.yaml": "title: Second\nkind: text\nbody: |\n  More [@two, line 1].\n",
    "sources.yaml": "references:\n"
    "  - {id: one, type: document, title: One, archive: {file: sources/one.txt}}\n"
    "  - {id: two, type: document, title: Two, archive: {file: sources/two.txt}}\n",
    "sources/one.txt": "The first file.\n",
    "sources/two.txt": "The second file.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    def make(**changed: str) -> Path:
        root = tmp_path / "dossier"
        for name, text in {**FILES, **changed}.items():
            write(root, name, text)
        return root

    return make


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def texts(pdf: Path | None) -> dict[str, str]:
    """What is printed on each page, by its label."""
    assert pdf is not None
    document = pypdfium2.PdfDocument(pdf)
    words = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    return dict(zip(PdfReader(pdf).page_labels, words, strict=True))


def codes(outcome: Outcome) -> list[str]:
    return [problem.code for problem in outcome.problems]


# ---------------------------------------------------------------------------------------------------
# Final editions


def test_a_final_edition_is_kept_whole_and_named_on_every_page(folder: Folder) -> None:
    root = folder()
    outcome = build(root, BuildOptions(final="2019-05"))
    assert outcome.pdf == root / "editions/2019-05/dossier.pdf", outcome.problems
    assert outcome.content_hash is not None
    for page in texts(outcome.pdf).values():
        assert f"Edition 2019-05 · {outcome.content_hash[:8]}" in page
    kept = json.loads((root / "editions/2019-05/manifest.json").read_text())
    assert (kept["edition"], kept["content_hash"]) == ("2019-05", outcome.content_hash)
    assert sorted(path.name for path in (root / "editions").iterdir()) == ["2019-05"]


def test_an_edition_is_never_overwritten_and_has_no_errors(folder: Folder) -> None:
    root = folder()
    build(root, BuildOptions(final="first"))
    before = (root / "editions/first/dossier.pdf").read_bytes()
    write(root, "entries/b.yaml", "title: Second\nkind: text\nbody: Other words [@two].\n")
    assert codes(build(root, BuildOptions(final="first"))) == ["edition-exists"]
    assert (root / "editions/first/dossier.pdf").read_bytes() == before
    write(root, "entries/b.yaml", "title: Second\nkind: text\nbody: Unknown [@nobody].\n")
    assert build(root, BuildOptions(final="second")).pdf is None
    assert [path.name for path in (root / "editions").iterdir()] == ["first"]


def test_the_content_hash_is_of_what_the_pages_say(folder: Folder, tmp_path: Path) -> None:
    root = folder()
    hashes = [
        build(root, BuildOptions(tmp_path / "x.pdf", **options)).content_hash
        for options in ({}, {"draft": True}, {"final": "name"})
    ]
    assert len(set(hashes)) == 1
    write(root, "sources/two.txt", "The second file, changed.\n")
    assert build(root, BuildOptions(tmp_path / "x.pdf")).content_hash != hashes[0]


def test_what_a_killed_build_left_goes_with_the_next(folder: Folder) -> None:
    root = folder()
    (root / "editions" / ".unfinished-x").mkdir(parents=True)
    write(root, "editions/.unfinished-x/dossier.pdf", "half")
    assert build(root, BuildOptions(final="first")).pdf is not None
    assert [path.name for path in (root / "editions").iterdir()] == ["first"]


@pytest.mark.parametrize("name", ["../x", "a/b", ".hidden", "x" * 41, "con", "end.", "line\nbreak", ""])
def test_what_an_edition_cannot_be_called(name: str) -> None:
    assert fault_of(name)


@pytest.mark.parametrize("name", ["2017-08", "Second draft", "für-Genf", "v1.2", "ویرایش"])
def test_what_an_edition_can_be_called(name: str) -> None:
    assert not fault_of(name)


def test_a_new_annex_moves_none_that_people_use(folder: Folder) -> None:
    settings = FILES["dossier.yaml"] + "annex-order: append\n"
    root = folder(**{"dossier.yaml": settings})
    build(root, BuildOptions(final="first"))
    new = "  - {id: new, type: document, title: New, archive: {file: sources/new.txt}}\n"
    write(root, "sources.yaml", FILES["sources.yaml"] + new)
    write(root, "sources/new.txt", "The new file.\n")
    write(root, "entries/a.yaml", "title: First\nkind: text\nbody: New [@new], then [@two].\n")
    write(root, "entries/b.yaml", "title: Second\nkind: text\nbody: Nothing.\n")
    outcome = build(root, BuildOptions(final="second"))
    assert [(annex.label, annex.sources) for annex in outcome.annexes] == [
        ("Annex 2", ("two",)),
        ("Annex 3", ("new",)),
    ]
    assert "The new file." in texts(outcome.pdf)["A3-1"]
    # The number of an annex that is gone is nobody else's, and its own when it comes back.
    write(root, "entries/b.yaml", "title: Second\nkind: text\nbody: Again [@one].\n")
    again = build(root, BuildOptions(final="third"))
    assert {annex.label: annex.sources for annex in again.annexes}["Annex 1"] == ("one",)
    assert json.loads((root / "editions/third/manifest.json").read_text())["after"] == "second"


def test_of_editions_that_none_follows_the_last_by_name_is_the_last_for_all(tmp_path: Path) -> None:
    """For the numbers of annexes, and for what `changes` compares with; whichever is the older file."""
    for name, after in (("9", ""), ("10", ""), ("8", "10")):
        write(tmp_path, f"editions/{name}/manifest.json", json.dumps({"after": after}))
    assert [folder.name for folder in editions_of(tmp_path)] == ["10", "8", "9"]
    (tmp_path / "editions/8/manifest.json").write_text("{}")
    last = last_edition(tmp_path)
    assert last is not None
    assert last.name == editions_of(tmp_path)[-1].name == "10"


# ---------------------------------------------------------------------------------------------------
# Drafts


def test_a_draft_is_compiled_despite_errors_and_tells_them_in_front(folder: Folder) -> None:
    root = folder(
        **{
            "entries/b.yaml": "title: Second\nkind: text\nbody: |\n  More [@twoo]; see [it](#nothing).\n",
            "entries/c.yaml": "title: [x\n",
            "entries/d.yaml": "title: Fourth\nkind: text\ncolour: red\nbody: Still there.\n",
        }
    )
    outcome = build(root, BuildOptions(draft=True))
    assert outcome.failed
    found = texts(outcome.pdf)
    assert all("DRAFT" in page for page in found.values())
    assert "entries/b.yaml:4:9" in found["ii"].replace(" ", "")
    assert "did you mean" in found["ii"]
    pages = " ".join(found.values())
    assert "[twoo]" in pages
    assert "This entry cannot be compiled" in pages
    assert "Still there." in pages
    assert outcome.pdf is not None
    assert faults(outcome.pdf) == []


def test_a_draft_without_problems_has_no_list_of_them(folder: Folder) -> None:
    outcome = build(folder(), BuildOptions(draft=True))
    assert not outcome.failed
    assert "problems" not in [section.id for section in outcome.sections]


@pytest.mark.parametrize("case", sorted(path.name for path in (Path(__file__).parent / "cases").iterdir()))
def test_every_faulty_dossier_is_drafted_or_refused(case: str, tmp_path: Path) -> None:
    """None of them may be a bug: what cannot be compiled is told."""
    outcome = build(Path(__file__).parent / "cases" / case, BuildOptions(tmp_path / "draft.pdf", draft=True))
    assert outcome.pdf is not None or outcome.failed
    assert "inspection" not in codes(outcome)


# ---------------------------------------------------------------------------------------------------
# Parts


def test_a_part_has_the_numbers_of_the_whole(folder: Folder, tmp_path: Path) -> None:
    root = folder()
    whole, part = tmp_path / "whole.pdf", tmp_path / "part.pdf"
    build(root, BuildOptions(whole))
    assert build(root, BuildOptions(part, only=("b",))).pdf == part
    found, all_of_it = texts(part), texts(whole)
    assert list(found) == ["i", "2", "A2", "A2-1"]
    assert faults(part) == []
    for label, page in found.items():
        assert "Part of the dossier" in page
        if label in ("2", "A2"):
            assert page.startswith(all_of_it[label].rsplit(" ", 1)[0])


def test_without_annexes_nothing_leads_to_them(folder: Folder, tmp_path: Path) -> None:
    outcome = build(folder(), BuildOptions(tmp_path / "x.pdf", annexes=False))
    assert not any(label.startswith("A") for label in texts(outcome.pdf))
    assert "A2" in " ".join(texts(outcome.pdf).values())  # the folio that it has in the whole
    assert [annex.page for annex in outcome.annexes] == [None, None]


def test_a_part_for_both_sides_keeps_right_hand_pages_right(folder: Folder, tmp_path: Path) -> None:
    root = folder(**{"dossier.yaml": FILES["dossier.yaml"] + "duplex: true\n"})
    outcome = build(root, BuildOptions(tmp_path / "x.pdf", only=("b",)))
    labels = list(texts(outcome.pdf))
    assert labels.index("2") % 2 == 1
    assert labels.index("A2") % 2 == 0


def test_an_entry_that_is_not_there_is_told(folder: Folder) -> None:
    outcome = build(
        folder(**{"entries/minutes.yaml": FILES["entries/b.yaml"]}), BuildOptions(only=("minuts",))
    )
    assert codes(outcome) == ["unknown-entry"]
    assert outcome.problems[0].hint == 'did you mean "minutes"?'
