"""Quotations in bodies: which words are said to stand in which source."""

from __future__ import annotations

import pytest

from report.model import Quotation
from tests.bodies import INDENT, LINE, parse, show


def quotations(text: str) -> tuple[Quotation, ...]:
    return parse(text)[0].quotations


def quoted(text: str) -> list[tuple[str, str]]:
    """The words of each quotation, and the first source of its citation."""
    return [(one.text, one.citation.items[0].key) for one in quotations(text)]


def test_blockquote_that_ends_with_a_citation() -> None:
    (quotation,) = quotations(
        "x\n\n> 31. In *October*, a\n> [woman](#e)\\\n> said “no”.[@other] [@doc, para. 5]\n"
    )
    assert quotation.block
    assert quotation.text == "31. In October, a woman\nsaid “no”."
    assert (quotation.place.line, quotation.place.column) == (LINE + 2, INDENT + 1)
    assert quotations("> No source is named here.\n") == ()


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("He said “no child\ncrossed it [@a].\n", "unpaired-mark", 0),
        ('He said\n"no child crossed it [@a].\n', "unpaired-mark", 1),
        ("He said no child crossed it” [@a].\n", "unpaired-mark", 0),
        ("“One” [@a], « deux [@a].\n", "unpaired-mark", 0),
        ('A pipe of 6" [@a], “so” he said, and the prisoners’ [@a] own.\n', None, 0),
        ("He said “no”. And she agreed [@a].\n", None, 0),
        ("> No child.\n\n[@a]\n", "unsourced-quotation", 0),
        ("> No child. [@a]\n\n[@a]\n", None, 0),
        ('::: {original="Non"}\n> No. [@a]\n:::\n', "original-alone", 0),
        ('::: {original="Non" translation=true}\n> No. [@a]\n:::\n', None, 0),
    ],
)
def test_what_looks_like_a_quotation_and_is_not_looked_up_is_told(
    text: str, code: str | None, line: int
) -> None:
    problems = parse(text)[1]
    assert [(one.code, one.place.line) for one in problems] == ([(code, LINE + line)] if code else [])


def test_quotations_in_a_note() -> None:
    text = (
        "Text.[^n]\n\n[^n]: “One” [@a].\n\n    > 31. Two “words”,\n    > more.\n    >\n    > [@b]\n\n"
        "    > No source.\n"
    )
    assert quoted(text) == [("One", "a"), ("31. Two “words”, more.", "b")]
    place = quotations(text)[1].place
    assert (place.line, place.column) == (LINE + 4, INDENT + 5)


def test_citation_in_a_paragraph_of_its_own_goes_to_the_end_of_the_last() -> None:
    text = "> Twenty years.\n>\n> 31. More.\n>\n> [@doc]\n"
    assert quoted(text) == [("Twenty years.\n\n31. More.", "doc")]
    assert "More. {doc}</p>" in show(text)
    assert quoted("> [@doc]\n") == []


def test_each_citation_that_ends_a_paragraph_has_the_words_before_it() -> None:
    text = (
        "> 31. One.\n> Still one. [@a, para. 31]\n>\n> 62. Two [@b].\n>\n> Three, [@b] still\n> three. [@c]\n"
    )
    assert quoted(text) == [("31. One. Still one.", "a"), ("62. Two.", "b"), ("Three, still three.", "c")]


def test_full_stop_behind_the_citation_is_the_words_own() -> None:
    assert quoted("> words [@doc].") == [("words.", "doc")]
    assert quoted("> words. [@doc].") == [("words.", "doc")]


def test_dash_before_a_citation_is_no_word() -> None:
    assert quoted("> words\n>\n> — [@doc]") == [("words", "doc")]


def test_quotation_marks_in_a_quoted_block_are_not_looked_up_apart() -> None:
    assert quoted("> “Iran will answer”\n>\n> x “y” [@a] z [@doc]") == [
        ("“Iran will answer”\n\nx “y” z", "doc")
    ]
    assert quoted("> He said “y” [@a] and left.") == [("y", "a")]


def test_quotation_within_a_quotation() -> None:
    assert quoted("> outer\n>\n> > inner [@a]\n") == [("inner", "a")]
    assert quoted("> > inner [@a]\n>\n> outer [@b]\n") == [("inner", "a"), ("outer", "b")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He said “these very words” [@doc].", "these very words"),
        ("He said “these *very* words”, [@doc]", "these very words"),
        ("He said “these words.”[@doc]", "these words."),
        ('He said "these words" [@doc].', "these words"),
        ("Il dit « ces mots » [@doc].", "ces mots"),
        ("Er sagte „diese Worte“ [@doc].", "diese Worte"),
        ("Er sagte »diese Worte« [@doc].", "diese Worte"),
        ("the ‘prison massacre’ [@doc]", "prison massacre"),
        ("‘the prisoners’ families’ [@doc]", "the prisoners’ families"),
        ("‘massacres’ [@doc] and", "massacres"),
        ("“one ‘two’ three” [@doc]", "one ‘two’ three"),
        ("“one “two” three” [@doc]", "one “two” three"),
        ("“one” and “two” [@doc]", "two"),
        ("“one\ntwo” [@doc]", "one two"),
        ("“[T]he […] [Government]” [@doc]", "[T]he […] [Government]"),
        ("“words”^[a note] [@doc]", "words"),
        ("“words” [@doc][@b]", "words"),
        ("a^[“words” [@doc]]", "words"),
        ("| “words” [@doc] |\n|---|", "words"),
    ],
)
def test_quoted_run_before_a_citation(text: str, words: str) -> None:
    (quotation,) = quotations(text)
    assert (quotation.text, quotation.citation.items[0].key, quotation.block) == (words, "doc", False)


@pytest.mark.parametrize(
    "text",
    [
        "“words” and more [@doc]",
        "the prisoners’ [@doc]",
        "the prisoners’ families’ [@doc]",
        "5' [@doc]",
        "“words” @doc [p. 3] says",
        "“” [@doc]",
        "”words” [@doc]",
        "words [@doc]",
        "“words [@doc]”",
    ],
)
def test_no_quoted_run_before_a_citation(text: str) -> None:
    assert quotations(text) == ()


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("He said “one” and\n  “two *three*” [@doc].", 2, 3),
        ("| a | b |\n|---|---|\n| x \\| “y” [@a] | “z” [@b] |", 3, 8),
        ("> - “words” [@doc] x", 1, 5),
    ],
)
def test_quoted_run_has_the_place_of_its_opening_mark(text: str, line: int, column: int) -> None:
    place = quotations(text)[0].place
    assert (place.line - LINE + 1, place.column - INDENT) == (line, column)


def test_language_and_translation() -> None:
    (quotation,) = quotations(
        "::: {.quotation translation=true lang=en\n"
        '   original="Les mots,\n   rien d\'autre"}\nThe words [@doc].\n:::\n'
    )
    assert (quotation.text, quotation.block, quotation.language) == ("The words.", True, "en")
    assert (quotation.translation, quotation.original) == (True, "Les mots, rien d'autre")
    (quotation,) = quotations("::: {.quotation translation=true}\n> Words [@doc]\n:::\n")
    assert quotation.translation
    assert [
        one.language for one in quotations("[“mots”]{lang=fr} [@a], “[mots]{lang=fr}” [@b], “no” [@c]")
    ] == [
        "fr",
        "fr",
        "",
    ]
    (quotation,) = quotations("[“mots”]{lang=fr original=words} [@a]")
    assert quotation.original == "words"


def test_div_of_class_quotation_is_a_quotation() -> None:
    assert show("::: {.quotation}\nwords [@a]\n:::\n") == (
        '<blockquote class="quotation">\n<p>words {a}</p>\n</blockquote>\n'
    )
    assert show("::: {.quotation}\n> words [@a]\n:::\n").startswith('<div class="quotation">\n<blockquote>')
