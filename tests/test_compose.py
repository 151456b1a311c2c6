"""What an author relies on when entries become sections."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from report.compile import lay_out
from report.compose.dates import in_words
from report.compose.evidence import Evidence, Pages, Press
from report.compose.evidence import sentence as note_end
from report.compose.groups import group_of
from report.compose.phrases import PHRASES
from report.compose.words import words_for
from report.model import PartialDate, Range
from report.settle import Settled
from report.stopwatch import Stopwatch
from report.workshop import Workshop

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
    with Workshop(folder) as tools:
        layout, problems = lay_out(folder, Stopwatch(), tools)
    assert layout is not None, problems
    settled: Settled = layout.settled
    return settled.html(section)


def sentence(found: str) -> str:
    """The first paragraph, each mark as `^n`, the notes left out."""
    paragraph = re.search(r"<p>(Here are.*?)</p>", found, re.DOTALL)
    assert paragraph is not None
    text = without_notes(paragraph[1])
    return re.sub(r"<[^>]*>", "", re.sub(r'<a class="mark"[^>]*>(\d+)</a>', r"^\1", text))


def without_notes(text: str) -> str:
    while (start := text.find('<span class="note"')) >= 0:
        depth = 0
        for tag in re.finditer(r"<(/?)span", text[start:]):
            depth += -1 if tag[1] else 1
            if not depth:
                text = text[:start] + text[start + tag.end() + 1 :]
                break
    return text


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "the words.^1"), ("fr", "the words^1."), ("es", "the words^1."), ("de", "the words.^1")],
)
def test_mark_stands_behind_the_full_stop_or_before_it(tmp_path: Path, language: str, shown: str) -> None:
    """UN Editorial Manual, footnote indicators: behind punctuation in English, before it in French."""
    assert shown in sentence(html(tmp_path, "a", {"a": (language, "Here are the words [@doc].")}))


def test_notes_are_numbered_through_the_dossier(tmp_path: Path) -> None:
    bodies = {"a": ("en", "Here are one [@doc]. Two^[A note.]."), "b": ("en", "Here are three [@press].")}
    assert sentence(html(tmp_path, "a", bodies)) == "Here are one.^1 Two^2."
    (again := tmp_path / "again").mkdir()
    assert sentence(html(again, "b", bodies)) == "Here are three.^3"


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
        ({"type": "webpage", "number": "S/RES/1373"}, "un"),
        ({"type": "report", "author": [{"literal": "United Nations Special Rapporteur"}]}, "un"),
        ({"type": "bill"}, "parliament"),
        ({"type": "legislation", "number": "H. RES. 188"}, "parliament"),
        ({"type": "report", "genre": "Early day motion", "number": "448"}, "parliament"),
        ({"type": "legal_case"}, "law"),
        ({"type": "legislation"}, "law"),
        ({"type": "report", "author": [{"literal": "Amnesty International"}]}, "report"),
        ({"type": "article-journal"}, "report"),
        ({"type": "webpage"}, "other"),
        ({}, "other"),
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


@pytest.mark.parametrize("language", ["fr", "es"])
def test_mark_goes_before_the_stop_that_ends_a_quotation(tmp_path: Path, language: str) -> None:
    found = html(tmp_path, "a", {"a": (language, "> Here are the words. [@doc]")})
    assert "the words^1." in sentence(found)


@pytest.mark.parametrize(("language", "shown"), [("en", "the words.^1,^2"), ("fr", "the words^1,^2.")])
def test_marks_side_by_side_are_parted_by_a_comma(tmp_path: Path, language: str, shown: str) -> None:
    assert shown in sentence(html(tmp_path, "a", {"a": (language, "Here are the words^[A note.] [@doc].")}))


def test_other_languages_have_all_the_words() -> None:
    for language, phrases in PHRASES.items():
        plural = {key for key in phrases if key.startswith("statement-")}
        assert set(phrases) - plural == {key for key in PHRASES["en"] if not key.startswith("statement-")}
        assert "statement-other" in plural
        for key in set(phrases) - plural:
            assert set(re.findall(r"{\w+}", phrases[key])) == set(re.findall(r"{\w+}", PHRASES["en"][key])), (
                f"{language}: {key}"
            )


def evidence(*found: Evidence, language: str = "en", physical: bool = False) -> str:
    text = str(note_end(found, Press(words_for(language), physical)))
    return re.sub(r"<[^>]*>", "", re.sub(r'<span data-folio="([^"]*)"></span>', r"[\1]", text))


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        ((), ""),
        ((Evidence(2, "2"),), "Annex 2."),
        (
            (Evidence(1, "1", True, (Range(46, 50),)),),
            "Reproduced in Annex 1, p. [annex:1:line:46], lines 46–50.",
        ),
        ((Evidence(1, "1", True, (Range(5, 5),)),), "Reproduced in Annex 1, p. [annex:1:line:5], line 5."),
        (
            (Evidence(1, "1", True, (Range(5, 6), Range(9, 9))),),
            "Reproduced in Annex 1, p. [annex:1:line:5], lines 5–6 and 9.",
        ),
        ((Evidence(2, "2"), Evidence(1, "1", True)), "Annex 2; reproduced in Annex 1."),
        ((Evidence(3, "C", pages=(Pages("12", "annex:3:page:12"),)),), "Annex C, p. 12."),
        ((Evidence(2, "2", pages=(Pages("3–4", "x"), Pages("xii", "y"))),), "Annex 2, pp. 3–4, xii."),
    ],
)
def test_a_note_ends_with_where_the_words_can_be_seen(found: tuple[Evidence, ...], shown: str) -> None:
    assert evidence(*found).replace("\u00a0", " ") == shown


def test_in_physical_pagination_a_note_has_the_page_of_the_pdf_too() -> None:
    found = Evidence(2, "2", pages=(Pages("4", "annex:2:page:4"),))
    assert evidence(found, physical=True).replace("\u00a0", " ") == "Annex 2, p. 4 [[annex:2:page:4]]."


def test_a_note_ends_so_in_french() -> None:
    found = evidence(Evidence(1, "1", True, (Range(46, 50),)), language="fr").replace("\u00a0", " ")
    assert found == "Reproduit à l’annexe 1, p. [annex:1:line:46], lignes 46–50."
    assert evidence(Evidence(2, "2"), language="fr").replace("\u00a0", " ") == "Annexe 2."


@pytest.mark.parametrize(
    ("date", "language", "shown"),
    [
        (PartialDate(2016, 9, 13), "en", "13 September 2016"),
        (PartialDate(2016, 9, 13), "en-US", "September 13, 2016"),
        (PartialDate(2016, 9), "fr", "septembre 2016"),
        (PartialDate(1988), "fr", "1988"),
        (PartialDate(2016, 9, 1), "es", "1 de septiembre de 2016"),
        (PartialDate(2016, 9, 13), "xx", "13 September 2016"),
    ],
)
def test_a_date_is_told_as_far_as_it_is_known(date: PartialDate, language: str, shown: str) -> None:
    assert in_words(date, language) == shown
