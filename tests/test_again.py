"""Compiling again renders what an edit touches and nothing else, and gives the bytes of a clean build."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pikepdf
import pytest

from bench.dossiers import Shape, write_dossier
from bench.edits import add_a_note, add_a_page, change_a_word
from report import building
from report.compile import build
from report.options import BuildOptions
from report.outcome import Outcome
from report.workers import Workers
from report.workshop import Workshop
from tests.conftest import ROOT

ENTRIES = 6


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six entries of half a page, of which the fourth names the third with its page."""
    root = tmp_path_factory.mktemp("compiled") / "dossier"
    write_dossier(root, ENTRIES, seed=2, shape=Shape((3, 3), (20, 40), (3, 5), 15))
    with (root / "entries" / "entry-0004.yaml").open("a", encoding="utf-8") as file:
        file.write("\n  As was said before ([the third](#entry-0003)).\n")
    building.build(root)
    return root


@pytest.fixture
def dossier(compiled: Path, tmp_path: Path) -> Path:
    """It with its cache, elsewhere."""
    return Path(shutil.copytree(compiled, tmp_path / "dossier"))


def made_again(root: Path) -> set[str]:
    """The sections that a build rendered, whose bytes are those of a clean one."""
    outcome = building.build(root)
    assert outcome.pdf is not None, outcome.problems
    clean = building.build(root, BuildOptions(root.parent / "clean.pdf"), cached=False)
    assert clean.sha256 == outcome.sha256
    return rendered(outcome)


def rendered(outcome: Outcome) -> set[str]:
    return {section.id for section in outcome.sections if not section.cached}


def test_nothing_changed_renders_nothing(dossier: Path) -> None:
    assert made_again(dossier) == set()


def test_a_word_in_an_entry_renders_that_entry(dossier: Path) -> None:
    change_a_word(dossier, 1)
    assert made_again(dossier) == {"entry-0004"}


def test_a_page_more_renders_the_entry_and_what_mentions_numbers_that_moved(dossier: Path) -> None:
    add_a_page(dossier, 1)
    # The fourth mentions the third, which moved, as does the table of sources. In the contents and the
    # overview numbers stand in a column, where their digits are set when all is laid out.
    assert made_again(dossier) == {"entry-0002", "entry-0004", "sources"}


def test_a_note_more_renders_its_entry_and_where_a_number_has_a_digit_more(dossier: Path) -> None:
    add_a_note(dossier, 1)
    # Where the ninth note became the tenth: on the pages of the annex, and its cover, that list the notes.
    assert made_again(dossier) == {"entry-0002", "annex-1", "annex-1-pages"}


def test_what_was_taken_back_is_rendered_no_more(dossier: Path) -> None:
    entry = dossier / "entries" / "entry-0002.yaml"
    before = entry.read_text("utf-8")
    add_a_page(dossier, 1)
    building.build(dossier)
    entry.write_text(before, "utf-8")
    assert made_again(dossier) == set()


def test_an_appended_file_is_rendered_when_it_is_read_and_not_again(dossier: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(dossier / "sources" / "blank.pdf")
    with (dossier / "sources.yaml").open("a", encoding="utf-8") as file:
        file.write("- {id: blank, type: report, title: B, archive: {file: sources/blank.pdf}}\n")
    with (dossier / "entries" / "entry-0006.yaml").open("a", encoding="utf-8") as file:
        file.write("\n  Words [@blank].\n")
    assert "annex-2-pages" in made_again(dossier)
    change_a_word(dossier, 1)
    assert made_again(dossier) == {"entry-0004"}


def test_a_process_that_goes_on_renders_no_more_than_one_that_begins(dossier: Path) -> None:
    with Workers(1) as workers, Workshop(dossier, workers) as workshop:
        assert rendered(build(dossier, workshop=workshop)) == set()
        for edit, most in ((change_a_word, 1), (add_a_page, 4), (add_a_note, 5)):
            edit(dossier, 2)
            warm = build(dossier, workshop=workshop)
            assert 1 <= len(rendered(warm)) <= most
            clean = building.build(dossier, BuildOptions(dossier.parent / "c.pdf"), cached=False)
            assert warm.sha256 == clean.sha256
            assert rendered(build(dossier, workshop=workshop)) == set()


def test_a_cache_deleted_while_it_is_used_is_only_slower(dossier: Path) -> None:
    with Workers(1) as workers, Workshop(dossier, workers) as workshop:
        first = build(dossier, workshop=workshop)
        shutil.rmtree(building.cache_folder(dossier))
        change_a_word(dossier, 3)
        second = build(dossier, workshop=workshop)
    assert rendered(second) == {"entry-0004"}
    assert first.sha256 != second.sha256
    assert second.sha256 == building.build(dossier, BuildOptions(dossier / "c.pdf"), cached=False).sha256


def test_a_cache_with_every_item_damaged_is_a_clean_build(dossier: Path) -> None:
    change_a_word(dossier, 4)
    for number, item in enumerate(sorted(building.cache_folder(dossier).rglob("*"))):
        if item.is_file():
            data = bytearray(item.read_bytes())
            data[number * 7919 % len(data)] ^= 1 << number % 8
            item.write_bytes(data)
    sections = made_again(dossier)
    assert len(sections) > ENTRIES


def test_two_builds_at_once_in_one_folder_are_both_right(dossier: Path) -> None:
    for path in sorted(building.cache_folder(dossier).rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    change_a_word(dossier, 5)
    time.sleep(0.1)
    call = [sys.executable, str(ROOT / "compile.py"), "build", str(dossier), "--jobs", "1"]
    both = [subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for _ in "ab"]
    for process in both:
        said, _ = process.communicate()
        assert process.returncode == 0, said
    clean = building.build(dossier, BuildOptions(dossier.parent / "clean.pdf"), cached=False)
    assert clean.pdf is not None
    assert (dossier / "build" / "dossier.pdf").read_bytes() == clean.pdf.read_bytes()
    assert made_again(dossier) == set()
