"""What counts as verbatim: what a user may do to a quotation, and what is told when a word was changed."""

from __future__ import annotations

from random import Random

import pytest

from report.model.attestation import Change, Document, Match, PageWords, Verdict
from report.verify import Index, find


def pages(*texts: str) -> Document:
    return Document(tuple((PageWords(number, text),) for number, text in enumerate(texts, 1)))


def verdict(quotation: str, *texts: str) -> str:
    return find(quotation, pages(*texts)).verdict.value


def found(match: Match, document: Document) -> str:
    """The words to which the spans lead."""
    by_number = {words.number: words.text for orders in document.pages for words in orders[:1]}
    return "|".join(by_number[span.page][span.start : span.end] for span in match.spans)


SOURCE = (
    "31. The Committee has not ﬁnished its co-\noperation with self-\ndetermination groups, "
    "said the so-called “Death\u00a0Commission’s” office — in 1988–1990. Then 3,500 people were heard."
)


@pytest.mark.parametrize(
    "quotation",
    [
        "has not finished its cooperation",
        "has not finished its co-operation",
        "with self-determination groups",
        'the so-called "Death Commission\'s" office',
        "the so-called « Death Commission’s » office",
        "office - in 1988-1990",
        "office—in 1988–1990",
        "The Committee has not […] said",
        "The Committee has not … said … in 1988–1990",
        "The Committee has not . . . said",
        "[t]he Committee has not finished",
        "has not [yet] finished its",
        "[The body] has not finished",
        "The [organ] has not finished",
        "has not finished [sic] its cooperation",
        "has not *finished* its cooperation [emphasis added]",
        "*has not* finished",
        "The Committee has … [sic] its cooperation",
        "“has not finished its cooperation”",
        "3,500\n  people were heard.",
    ],
)
def test_permitted(quotation: str) -> None:
    assert verdict(quotation, SOURCE) == "verbatim"


@pytest.mark.parametrize(
    "quotation",
    [
        "has finished its cooperation with",
        "has not finished its coöperation with",
        "with selfdetermination of groups",
        "the so called “Death Commission’s” office",
        "office in 1988–1990. Then",
        "in 1988–1991. Then 3,500",
        "Then 8,500 people were heard",
        "Then 3500 people were heard",
        "500 people were heard",
        "Then 3, 500 people were heard",
        "Then people 3,500 were heard",
        "the committee has not finished",
        "said the […] has not finished its",
        "called “Death Commission’s” office",
        "The Committee has not finish",
        "operation with self-determination",
        "Committee has not finished, its cooperation",
        "ofﬁce […] has not finished",
    ],
)
def test_never_equal(quotation: str) -> None:
    assert verdict(quotation, SOURCE) != "verbatim"


def test_the_difference_is_told_word_by_word() -> None:
    match = find("The Committee has finished its cooperation with free groups", pages(SOURCE))
    assert match.verdict == Verdict.ALTERED
    assert match.changes == (Change("", "not"), Change("free", "self- determination"))
    assert not match.lesser


def test_punctuation_is_the_lesser_kind() -> None:
    match = find("self-determination groups said the so-called", pages(SOURCE))
    assert (match.verdict, match.changes, match.lesser) == (Verdict.ALTERED, (Change("", ","),), True)


def test_other_words_are_absent() -> None:
    assert verdict("Nothing of the kind was ever written by anybody here", SOURCE) == "absent"
    assert verdict("any", "", " ") == "unreadable"


def test_places_are_those_of_the_original() -> None:
    document = pages("Nothing here.", SOURCE)
    match = find("has not finished its […] groups", document)
    assert found(match, document) == "has not ﬁnished its|groups"
    assert {span.page for span in match.spans} == {2}


FOOTED = (
    "A/HRC/34/40\nThe trial was held behind closed doors and he was\n"
    "prevented from choosing22 his own law-\n22 See the report of 2016.\nGE.17-05169 3",
    "A/HRC/34/40\nyer. The Secretary-General was concerned.\nGE.17-05169 4",
    "A/HRC/34/40\nAnother page begins here.\nGE.17-05169 5",
)


def test_passages_run_over_pages_notes_and_furniture() -> None:
    document = pages(*FOOTED)
    match = find("he was prevented from choosing his own lawyer. The Secretary-General", document)
    assert match.verdict == Verdict.VERBATIM
    assert [span.page for span in match.spans] == [1, 1, 2]
    assert found(match, document) == "he was\nprevented from choosing|his own law|yer. The Secretary-General"
    assert verdict("prevented from choosing22 his own lawyer. The", *FOOTED) == "verbatim"
    assert verdict("See the report of 2016.", *FOOTED) == "verbatim"
    assert verdict("he was prevented from his own lawyer.", *FOOTED) == "altered"


def test_a_number_in_the_text_is_no_note_mark() -> None:
    text = "They got thirty (30) days and CO2 by Article 5(1) of paragraph 27\nor so.\n27 And more.\n2 A.\n"
    assert verdict("They got thirty days", text) == "altered"
    assert verdict("and CO by Article", text) == "altered"
    assert verdict("by Article 5 of paragraph", text) == "altered"
    assert verdict("of paragraph or so", text) == "altered"
    assert verdict("medical treatment and indicated", "of medical treatment(21) and indicated") == "verbatim"


def test_numbers_of_lines_in_the_margin() -> None:
    text = "\n".join(f"{line} words of line {name}" for line, name in enumerate("abcdef", 1))
    assert verdict("words of line b words of line c words", text) == "verbatim"
    assert verdict("words of line b words of line d words", text) == "altered"


def test_arabic_and_persian_variants() -> None:
    text = "در سال ١٣٦٧ كميتـه\u200cاي در ايران پس از آن"
    assert verdict("در سال ۱۳۶۷ کمیته\u200cای در ایران", text) == "verbatim"
    assert verdict("در سال 1367 کمیتهای در ایران", text) == "verbatim"
    assert verdict("در سال ۱۳۶۸ کمیته\u200cای در ایران", text) == "altered"
    assert verdict("على محمد", "كتاب علي محمد هنا") == "altered"


def test_other_reading_orders_are_tried() -> None:
    orders = (
        PageWords(1, "left one right one\nleft two right two"),
        PageWords(1, "left one left two right one"),
    )
    match = find("left one left two", Document((orders,)))
    assert match.verdict == Verdict.VERBATIM
    assert match.spans[0].order == 1


def test_the_page_decides_about_a_space() -> None:
    text = "can not"

    def set_with(gap: float) -> Document:
        boxes: list[tuple[float, float, float, float] | None] = []
        x = 0.0
        for at, letter in enumerate(text):
            x += gap if text[at - 1] == " " else 0.5
            boxes.append(None if letter == " " else (x, 0, x + 5, 10))
            x += 0 if letter == " " else 5
        return Document(((PageWords(1, text, boxes),),))

    assert find("cannot", set_with(0.6)).verdict == Verdict.VERBATIM
    assert find("cannot", set_with(3.0)).verdict == Verdict.ALTERED
    assert find("cannot", pages(text)).verdict == Verdict.ALTERED


@pytest.mark.parametrize(
    ("quotation", "expected"),
    [
        ("M a r i a A n d e r s was born in 2 0 1 0", "verbatim"),
        ("Maria Anders was born in 2010", "verbatim"),
        ("Maria Anders was born in 201 0", "altered"),  # other numbers
        ("Ma ria Anders was born in 2010", "altered"),  # the page has no space there, and wide ones elsewhere
        ("MariaAnders was born in 2010", "altered"),
        ("M a r i o A n d e r s was born in 2 0 1 0", "altered"),
        ("aria Anders was born in 2010", "altered"),  # cut within a word
    ],
)
def test_letters_set_apart(quotation: str, expected: str) -> None:
    text = "Maria Anders was born in 2010"
    assert find(quotation, set_apart(text, within=2.5, between=9.0)).verdict == expected


@pytest.mark.parametrize("quotation", ["M a r i a has 1 2", "Maria has 1 2", "M a r i a has 12"])
def test_letters_close_together(quotation: str) -> None:
    assert find(quotation, set_apart("Maria has 12", within=0.5, between=3.0)).verdict == "altered"


def test_numbers_where_no_space_is_wider() -> None:
    document = set_apart("Maria has 120 boats", within=2.5, between=2.5)
    assert find("Mar ia has 120 boats", document).verdict == "verbatim"  # nobody can tell
    assert find("Maria has 12 0 boats", document).verdict == "altered"


def set_apart(text: str, *, within: float, between: float) -> Document:
    """A line of letters 10 points high and 5 wide, with so many points between letters and between words."""
    boxes: list[tuple[float, float, float, float] | None] = []
    x = 0.0
    for letter in text:
        boxes.append(None if letter == " " else (x, 0, x + 5, 10))
        x += between - within if letter == " " else 5 + within
    return Document(((PageWords(1, text, boxes),),))


def test_an_index_is_made_once() -> None:
    index = Index(pages(SOURCE))
    assert index.find("has not finished").verdict == Verdict.VERBATIM
    assert index.find("has now finished").verdict == Verdict.ALTERED


def right_to_left(text: str, *pairs: int) -> Document:
    """A page with boxes; the letters at `pairs` and behind are one glyph."""
    boxes: list[tuple[float, float, float, float] | None] = []
    for at, letter in enumerate(text):
        place = at - 1 if at - 1 in pairs else at
        box = (500.0 - 6 * place, 0.0, 505.5 - 6 * place, 10.0)
        boxes.append(None if letter.isspace() else box)
    return Document(((PageWords(1, text, boxes),),))


def test_right_to_left_text_as_files_store_it() -> None:
    text = "من خالل المدة"
    ligature = right_to_left(text, text.index("ال"))
    assert find("من خلال المدة", ligature).verdict == Verdict.VERBATIM
    assert find("من خلال العدة", ligature).verdict == Verdict.ALTERED
    assert verdict("لا يجوز التعليم الإلزامي هنا", "لا يجوز التعليم اإللزامي هنا") == "verbatim"
    assert verdict("لا يجوز التعليم", "ال يجوز التعليم") == "altered"
    assert verdict("إيران في 1988 سنة", "ةنس 1988 يف ناريإ") == "verbatim"
    assert verdict("إيران في 1989 سنة", "ةنس 1988 يف ناريإ") != "verbatim"


def test_marks_of_right_to_left_text_count_wherever_they_are_stored() -> None:
    text = ".2 تحدد اللائحة )ب( و)ج( من البند"
    assert verdict("2. تحدد اللائحة (ب) و (ج) من البند", text) == "verbatim"
    assert verdict("2. تحدد اللائحة، (ب) و (ج) من البند", text) == "altered"
    vowel = "ما لم ُ\nيقصد بالكلمات"
    assert verdict("ما لم يُقصد بالكلمات", vowel) == "verbatim"
    assert verdict("ما لم يَقصد بالكلمات", vowel) == "altered"


def ten_thousand_words() -> list[str]:
    """Filler, every fiftieth word a number of its own."""
    filler, chance = "the committee of inquiry heard that government notes with concern".split(), Random(1)
    return [chance.choice(filler) if place % 50 else str(1000 + place) for place in range(10_000)]


@pytest.mark.parametrize(
    ("start", "end"), [(4980, 5040), pytest.param(0, 10_000, marks=pytest.mark.slow)], ids=["some", "all"]
)
def test_one_flipped_digit_in_ten_thousand_words_is_found(start: int, end: int) -> None:
    words = ten_thousand_words()
    source = pages(*(" ".join(words[first : first + 400]) for first in range(0, 10_000, 400)))
    assert find(" ".join(words[start:end]), source).verdict is Verdict.VERBATIM
    words[5000] = "6001"
    match = find(" ".join(words[start:end]), source)
    assert match.verdict is Verdict.ALTERED
    assert match.changes == (Change("6001", "6000"),)
