"""What citations say depends on their order, on the notes between them and on the words around them."""

from __future__ import annotations

import re
import time

import pytest
from markupsafe import Markup

from report.cite import cite, sequence
from report.model import Archive, Body, Citation, CitationItem, Entry, Footnote, Source
from tests.citing import NOWHERE, item, kinds, note, on, root_sources, sources, style, text, written

KINDS = kinds()
DOSSIER = root_sources()


def test_the_order_is_that_of_reading() -> None:
    first, second, third = on("book"), note("words ", on("law")), on("web")
    entries = [
        Entry("a", NOWHERE, "A", Body((Markup("<p>"), first, Markup("</p>"), second))),
        Entry("b", NOWHERE, "B", Body((third,))),
    ]
    assert sequence(entries) == (first, second, third)


def test_a_plain_note_between_counts() -> None:
    plain = note("A plain note.")
    parts: list[Citation | Footnote] = [
        plain,
        on("book", "p. 12"),
        on("book", "p. 13"),
        on("book", "p. 13"),
        plain,
        on("book", "p. 13"),
    ]
    assert written("oscola", KINDS, *parts)[1:] == ["ibid 13.", "ibid.", "Abrahamian (n 2) 13."]


def test_ibid_begins_with_a_capital_unless_the_style_has_it_small() -> None:
    pair = (on("web"), on("web", "p. 2"))
    assert written("chicago-notes-bibliography-subsequent-ibid", KINDS, *pair)[1] == "Ibid., 2."
    # A word of the source's own keeps its letters.
    assert written("oscola", KINDS, *pair)[0].startswith("openDemocracy, ‘iPhone Evidence’")


@pytest.mark.parametrize(
    ("pinpoint", "english", "french"),
    [
        ("para. 58", "para. 58", "par. 58"),
        ("para. 5 (a)", "para. 5 (a)", "par. 5 (a)"),
        ("paras. 58-60", "paras. 58–60", "par. 58–60"),
        ("paras. 31 and 58", "paras. 31 and 58", "par. 31 and 58"),
        ("p. 12", "p. 12", "p. 12"),
        ("line 4", "line 4", "ligne 4"),
        ("art. 6", "art. 6", "art. 6"),
    ],
)
def test_pinpoints(pinpoint: str, english: str, french: str) -> None:
    parts = (on("un-report"), on("un-report", pinpoint))
    assert written("un", KINDS, *parts)[1] == f"E/CN.4/1989/15, {english}."
    assert written("un", KINDS, *parts, language="fr")[1] == f"E/CN.4/1989/15, {french}."


def test_words_around_a_citation() -> None:
    several = Citation((item("book", "p. 3", prefix="see *also*"), item("law")), NOWHERE)
    ((answer,),) = cite([several], KINDS, style("oscola"), "en").cited
    assert answer.note.startswith("See <em>also</em> Ervand Abrahamian, <em>Tortured Confessions")
    assert text(answer.note).endswith("1999) 3; Islamic Penal Code 2013.")
    passim = Citation((CitationItem("book", NOWHERE, suffix=" and *passim*"),), NOWHERE)
    assert written("oscola", KINDS, passim)[0].endswith("1999) and passim.")


def test_the_author_left_out_or_in_the_sentence() -> None:
    parts = [
        on("book"),
        on("law"),
        on("book", "p. 4", suppress_author=True),
        on("book", "p. 5", author_in_text=True),
    ]
    left_out, in_sentence = (group[0] for group in cite(parts, KINDS, style("oscola"), "en").cited[2:])
    assert (left_out.in_text, text(left_out.note)) == ("", "(n 1) 4.")
    assert (in_sentence.in_text, text(in_sentence.note)) == ("Abrahamian", "ibid 5.")


def test_citations_within_notes() -> None:
    within = note(
        "<p>", on("book", "p. 1"), "; against him ", on("law"), " and ", on("book", "p. 2"), ".</p>"
    )
    alone = note("<p>", on("book", "p. 3", author_in_text=True), "</p>")
    # The note before has several sources: "ibid" would not say which.
    answers = cite([note("Plain."), within, alone], KINDS, style("oscola"), "en").cited
    first, *others = [text(one.in_text) for group in answers for one in group]
    assert first.endswith("University of California Press 1999) 1")
    assert others == ["Islamic Penal Code 2013", "Abrahamian (n 2) 2", "Abrahamian (n 2) 3."]
    assert not any(one.note for group in answers for one in group)


def test_a_style_of_the_text_prints_in_the_text() -> None:
    parts: list[Citation | Footnote] = [on("book", "p. 12"), note("See ", on("book"), ".")]
    assert written("apa", KINDS, *parts) == ["(Abrahamian, 1999, p. 12)", "(Abrahamian, 1999)"]
    assert not cite(parts, KINDS, style("apa"), "en").cited[0][0].note


TITLES = sources(
    """
- {id: fr, type: article-newspaper, language: fr, title: "L’Iran devra répondre du massacre"}
- {id: de, type: article-newspaper, language: de-CH, title: "Das blutige Geheimnis der gefängnisse"}
- {id: en, type: article-newspaper, title: "The “great” answer of <i>one</i> <span class='nocase'>man</span>"}
"""
)


def test_title_case_is_for_english_alone() -> None:
    assert written("oscola", TITLES, on("fr"), on("de"), on("en")) == [
        "‘L’Iran devra répondre du massacre’.",
        "‘Das blutige Geheimnis der gefängnisse’.",
        "‘The “Great” Answer of One man’.",
    ]
    archive = Archive(NOWHERE, file="x.txt", language="fr")
    known = {"x": Source("x", NOWHERE, {"type": "report", "title": "Le titre"}, archive)}
    assert written("oscola", known, on("x")) == ["‘Le titre’."]


def test_quotation_marks_are_those_of_the_dossiers_language() -> None:
    # (French quotes within quotes in CSL's way: the inner marks of the locale.)
    assert written("un", TITLES, on("en"), language="fr") == ["« The “great” answer of one man »."]
    assert written("un", TITLES, on("en"), language="de") == ["„The ‚great‘ answer of one man“."]
    # "en" names no country, so the style's own English holds.
    assert written("oscola", TITLES, on("en"), language="en-GB") == written("oscola", TITLES, on("en"))


HOSTILE = sources(
    """
- id: bad
  type: report
  author: [{literal: "<img src=x onerror=alert(1)>"}]
  number: "<script>1</script>"
  title: "<script>alert(1)</script> <b onclick='x'>&amp;</b> [a](javascript:x) `<u>`{=html}"
  URL: "javascript:alert(1)//\\"><b>"
- {id: '"><i>', type: webpage, title: A page, URL: 'https://example.org/"><script>'}
"""
)


@pytest.mark.parametrize("name", ["un", "oscola", "apa", "chicago-notes-bibliography"])
def test_nothing_in_a_source_becomes_html(name: str) -> None:
    answer = cite([on("bad", "p. 1", prefix="<script>"), on('"><i>')], HOSTILE, style(name), "en")
    html = Markup().join(one.note + one.in_text for group in answer.cited for one in group)
    html += Markup().join(answer.bibliography.values())
    elements = {found.strip("/") for found in re.findall(r"<(/?\w+)", html)}
    assert elements <= {"a", "em", "wbr", "span"}
    assert set(re.findall(r'href="([^"]*)"', html)) == {"https://example.org/&#34;&gt;&lt;script&gt;"}


def test_the_table_of_sources_has_what_is_cited_and_where_it_was_seen() -> None:
    assert set(cite([on("edm-448")], DOSSIER, style("un"), "en").bibliography) == {"edm-448", "censure-1988"}
    also = cite([], DOSSIER, style("un"), "en", also=["isj-report"]).bibliography
    assert set(also) == {"isj-report", "censure-1988"}


def test_two_thousand_citations_of_five_hundred_sources() -> None:
    csl = KINDS["book"].csl
    known = {
        f"s{number}": Source(f"s{number}", NOWHERE, {**csl, "title": f"Book {number}"})
        for number in range(500)
    }
    parts = [on(f"s{number * 7 % 500}", f"p. {number}") for number in range(2000)]
    for name in ("un", "oscola"):
        start = time.perf_counter()
        answer = cite(parts, known, style(name), "en")
        print(f"{name}: {time.perf_counter() - start:.2f} s")
        assert (len(answer.cited), len(answer.bibliography)) == (2000, 500)
