"""What an author relies on when entries become sections."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from report.compile import lay_out
from report.compose.groups import group_of
from report.settle import Settled
from report.stopwatch import Stopwatch

SOURCES = """\
references:
- {id: doc, type: report, title: A report, author: [{literal: Office}], issued: 2016, number: A/HRC/1/2}
- {id: press, type: article-newspaper, title: News, container-title: Daily}
"""


def html(folder: Path, section: str, bodies: dict[str, tuple[str, str]], settings: str = "") -> str:
    """The section's HTML of a dossier whose entries are `id: (language, body)`."""
    (folder / "entries").mkdir()
    (folder / "dossier.yaml").write_text(f"title: T\nentries: [entries/*.yaml]\n{settings}", "utf-8")
    (folder / "sources.yaml").write_text(SOURCES, "utf-8")
    for name, (language, body) in bodies.items():
        text = f"title: Entry {name}\nlanguage: {language}\nbody: |\n  {body}\n"
        (folder / "entries" / f"{name}.yaml").write_text(text, "utf-8")
    layout, problems = lay_out(folder, Stopwatch())
    assert layout is not None, problems
    settled: Settled = layout.settled
    return settled.sections[section].html


def sentence(found: str) -> str:
    """The first paragraph, each mark as `^n`, the notes left out."""
    paragraph = re.search(r"<p>(.*?)</p>", found[found.index("the words") - 40 :], re.DOTALL)
    assert paragraph is not None
    text = re.sub(r'<span class="note".*</span>', "", paragraph[1])
    return re.sub(r"<[^>]*>", "", re.sub(r'<a class="mark"[^>]*>(\d+)</a>', r"^\1", text))


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "the words.^1"), ("fr", "the words^1."), ("es", "the words^1."), ("de", "the words.^1")],
)
def test_mark_stands_behind_the_full_stop_or_before_it(tmp_path: Path, language: str, shown: str) -> None:
    """UN Editorial Manual, footnote indicators: behind punctuation in English, before it in French."""
    assert shown in sentence(html(tmp_path, "a", {"a": (language, "Here are the words [@doc].")}))


def test_notes_are_numbered_through_the_dossier(tmp_path: Path) -> None:
    bodies = {"a": ("en", "One [@doc]. Two^[A note.]."), "b": ("en", "Three [@press].")}
    assert 'id="note:3"' in html(tmp_path, "b", bodies)


def test_in_text_style_prints_in_the_sentence(tmp_path: Path) -> None:
    found = html(tmp_path, "a", {"a": ("en", "Here are the words [@doc, p. 3].")}, "citation-style: apa\n")
    assert "the words (Office, 2016" in re.sub(r"<[^>]*>", "", found)
    assert 'class="note"' not in found


def test_citation_in_a_right_to_left_entry_runs_as_its_own_language_does(tmp_path: Path) -> None:
    found = html(tmp_path, "a", {"a": ("fa", "متن [@doc].")})
    assert re.search(r'<span class="note"[^>]* lang="en" dir="ltr"', found)


def test_reference_to_an_entry_prints_its_page(tmp_path: Path) -> None:
    bodies = {"a": ("en", "See [the other](#b)."), "b": ("en", "Words [@doc].")}
    text = re.sub(r"<[^>]*>", "", html(tmp_path, "a", bodies))
    assert "the other (p.\u00a02)" in text


@pytest.mark.parametrize(
    ("csl", "group"),
    [
        ({"type": "report", "number": "A/HRC/34/65"}, "un"),
        ({"type": "article-newspaper"}, "press"),
        ({"type": "bill"}, "parliament"),
    ],
)
def test_sources_are_grouped_as_lawyers_expect(csl: dict[str, object], group: str) -> None:
    assert group in str(group_of(csl)).lower()


def test_note_that_goes_on_behind_a_un_symbol_stays_one_note(tmp_path: Path) -> None:
    body = "Here are the words^[Compare [@doc] and what follows.] and more."
    found = html(tmp_path, "a", {"a": ("en", body)})
    assert "&lt;/span" not in found
    assert "and what follows." in re.sub(r"<[^>]*>", "", found)
    assert "the words^1 and more." in sentence(found)
