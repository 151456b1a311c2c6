"""The structure tree of the finished dossier, as a screen reader gets it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pypdf
import pytest
import yaml

from tests.tagtree import faults, outline


@pytest.fixture(scope="module")
def tree(root_pdf: Path) -> list[str]:
    """The tree's lines, without their indentation."""
    return [line.strip() for line in outline(root_pdf).splitlines()]


def test_the_whole_tree_is_sound(root_pdf: Path) -> None:
    assert faults(root_pdf) == []


def test_there_is_one_document_in_the_dossiers_language(tree: list[str]) -> None:
    assert [line for line in tree if line.startswith("Document")] == ["Document lang=en"]


def test_everything_is_what_it_is(tree: list[str]) -> None:
    types = {line.split(maxsplit=1)[0] for line in tree}
    assert types >= {"H1", "P", "TOC", "TOCI", "BlockQuote", "Reference", "Note", "Lbl", "Table", "TH", "TD"}


def test_each_note_has_an_id_and_each_figure_a_text_instead(tree: list[str]) -> None:
    notes = [line for line in tree if line.startswith("Note ")]
    assert notes
    assert all(line.startswith("Note #") for line in notes)
    figures = [line for line in tree if line.startswith("Figure")]
    assert figures
    assert all("alt=" in line for line in figures)


def test_each_entrys_title_is_a_heading_of_the_first_level(root_dossier: Path, tree: list[str]) -> None:
    headings = [line for line in tree if line.startswith("H1 ")]
    titles = [
        yaml.safe_load(entry.read_text("utf-8"))["title"]
        for entry in (root_dossier / "entries").glob("*.yaml")
    ]
    assert titles
    assert {f'H1 "{title}"' for title in titles} <= set(headings)


@pytest.mark.parametrize("command", ["outloud", "pdfua check"])
@pytest.mark.parametrize("dossier", ["root_pdf", "example_pdf"])
def test_validators_find_no_error(dossier: str, command: str, request: pytest.FixtureRequest) -> None:
    """The two of `make validate`: each ends with another status than 0 on an error."""
    program, *arguments = command.split()
    pdf = request.getfixturevalue(dossier)
    call = [str(Path(sys.executable).parent / program), *arguments, str(pdf)]
    ended = subprocess.run(call, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout


def test_the_example_with_its_annexes_is_sound_and_says_so(example_pdf: Path) -> None:
    assert faults(example_pdf) == []
    metadata = pypdf.PdfReader(example_pdf).xmp_metadata
    assert metadata is not None
    assert b"pdfuaid:part" in metadata.stream.get_data()
