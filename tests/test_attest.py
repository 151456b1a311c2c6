"""What an author relies on when quotations are looked up: verdicts, problems, places, marks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from math import inf
from pathlib import Path

import pypdfium2
import pytest

from report.compile import build, check
from report.compose.attestation import first_words
from report.contrast import contrast
from report.join.highlights import Mark, place_marks
from report.model import Block, Box, Highlight, Note, Severity
from report.outcome import Outcome, to_json
from report.problems import format_contrast
from tests.tagfaults import faults
from tests.tagtree import outline
from tests.test_annexes import Compiled, Make, a_pdf, make

__all__ = ["make"]

WORDS = "The bridge was closed on 14 March 2019, and no child crossed it."


def a_report(*pages: str) -> bytes:
    return a_pdf(len(pages), texts=pages)


REPORT = a_report("A first page.", f"Before. {WORDS} After.", "A third page.")


def verdicts(outcome: Outcome) -> list[str]:
    return [one.verdict for one in outcome.quotations]


def test_a_note_finds_the_page_by_itself(make: Make) -> None:
    found = make({"a.pdf": REPORT}, f"> {WORDS} [@a]")
    assert verdicts(found.outcome) == ["verbatim"]
    (quotation,) = found.outcome.quotations
    assert (quotation.source_page, quotation.folio) == (2, "A1-2")
    assert "Annex 1, p. 2." in found.text("1")
    assert "A1-2" in found.links("1")


def test_a_quoted_passage_is_marked_with_its_note_and_leads_back(make: Make) -> None:
    found = make({"a.pdf": REPORT}, f"> {WORDS} [@a]")
    plain = Compiled(found.folder, found.outcome)
    assert plain.links("A1-2").count("1") == 2  # in the margin and in the stamp
    settings = found.folder / "dossier.yaml"
    settings.write_text(settings.read_text("utf-8") + "highlight: false\n", "utf-8")
    assert Compiled(found.folder, build(found.folder)).links("A1-2").count("1") == 1


@pytest.mark.parametrize(
    ("quoted", "shown"),
    [
        (WORDS.replace("closed", "open"), "“open” is “closed” there"),
        (WORDS.replace("14", "15"), "“15” is “14” there"),
        (WORDS.replace("no child", "child"), "“no” is missing"),
        (WORDS.replace("was closed", "was soon closed"), "“soon” is not there"),
    ],
)
def test_a_changed_word_is_an_error_that_shows_it(make: Make, quoted: str, shown: str) -> None:
    found = make({"a.pdf": REPORT}, f"> {quoted} [@a]")
    assert (found.outcome.pdf, verdicts(found.outcome)) == (None, ["altered"])
    (problem,) = found.outcome.problems
    assert (problem.code, problem.place.file, problem.place.line) == (
        "altered-quotation",
        "entries/e.yaml",
        3,
    )
    assert shown in problem.message
    assert "p. 2" in problem.message


def test_the_difference_is_in_the_json(make: Make) -> None:
    found = make({"a.pdf": REPORT}, f"> {WORDS.replace('closed', 'open')} [@a]\n\n  > {WORDS} [@a]")
    for outcome in (found.outcome, check(found.folder)):
        told = json.loads(json.dumps(to_json(outcome, found.folder)))["quotations"]
        altered, verbatim = told
        assert altered["changes"] == [{"quoted": "open", "source": "closed"}]
        assert " ".join(altered["passage"].split()) == WORDS
        assert (altered["verdict"], altered["source_page"], altered["folio"]) == ("altered", 2, None)
        assert (verbatim["changes"], verbatim["passage"]) == ([], None)


def test_a_changed_comma_is_a_warning(make: Make) -> None:
    found = make({"a.pdf": REPORT}, f"> {WORDS.replace('2019,', '2019')} [@a]")
    assert found.codes(Severity.WARNING) == ["altered-punctuation"]
    assert verdicts(found.outcome) == ["altered"]


def test_quotations_may_be_warnings(make: Make) -> None:
    found = make(
        {"a.pdf": REPORT}, "> Nothing of the kind was ever said by anyone. [@a]", "quotations: warn\n"
    )
    assert found.codes(Severity.WARNING) == ["absent-quotation"]
    assert verdicts(found.outcome) == ["absent"]


def test_what_is_left_out_and_put_in_is_told_by_brackets(make: Make) -> None:
    body = "> The bridge was closed […], and no [boy or girl] crossed it. [@a]"
    assert verdicts(make({"a.pdf": REPORT}, body).outcome) == ["verbatim"]


def test_a_page_that_contradicts_the_words_is_an_error(make: Make) -> None:
    found = make({"a.pdf": REPORT}, f"> {WORDS} [@a, p. 3]")
    (problem,) = found.outcome.problems
    assert problem.code == "wrong-page"
    assert "on p. 2 of sources/a.pdf, not on p. 3" in problem.message


def test_a_source_without_text_is_unreadable_and_said_so(make: Make) -> None:
    found = make({"a.pdf": a_report("")}, f"> {WORDS} [@a]")
    assert found.codes(Severity.WARNING) == ["unreadable-source"]
    assert verdicts(found.outcome) == ["unreadable"]


def test_a_translation_is_not_compared(make: Make) -> None:
    body = (
        f"::: {{.quotation translation=true}}\n  > Die Brücke war gesperrt. [@a]\n  :::\n\n  > {WORDS} [@a]"
    )
    found = make({"a.pdf": REPORT}, body)
    assert verdicts(found.outcome) == ["translation", "verbatim"]


FRENCH = "Le pont a été fermé le 14 mars 2019, et aucun enfant ne l’a traversé."
PERSIAN = "این پل در چهاردهم مارس ۲۰۱۹ بسته شد و هیچ کودکی از آن نگذشت."


def translated(original: str, more: str = "", words: str = WORDS) -> str:
    return f'::: {{.quotation translation=true original="{original}"{more}}}\n  > {words} [@a]\n  :::'


def places(found: Compiled, label: str, *wanted: str) -> list[tuple[float, float]]:
    """Where words begin on a page: points from its left and from its foot."""
    page = pypdfium2.PdfDocument(found.outcome.pdf)[found.reader.page_labels.index(label)].get_textpage()
    indices = [page.search(words).get_next() for words in wanted]
    assert None not in indices
    return [(page.get_charbox(at[0])[0], page.get_charbox(at[0])[3]) for at in indices if at]


def test_a_translation_and_its_original_stand_side_by_side(make: Make) -> None:
    body = f"{translated(FRENCH)}\n\n  {translated(PERSIAN, ' original-lang=fa')}"
    found = make({"a.txt": f"{FRENCH}\n{PERSIAN}\n".encode()}, body, "language: en\n", {"a": "language: fr"})
    assert found.codes() == []
    (left, top), (right, beside) = places(found, "1", "The bridge", "Le pont")
    assert right > left + 100
    assert abs(top - beside) < 3
    assert found.outcome.pdf is not None
    told = outline(found.outcome.pdf)
    blocks = [line.strip() for line in told.splitlines() if "BlockQuote" in line or '"Translation"' in line]
    assert blocks == [
        'P "Translation"',
        "BlockQuote",
        "BlockQuote lang=fr",
        'P "Translation"',
        "BlockQuote",
        "BlockQuote lang=fa",
    ]
    assert faults(found.outcome.pdf) == []


def test_a_long_original_stands_below_its_translation(make: Make) -> None:
    found = make(
        {"a.txt": f"{FRENCH} {'Encore. ' * 100}".encode()}, translated(f"{FRENCH} {'Encore. ' * 100}")
    )
    (left, top), (right, below) = places(found, "1", "The bridge", "Le pont")
    assert abs(right - left) < 3
    assert below < top - 28


def test_no_page_ends_within_a_translation_that_stands_beside_its_original(make: Make) -> None:
    """Wherever on the page it begins."""
    made = make({"a.txt": FRENCH.encode()})
    words = f"{WORDS} {'And more of it. ' * 12}"
    body = "title: E\nbody: |\n  {}End.\n\n  {}\n"
    for lines in range(24, 42):
        text = body.format("Line.\\\n  " * lines, translated(FRENCH, words=words))
        (made.folder / "entries" / f"e{lines}.yaml").write_text(text, "utf-8")
    (made.folder / "entries" / "e.yaml").unlink()
    found = Compiled(made.folder, build(made.folder))
    assert found.codes() == []
    assert found.outcome.pdf is not None
    document = pypdfium2.PdfDocument(found.outcome.pdf)
    pages = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    wanted = ("The bridge was closed", "Le pont", "Title of a")
    whole = [
        text for text in pages if all(words in text for words in wanted) and text.count("And more") == 12
    ]
    assert len(whole) == 18


def test_words_of_a_reproduction_are_said_to_be_such(make: Make) -> None:
    made = make({"a.txt": f"One.\n{WORDS}\nThree.\n".encode()}, "Words [@a].")
    sources = made.folder / "sources.yaml"
    via = "- {id: b, type: report, title: B, archive: {via: a, lines: 2}}\n"
    sources.write_text(sources.read_text("utf-8") + via, "utf-8")
    body = f"title: E\nbody: |\n  > {WORDS} [@b]\n"
    (made.folder / "entries" / "e.yaml").write_text(body, "utf-8")
    found = Compiled(made.folder, build(made.folder))
    (quotation,) = found.outcome.quotations
    assert (quotation.verdict, quotation.via, quotation.source_line) == ("verbatim", "a", 2)
    assert "1 of 1 quotations are verbatim in their sources, 1 of them in a reproduction." in found.text("3")
    assert "verbatim in the reproduction" in found.text("3")


def test_a_check_gives_the_verdicts_without_a_pdf(make: Make) -> None:
    made = make({"a.pdf": REPORT}, f"> {WORDS} [@a]")
    outcome = check(made.folder)
    assert [(one.verdict, one.source_page, one.folio) for one in outcome.quotations] == [
        ("verbatim", 2, None)
    ]


def test_every_quotation_of_the_root_dossier_is_verbatim_in_the_reproduction(root_dossier: Path) -> None:
    outcome = check(root_dossier)
    assert len(outcome.quotations) == 11
    assert {(one.verdict, one.via) for one in outcome.quotations} == {("verbatim", "censure-1988")}


def test_words_on_several_pages_are_found_on_the_cited_one(make: Make) -> None:
    found = make({"a.pdf": a_report(WORDS, "Between.", WORDS)}, f"> {WORDS} [@a, p. 3]")
    assert found.codes() == []
    assert [one.source_page for one in found.outcome.quotations] == [3]


def test_a_difference_is_shown_word_by_word(make: Make) -> None:
    found = make({"a.pdf": REPORT}, f"> {WORDS.replace('closed', 'open')} [@a]")
    (problem,) = found.outcome.problems
    assert problem.contrast is not None
    assert format_contrast(problem.contrast).splitlines() == [
        "    quoted: The bridge was [-open-] on 14 March 2019, and …",
        "    source: The bridge was {+closed+} on 14 March 2019, and …",
    ]
    assert "\x1b[1;31mopen\x1b[0m on" in format_contrast(problem.contrast, colour=True)


def test_of_a_long_passage_what_stands_around_the_difference_is_shown() -> None:
    words = [f"word{number}" for number in range(200)]
    source = [*words[:100], "not", *words[100:]]
    quoted_line, source_line = format_contrast(contrast(" ".join(words), " ".join(source))).splitlines()
    assert source_line == (
        "    source: … word94 word95 word96 word97 word98 word99 {+not+} "
        "word100 word101 word102 word103 word104 word105 …"
    )
    assert quoted_line == (
        "    quoted: … word94 word95 word96 word97 word98 word99 "
        "word100 word101 word102 word103 word104 word105 …"
    )


def test_what_is_left_out_or_typeset_otherwise_is_no_difference() -> None:
    told = format_contrast(
        contrast("“The men […] were\u00a0there”, he wrote", '"The men and women were\nhere", he wrote')
    )
    assert told.splitlines()[0] == "    quoted: “The men […] were\u00a0[-there-]”, he wrote".replace(
        "\u00a0", " "
    )


def test_a_source_cannot_command_the_terminal() -> None:
    assert "\x1b" not in format_contrast(contrast("one two", "one \x1b[31mtwo\u202e three"))


@pytest.mark.parametrize(("settings", "archives"), [("annexes: none\n", {}), ("", {"a": "append: false"})])
def test_a_source_that_is_not_appended_is_looked_up_too(
    make: Make, settings: str, archives: dict[str, str]
) -> None:
    found = make({"a.pdf": REPORT}, f"> {WORDS} [@a]", settings, archives)
    assert found.codes() == []
    assert [(one.verdict, one.source_page, one.folio) for one in found.outcome.quotations] == [
        ("verbatim", 2, None)
    ]
    if settings:
        assert "Annex" not in found.text("1")
    altered = (found.folder / "entries" / "e.yaml").read_text("utf-8").replace("closed", "open")
    (found.folder / "entries" / "e.yaml").write_text(altered, "utf-8")
    assert [one.code for one in check(found.folder).problems] == ["altered-quotation"]


def test_pages_that_are_not_appended_are_searched_too(make: Make) -> None:
    found = make({"a.pdf": REPORT}, f"> {WORDS} [@a]", archives={"a": "print-pages: '1, 3'"})
    assert found.codes() == []
    assert found.codes(Severity.WARNING) == ["page-not-appended"]
    assert [(one.verdict, one.source_page, one.folio) for one in found.outcome.quotations] == [
        ("verbatim", 2, None)
    ]
    assert "Annex 1." in found.text("1")
    assert "p. 2" in found.text("3")
    assert found.links("A1-1") == found.links("A1-3")  # no rule with a note's number on either


@pytest.mark.parametrize(
    ("archive", "cited", "code", "page"),
    [
        ("print-pages: 2", "@a", [], 2),
        ("print-pages: 3", "@a, p. 3", ["wrong-page"], 2),
        ("print-pages: 3", "@a, p. 1", ["wrong-page"], 2),
        ("print-pages: 3", "@a, p. 2", [], 2),
        ("print-pages: 3, pages: 1", "@a", ["absent-quotation"], None),
        ("print-pages: 3, pages: 2", "@a", [], 2),
    ],
)
def test_what_is_appended_and_what_is_meant_are_two_things(
    make: Make, archive: str, cited: str, code: list[str], page: int | None
) -> None:
    found = make({"a.pdf": REPORT}, f"> {WORDS} [{cited}]", archives={"a": archive})
    assert found.codes() == code
    assert [one.source_page for one in found.outcome.quotations] == [page]


def test_of_words_on_several_pages_the_appended_one_is_given(make: Make) -> None:
    found = make(
        {"a.pdf": a_report(WORDS, "Between.", WORDS, "Nothing else.")},
        f"> Nothing else. [@a]\n\n  > {WORDS} [@a]",
        archives={"a": "print-pages: 3"},
    )
    assert [(one.source_page, one.folio) for one in found.outcome.quotations] == [(4, None), (3, "A1-3")]


@pytest.mark.parametrize(
    ("cited", "line", "codes"),
    [
        ("", 2, []),
        (", line 2", 2, []),
        (", line 5", 5, []),
        (", lines 1-3", 2, []),
        (", line 4", 2, ["wrong-line"]),
    ],
)
def test_a_line_that_contradicts_the_words_is_an_error(
    make: Make, cited: str, line: int, codes: list[str]
) -> None:
    first, second = WORDS.split(", ")
    data = f"One.\n{first},\n{second}\nFour.\n{first},\n{second}\n".encode()
    found = make({"a.txt": data}, f"> {WORDS} [@a{cited}]")
    assert found.codes() == codes
    assert [(one.verdict, one.source_line) for one in found.outcome.quotations] == [("verbatim", line)]


@pytest.mark.parametrize(
    ("name", "archive", "cited", "told"),
    [
        ("a.pdf", "", "b", "they stand in sources/a.pdf, p. 2: cite that"),
        ("a.txt", "lines: 1", "a", "they stand in sources/a.txt, line 2: cite that"),
    ],
)
def test_where_absent_words_stand_instead_is_told(
    make: Make, name: str, archive: str, cited: str, told: str
) -> None:
    body = f"> {WORDS} [@{cited}]\n\n  > A first page. [@a]"
    data = REPORT if name == "a.pdf" else f"A first page.\n{WORDS}\n".encode()
    found = make({name: data, "b.pdf": a_report("Another report.")}, body, archives={"a": archive})
    (problem,) = (one for one in found.outcome.problems if one.code == "absent-quotation")
    assert told in problem.hint


def numbered(*numbers: int) -> bytes:
    """A page of numbered paragraphs; the 58th says the words."""
    lines = (
        f"{number}. {WORDS if number == 58 else f'Something else, {number} times.'}" for number in numbers
    )
    return a_report("<br>".join(lines))


@pytest.mark.parametrize(
    ("numbers", "cited", "told"),
    [
        (range(55, 62), "para. 57", ["wrong-paragraph"]),
        (range(55, 62), "para. 58", []),
        (range(55, 62), "paras. 56-59", []),
        (range(57, 60), "para. 57", []),  # too few to be sure
        ((55, 56, 57, 58, 61, 62), "para. 57", []),  # they do not count on
    ],
)
def test_a_paragraph_that_contradicts_the_words_is_a_warning(
    make: Make, numbers: Sequence[int], cited: str, told: list[str]
) -> None:
    found = make({"a.pdf": numbered(*numbers)}, f"> {WORDS} [@a, {cited}]")
    assert found.codes(Severity.WARNING) == told
    assert found.codes() == []
    expected = 58 if len(numbers) == 7 else None
    assert [one.paragraph for one in found.outcome.quotations] == [expected]
    assert ("para. 58" in found.text("3")) == bool(expected)


PAGE: Box = (0.0, 0.0, 595.0, 842.0)
LINES: Box = (100.0, 680.0, 300.0, 712.0)


def marked(*blocks: Block, note: int = 1, from_the_right: bool = False) -> Mark:
    (mark,) = place_marks([Highlight(Note(note, f"a:c{note}"), f"note {note}", blocks, from_the_right)], PAGE)
    return mark


def number(mark: Mark) -> Box:
    assert mark.number is not None
    return mark.number


def links_to_notes(found: Compiled, label: str) -> list[tuple[str, list[float]]]:
    """What the links of a page are called, and where they are."""
    page = found.reader.pages[found.reader.page_labels.index(label)]
    annotations = [item.get_object() for item in page.get("/Annots") or ()]
    return [(str(one["/Contents"]), [float(side) for side in one["/Rect"]]) for one in annotations]


def test_the_rule_stands_where_lines_begin_and_once_in_each_column() -> None:
    mark = marked(Block(LINES, -inf, 320.0), Block((320.0, 700.0, 500.0, 772.0), 300.0, inf))
    assert len(mark.rules) == 2
    assert number(mark)[2] < mark.rules[0][0] < 100
    right = marked(Block(LINES, -inf, inf), from_the_right=True)
    assert 300 < right.rules[0][0] < number(right)[0]


def test_nothing_is_set_on_text_or_beside_the_page() -> None:
    other_side = marked(Block(LINES, 90.0, inf))  # the gutter is too narrow, the margin is not
    assert 300 < other_side.rules[0][0] < number(other_side)[0]
    middle = marked(Block(LINES, 91.0, 309.0), note=12)
    assert number(middle)[0] >= 91
    assert number(middle)[2] <= 100
    assert number(middle)[1] >= 712  # over the rule
    edge = marked(Block((3.0, 700.0, 593.0, 712.0), -inf, inf))  # no room at all
    assert edge.rules[0][0] >= 0
    assert edge.rules[0][2] <= 3.3
    assert edge.number is None


def test_numbers_of_one_line_stand_beside_each_other_in_order() -> None:
    passages = [
        Highlight(Note(note, f"a:c{note}"), f"note {note}", (Block(LINES, -inf, inf),))
        for note in range(1, 30)
    ]
    numbers = [number(mark) for mark in place_marks(passages, PAGE)]
    assert numbers[0][2] < numbers[1][0] and numbers[0][1] == numbers[1][1]
    for at, one in enumerate(numbers):
        assert one[0] > 0
        for other in numbers[:at]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_what_lies_on_its_side_is_marked_where_its_lines_begin(make: Make) -> None:
    """A wide page is turned against the clock: its lines run upwards."""
    css = "<style>@page { size: A4 landscape; margin: 60pt }</style>"
    found = make({"a.pdf": a_report(f"{css}Before it.<br>{WORDS}")}, f"> {WORDS} [@a]")
    rectangles = [where for name, where in links_to_notes(found, "A1-1") if name == "note 1"]
    rectangle = max(rectangles, key=lambda where: where[1])  # the other is in the stamp
    ((left, bottom),) = places(found, "A1-1", "The bridge")
    assert rectangle[3] < bottom  # below them, and at the first of them
    assert abs(rectangle[2] - left) < 14


def test_every_number_is_called_by_its_own_note_and_on_each_page(make: Make) -> None:
    body = "> It begins here. And goes on, over the end of the page. [@a]\n\n  > No more of it. [@a]"
    pages = ("It begins here.", "And goes on, over the end of the page. Then. No more of it.")
    found = make({"a.pdf": a_report(*pages)}, body)
    told = [name for name, _ in links_to_notes(found, "A1-2")]
    assert told.count("note 1") == 1  # the stamp has it on the first page
    assert told.count("note 2") == 2


@pytest.mark.parametrize("before", [38, 41, 43])
def test_the_rule_beside_a_quoted_line_of_a_text_ends_with_its_words(make: Make, before: int) -> None:
    """Wherever the page ends within the line: a page has room for 45 of 14 pt below its heading."""
    lines = [*(f"Line {number}." for number in range(before)), f"{'Some more of it. ' * 25}{WORDS}", "End."]
    found = make({"a.txt": "\n".join(lines).encode()}, f"> {WORDS} [@a]")
    page = pypdfium2.PdfDocument(found.outcome.pdf)[found.reader.page_labels.index("A1-1")]
    words = page.get_textpage()
    feet = [words.get_charbox(at)[1] for at in range(words.count_chars()) if words.get_charbox(at)[1] > 60]
    margin = page.render(scale=4).to_pil().convert("L").crop((446 * 4, 0, 460 * 4, 842 * 4))
    dark = [at for at in range(800 * 4) if margin.crop((0, at, 56, at + 1)).getextrema()[0] < 150]
    assert abs((page.get_height() - dark[-1] / 4) - min(feet)) < 6


def test_the_table_of_attestation_holds_many_files_and_any_words(make: Make) -> None:
    """No heading stands alone at the foot of a page, no row is cut in two, and nothing leaves the page."""
    long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    said = [
        [f"Number {at} of {name} says it at some length, and more." for at in range(6)]
        for name in "abcdefghijk"
    ]
    said[0][0], said[1][0] = f"The {long} said so, and said it again.", PERSIAN
    files = {f"{'abcdefghijk'[at]}.txt": "\n".join(lines).encode() for at, lines in enumerate(said)}
    body = "\n\n  ".join(
        f"> {words} [@{'abcdefghijk'[at]}]" for at, lines in enumerate(said) for words in lines
    )
    found = make(files, body)
    assert found.codes() == []  # the inspection would tell what leaves the page
    document = pypdfium2.PdfDocument(found.outcome.pdf)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    first = next(at for at, text in enumerate(texts) if "66 of 66 quotations" in " ".join(text.split()))
    table = [text.splitlines() for text in texts[first : first + 4] if "Table of attestation" in text]
    assert len(table) > 1
    assert sum(line.startswith("Number") or "says it" in line for page in table for line in page) >= 64
    for page in table:
        assert page[-1].isdigit()  # the folio
        # What belongs to the rows below it is not the last thing on a page.
        assert not any("SHA-256" in line or "olio" in line.lower() or ".txt" in line for line in page[-2:])
    digest = sha256(files["a.txt"]).hexdigest()
    shown = " ".join(digest[at : at + 8] for at in range(0, 64, 8))
    assert shown in " ".join(" ".join(texts).split())


def test_no_more_is_said_of_a_translation_than_was_compared(make: Make) -> None:
    body = f"{translated(FRENCH)}\n\n  ::: {{.quotation translation=true}}\n  > It was closed. [@a]\n  :::"
    found = make({"a.txt": FRENCH.encode()}, body)
    text = found.text("3")
    assert "0 of 2 quotations are verbatim in their sources" in text
    assert "translation; the original: verbatim" in text
    assert "translation, not compared" in text
    assert found.links("A1-1").count("1") == 2  # the original is marked, beside it and in the stamp


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("One two three.", "One two three."),
        ("one two three four five six seven eight nine", "one two three four five six seven eight\u00a0…"),
        (
            "委員会は橋が閉鎖されたと述べた。子どもは一人も渡らなかった。",
            "委員会は橋が閉鎖されたと述べた。子どもは一人も渡…",
        ),
    ],
)
def test_the_first_words_of_a_quotation_are_whole(text: str, shown: str) -> None:
    assert first_words(text) == shown
