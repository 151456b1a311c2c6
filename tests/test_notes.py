"""Every note stands whole on the page of its mark, or is told as an error: a property of any entry.

Each word of a note is one of its own (`q0017`), so that it can be found in the finished PDF, which is read
by other libraries than wrote it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from report.compile import build
from report.outcome import Outcome

WORDS = "the of report inquiry evidence committee statement resolution witnesses documentation".split()

settings.register_profile(
    "notes",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list, quotation or table of so many words; `notes` are (after word, length)."""

    shape: str
    words: int
    notes: tuple[tuple[int, int], ...]


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    shape = draw(st.sampled_from(["paragraph"] * 3 + ["heading", "list", "quotation", "table"]))
    words = draw(st.integers(3, 9) if shape == "heading" else st.integers(8, 90))
    # Half of the notes crowd in the last line.
    place = st.integers(0, words - 1) | st.integers(max(0, words - 6), words - 1)
    length = st.sampled_from([1, 5, 12, 12, 30, 60, 150, 300])
    return Block(shape, words, tuple(draw(st.lists(st.tuples(place, length), max_size=3))))


def markdown(entry: Sequence[Block]) -> tuple[str, list[list[str]]]:
    """The entry's body, and the words of each of its notes in order."""
    numbers = count(1)
    notes: list[list[str]] = []
    written = []
    for block in entry:
        text = [WORDS[(index * 3 + block.words) % len(WORDS)] for index in range(block.words)]
        for place, length in sorted(block.notes):
            notes.append([f"q{next(numbers):04}" for _ in range(length)])
            text[place] += f"^[{' '.join(notes[-1])}.]"
        written.append(SHAPES[block.shape].format(" ".join(text)))
    return "\n\n".join(written), notes


SHAPES = {
    "paragraph": "{}.",
    "heading": "# {}",
    "list": "- {}.\n- The second item.",
    "quotation": "> {}.",
    "table": "| a | b |\n|---|---|\n| {} | right |\n| below | right |",
}


def compile_body(folder: Path, body: str) -> Outcome:
    """A dossier with this one entry, compiled."""
    (folder / "entries").mkdir(parents=True)
    (folder / "dossier.yaml").write_text("title: Notes\nentries: [entries/*.yaml]\n", "utf-8")
    indented = body.replace("\n", "\n  ")
    (folder / "entries" / "a.yaml").write_text(f"title: Notes\nkind: text\nbody: |\n  {indented}\n", "utf-8")
    return build(folder)


def note_links(pdf: Path) -> Mapping[int, set[tuple[int, int]]]:
    """Of each note the pages of its mark and of its figure, each with the page that the link leads to."""
    reader = PdfReader(pdf)
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}  # type: ignore[union-attr]
    found = defaultdict(set)
    for number, page in enumerate(reader.pages):
        for annotation in (item.get_object() for item in page.get("/Annots") or ()):
            if (text := str(annotation.get("/Contents", ""))).isdecimal():
                found[int(text)].add((number, pages[list.__getitem__(annotation["/Dest"], 0).idnum]))
    return found


def assert_kept(folder: Path, entry: Sequence[Block]) -> None:
    body, notes = markdown(entry)
    outcome = compile_body(folder, body)
    if outcome.pdf is None:
        assert {problem.code for problem in outcome.problems} == {"long-note"}, outcome.problems
        return
    links = note_links(outcome.pdf)
    assert sorted(links) == list(range(1, len(notes) + 1))
    document = pypdfium2.PdfDocument(outcome.pdf)
    # Text within the page's bounds only.
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    for number, words in enumerate(notes, start=1):
        ((page, target),) = links[number]
        assert page == target, f"the mark {number} is on page {page + 1}, its note on {target + 1}"
        assert re.search(rf"^{number} {words[0]}\b", texts[page], re.MULTILINE), f"note {number}"
        lost = set(words) - set(re.findall(r"q\d{4}", texts[page]))
        assert not lost, f"note {number} is not whole on page {page + 1}: {lost}"


@settings(settings.get_profile("notes"), max_examples=12)
@given(st.lists(blocks(), min_size=4, max_size=14))
def test_each_note_is_on_its_marks_page(tmp_path_factory: pytest.TempPathFactory, entry: list[Block]) -> None:
    assert_kept(tmp_path_factory.mktemp("notes") / "dossier", entry)


@pytest.mark.slow
@settings(settings.get_profile("notes"), max_examples=100)
@given(st.lists(blocks(), min_size=10, max_size=40))
def test_each_note_is_on_its_marks_page_in_long_entries(
    tmp_path_factory: pytest.TempPathFactory, entry: list[Block]
) -> None:
    assert_kept(tmp_path_factory.mktemp("notes") / "dossier", entry)


def test_a_mark_has_an_area_to_click_on(tmp_path: Path) -> None:
    pdf = compile_body(tmp_path / "dossier", "Text^[A note.] goes on.").pdf
    assert pdf is not None
    marks = [
        item.get_object()
        for page in PdfReader(pdf).pages
        for item in page.get("/Annots") or ()
        if item.get_object()["/Contents"] == "1"
    ]
    assert len(marks) == 2  # the mark, and the figure of its note, which leads back
    for mark in marks:
        left, one, right, other = map(float, mark["/Rect"])
        assert right - left > 2
        assert abs(one - other) > 5


def test_a_note_longer_than_a_page_is_told_with_its_place_and_length(tmp_path: Path) -> None:
    long = " ".join(WORDS * 120)
    outcome = compile_body(tmp_path / "dossier", f"Text^[Short.] goes on.\n\nHere^[{long}.] is the note.")
    assert outcome.pdf is None
    assert not (tmp_path / "dossier" / "build" / "dossier.pdf").exists()
    (problem,) = outcome.problems
    assert problem.code == "long-note"
    assert (problem.place.file, problem.place.line) == ("entries/a.yaml", 6)
    told = re.search(r"note 2 is (\d+) mm high, and the page has room for (\d+) mm", problem.message)
    assert told is not None
    assert int(told[1]) > int(told[2]) > 200


def test_no_line_begins_with_a_mark_nor_breaks_early_for_it(example_pdf: Path, root_pdf: Path) -> None:
    entry = pypdfium2.PdfDocument(example_pdf)[4].get_textpage().get_text_bounded()
    assert "masonry.2" in entry
    assert "is.5" in entry
    last = pypdfium2.PdfDocument(root_pdf)[14].get_textpage().get_text_bounded()
    assert "time that the mass killings" in last
