"""Bodies: what authors rely on when they write one."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from report.body import parse_body
from report.model import Footnote, Heading, Place, Severity, Text
from tests.bodies import FILE, check_html, citation, citations, codes, parse, show, where, words_of

# ---------------------------------------------------------------------------------------------------
# As typed


def test_numbers_are_printed_as_typed() -> None:
    shown = show("31. One\n32. Two\n58. Three\n")
    assert re.findall(
        r'<p class="numbered"><span class="number" data-tag="Lbl">(.*?)</span> (\w+)', shown
    ) == [
        ("31.", "One"),
        ("32.", "Two"),
        ("58.", "Three"),
    ]
    assert re.findall(r"\d+\)", show("3) three\n7) seven\n")) == ["3)", "7)"]
    assert ">01.</span>" in show("01. with a nought")


def test_numbers_in_quotations_and_after_a_dash_are_printed_as_typed() -> None:
    shown = show("> 31. One\n>\n> 58. Two\n\n———\n\n62. Three\n\n(a) four\n")
    assert re.findall(r">(\d+\.)<", shown) == ["31.", "58.", "62."]
    assert "<p>———</p>" in shown
    assert "<p>(a) four</p>" in shown


def test_item_that_begins_with_something_else_than_a_paragraph_keeps_its_number() -> None:
    shown = show("7. > words\n\n8.\n\n9. - nested\n")
    assert re.findall(r'data-tag="Lbl">(\d\.)</span></p>', shown) == ["7.", "8.", "9."]


def test_characters_are_not_made_smart() -> None:
    typed = "\"a\" -- 'b'... --- (c) soft\u00adhyphen, non\u200cjoiner, H~2~O"
    assert show(typed) == f"<p>{typed}</p>\n"


def test_entities_escapes_and_breaks() -> None:
    assert show("a&nbsp;b &amp; \\*c\\*") == "<p>a\u00a0b &amp; *c*</p>\n"
    assert show("one\ntwo  \nthree\\\nfour") == "<p>one two<br>three<br>four</p>\n"


def test_what_commonmark_would_swallow_is_printed() -> None:
    assert show("[Minister]: Yes.") == "<p>[Minister]: Yes.</p>\n"


def test_emphasis_code_and_superior_letters() -> None:
    assert show("*a* **b** ~~c~~ n^o^ `d`") == (
        "<p><em>a</em> <strong>b</strong> <s>c</s> n<sup>o</sup> <code>d</code></p>\n"
    )
    assert "`open" in show("an `open one")
    assert show("``{.x} a") == "<p>``{.x} a</p>\n"


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.from_regex(r"[a-zA-Zéßن“”«»(),;:.?!0-9-]{1,12}", fullmatch=True), max_size=30))
def test_no_word_of_a_plain_paragraph_is_lost(words: list[str]) -> None:
    text = "Words: " + " ".join(words)
    assert words_of(parse(text)[0].parts).split() == text.split()


# ---------------------------------------------------------------------------------------------------
# Blocks


def test_headings_go_under_the_title_of_the_entry() -> None:
    body, problems = parse("# Facts\n\n## First *part* [@doc]\n\nLaw\n===\n")
    assert body.headings == (Heading(2, "Facts"), Heading(3, "First part"), Heading(2, "Law"))
    assert not problems
    assert show("# Facts") == '<h2 data-heading="1">Facts</h2>\n'


def test_levels_of_headings_are_not_skipped() -> None:
    body, problems = parse("## One\n\n#### Two\n\n## Three\n")
    assert [heading.level for heading in body.headings] == [2, 3, 2]
    assert [problem.code for problem in problems] == ["skipped-heading", "skipped-heading"]


def test_headings_in_quotations_and_lists_are_no_part_of_the_outline() -> None:
    assert not parse("> # DEATH OF POLITICAL PRISONERS\n\n1. # In a list\n")[0].headings
    assert '<p class="heading">DEATH OF PRISONERS</p>' in show("> # DEATH OF PRISONERS\n")


def test_tables_have_header_cells_and_captions() -> None:
    assert show("| a | b |\n|:--|--:|\n| 1 | 2 |\n\nTable: Sums [@doc]\n") == (
        "<table>\n<caption>Sums {doc}</caption>\n<thead>\n"
        '<tr><th scope="col" class="left">a</th><th scope="col" class="right">b</th></tr>\n</thead>\n'
        '<tbody>\n<tr><td class="left">1</td><td class="right">2</td></tr>\n</tbody>\n</table>\n'
    )


def test_table_without_heads_has_them_in_its_first_column() -> None:
    shown = show(": Facts\n\n| | |\n|---|---|\n| Session | 2016-17 |\n")
    assert "<caption>Facts</caption>" in shown
    assert '<tr><th scope="row">Session</th><td>2016-17</td></tr>' in shown
    assert "<thead>" not in shown


def test_cell_without_a_head_is_not_lost_in_silence() -> None:
    assert where("| a |\n|---|\n| 1 | 2 |\n") == [("table-cells", 3, 1)]
    assert not codes("| a |\n|---|\n| 1 \\| 2 |\n")


def test_figures() -> None:
    text = '![What *it* shows [@doc].](pics/a.png){alt="A street" width=50%}'
    body, problems = parse(text)
    assert not problems
    assert body.pictures[0].path == "pics/a.png"
    assert show(text) == (
        '<figure><img src="pics/a.png" alt="A street" style="width:50%">'
        "<figcaption>What <em>it</em> shows {doc}.</figcaption></figure>\n"
    )
    assert show("![A street](<a b.png>)") == (
        '<figure><img src="a%20b.png" alt="A street"><figcaption>A street</figcaption></figure>\n'
    )
    assert show("the ![sign](s.png) there") == '<p>the <img src="s.png" alt="sign"> there</p>\n'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("![](x.png)", "missing-alt"),
        ("![a](https://example.org/x.png)", "remote-picture"),
        ("![a](file:///etc/passwd)", "remote-picture"),
        ("![a](//example.org/x.png)", "remote-picture"),
        ("![a](x.png){width=5cm}", "bad-width"),
        ("![a](b c.png)", "broken-link"),
    ],
)
def test_pictures_that_cannot_be_shown(text: str, code: str) -> None:
    assert codes(text) == [code]


def test_caption_without_a_picture() -> None:
    assert show("::: caption\nAsma Jahangir\n:::\n") == (
        '<p class="caption" data-tag="Caption">Asma Jahangir</p>\n'
    )


def test_comments_are_the_authors_own() -> None:
    assert show("a <!-- b --> c") == "<p>a  c</p>\n"
    assert show("a\n\n<!-- b\n\nc -->\n\nd") == "<p>a</p>\n<p>d</p>\n"
    assert "d" in show("a <!-- b\n\nc\n\nd")


# ---------------------------------------------------------------------------------------------------
# Languages


def test_languages_of_divs_and_spans() -> None:
    assert show("::: {lang=fr}\nUn texte.\n:::\n") == '<div lang="fr">\n<p>Un texte.</p>\n</div>\n'
    assert show("He wrote [un mot]{lang=fr .x} once.") == (
        '<p>He wrote <span class="x" lang="fr">un mot</span> once.</p>\n'
    )
    assert '<span lang="fa" dir="rtl">' in show("[واژه]{lang=fa}")
    assert '<span lang="az-Arab" dir="rtl">' in show("[x]{lang=az-Arab}")
    assert '<span lang="en" dir="ltr">' in show("::: {lang=ar}\n[x]{lang=en}\n:::\n")
    assert show("[[mot]{lang=fr}](#e)") == '<p>{#e <span lang="fr">mot</span>}</p>\n'


def test_divs_stand_in_one_another_with_fences_of_any_length() -> None:
    assert show("::: a\n::: {.b}\nx\n:::\n:::::\n\ny") == (
        '<div class="a">\n<div class="b">\n<p>x</p>\n</div>\n</div>\n<p>y</p>\n'
    )
    assert ":::" in show("::: a\n\n```\n:::\n```\n\n:::\n")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[x]{lnag=fr}", "unknown-attribute"),
        ("[x]{onclick=x}", "unknown-attribute"),
        ("[x]{style=color:red}", "unknown-attribute"),
        ("[x]{lang=french_}", "bad-language"),
        ("[x]{dir=up}", "bad-direction"),
        ("[x]{#here}", "id-ignored"),
        ("[x]{.note}", "reserved-class"),
        ("::: a\nx", "unclosed-div"),
        ("x\n\n:::\n", "not-read"),
    ],
)
def test_attributes_that_are_not_taken(text: str, code: str) -> None:
    assert codes(text) == [code]


# ---------------------------------------------------------------------------------------------------
# Notes


def test_notes() -> None:
    assert show("a^[note *b* [@doc].] c") == "<p>a{^note <em>b</em> {doc}.} c</p>\n"
    assert show("a[^1].\n\n[^1]: see [this](#edm-448)\n") == "<p>a{^see {#edm-448 this}}.</p>\n"


def test_note_with_several_paragraphs() -> None:
    shown = show("a[^1]\n\n[^1]: One.\n\n    > Two.\n\n    31. Three.\n")
    assert re.findall(r'<span class="paragraph"[^>]*>(.*?)</span>', shown) == ["One.", "Two.", "31. Three."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a[^1]", [("undefined-note", 1, 2)]),
        ("a\n\n[^1]: b", [("unused-note", 3, 1)]),
        ("a[^1] b[^1]\n\n[^1]: c", [("note-twice", 1, 8)]),
        ("a[^1]\n\n[^1]: c\n\n[^1]: d", [("duplicate-note", 5, 1)]),
        ("a^[b^[c]]", [("nested-note", 1, 5)]),
        ("a[^1] b\n\n[^1]: c^[d]", [("nested-note", 3, 8)]),
        ("a[^1]\n\n[^1]:\n", [("empty-note", 3, 1)]),
        ("a[^1]\n\n[^1]: b\n\n    # c\n", [("note-content", 5, 5)]),
    ],
)
def test_notes_that_are_wrong(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert where(text) == expected


# ---------------------------------------------------------------------------------------------------
# Links


def test_references_to_entries() -> None:
    assert show("see [the *motion*](#edm-448).") == "<p>see {#edm-448 the <em>motion</em>}.</p>\n"


def test_addresses_are_printed() -> None:
    assert show("[text](https://example.org/a)") == (
        '<p><a href="https://example.org/a">text</a>'
        '{^<a class="address" href="https://example.org/a">https://example<wbr>.org/a</a>}</p>\n'
    )
    assert show("a^[[text](https://e.org)]") == (
        '<p>a{^<a href="https://e.org">text</a> '
        '(<a class="address" href="https://e.org">https://e.org</a>)}</p>\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<https://e.org/a_b_c>",
        "https://e.org/a_b_c",
        "[https://e.org/a_b_c](https://e.org/a_b_c)",
        "[e.org/a_b_c](https://e.org/a_b_c/)",
        "<a@e.org>",
        "[a@e.org](mailto:a@e.org)",
    ],
)
def test_address_that_is_its_own_text_needs_no_note(text: str) -> None:
    (part,) = parse(text)[0].parts
    assert not isinstance(part, Footnote)
    assert '<a class="address"' in show(text)
    assert "<em>" not in show(text)


def test_bare_address_ends_before_the_punctuation_of_its_sentence() -> None:
    assert ">https://e.org/x</a>), y" in show("(https://e.org/x), y")
    assert 'href="https://e.org/x_(y)"' in show("https://e.org/x_(y).")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:a(1)",
        "JavaScript:x",
        "file:///etc/passwd",
        "data:text/html,x",
        "x.pdf",
        "//e.org",
        "",
        "#",
    ],
)
def test_only_addresses_that_a_reader_may_follow_are_linked(address: str) -> None:
    body, problems = parse(f"[words]({address})")
    assert [(problem.code, problem.severity) for problem in problems] == [("forbidden-link", Severity.ERROR)]
    assert "".join(map(str, body.parts)) == "<p>words</p>\n"


def test_a_link_holds_no_other() -> None:
    assert "nested-link" in codes("[a [@doc]](https://e.org)")
    assert "nested-link" in codes("[a <https://x.org>](#e)")
    assert "nested-link" in codes("[a^[b]](#e)")


# ---------------------------------------------------------------------------------------------------
# What is not read is told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a <b>c</b>", ("raw-html", 1, 3)),
        ("a\n\n<div>", ("raw-html", 3, 1)),
        ("a `x`{=html}", ("raw-code", 1, 3)),
        ("```{=latex}\nx\n```", ("raw-code", 1, 1)),
        ("a \\newpage", ("raw-tex", 1, 3)),
        ("a \\emph{b}", ("raw-tex", 1, 3)),
        ("a $x^2$", ("raw-tex", 1, 3)),
        ("| one\n| two", ("not-read", 1, 1)),
        ("+---+\n| a |\n+---+", ("not-read", 1, 1)),
        ("Term\n:   Meaning", ("not-read", 2, 1)),
        ("a\n\n    b [@doc]", ("indented-code", 3, 5)),
        ("```\nb", ("unclosed-code", 1, 1)),
        ("One line\nand another\n---", ("setext-heading", 1, 1)),
        ("> a\nb", ("lazy-quote", 2, 1)),
        ("31. In\n1988. So", ("list-in-sentence", 2, 1)),
        ("+ 30,000", ("single-item", 1, 1)),
        ("a\n\n[x]: https://e.org", ("unused-reference", 3, 1)),
        ('[a](#e "title")', ("link-title", 1, 1)),
        ("> a [@doc] b", ("unsourced-quotation", 1, 1)),
    ],
)
def test_what_another_program_would_read_otherwise_is_told(text: str, expected: tuple[str, int, int]) -> None:
    assert expected in where(text)


@pytest.mark.parametrize(
    "text",
    [
        "It cost $5m, then US$6m.",
        "C:\\Users\\x",
        "a < b > c, 2 <3",
        "- one\n- two",
        "The bill urges:\n- one\n- two",
        "# Title\n- one\n- two",
        "1. one\n2. two\n\n   more",
        "#1988 and +30,000",
        "———",
        "Sponsors: Shannon, Jim | Meale, Alan",
        "a[^1]\n\n[^1]: b\n",
        "| a |\n|---|\n\n: A caption\n",
    ],
)
def test_nothing_is_told_of_ordinary_text(text: str) -> None:
    assert not codes(text)


def test_markup_is_text() -> None:
    shown = show('a <script>alert("1")</script> & `<i>` ![<b>](x.png){alt="<\\"b>"}')
    assert "<script" not in shown
    assert "<i>" not in shown
    assert 'alt="&lt;&quot;b&gt;"' in shown


# ---------------------------------------------------------------------------------------------------
# Places


def test_citation_has_its_place_and_pinpoint() -> None:
    found = citation("Some words [see @doc, para. 58; @other, pp. 3-4].")
    assert [item.key for item in found.items] == ["doc", "other"]
    assert found.items[0].place == Place("entries/x.yaml", 10, 3 + len("Some words [see "))
    assert found.items[0].locator is not None
    assert (found.items[0].locator.label, found.items[0].locator.value) == ("paragraph", "58")
    assert (found.lead, found.trail) == (" ", ".")


@pytest.mark.parametrize(
    "text",
    [
        "one\ntwo [@doc]",
        "> > 31. *one*\n> > two [@doc]",
        "- a\n\n    b\n    c ^[d [@doc]]",
        "# A heading [@doc] #",
        "| a | b |\n|---|---|\n| a \\| b | c \\| [@doc] |",
        "![A caption [@doc]](x.png)",
        "::: {lang=fr}\n> [mots [x]{.y} [@doc]]{lang=fr}\n:::",
        "a[^1]\n\n[^1]: b\n\n    c [@doc]",
        "\tcode\n\n1.\ta\tb [@doc]",
    ],
)
def test_everything_knows_its_place(text: str) -> None:
    found = citation(text).items[0].place
    typed = text.split("\n")[found.line - 10]
    assert typed[found.column - 3 :].startswith("@doc")


def test_scalar_that_is_no_literal_block_has_one_place() -> None:
    place = Place(FILE, 4, 7)
    body, _ = parse_body(Text("words [@doc]", place))
    assert [one.place for one in citations(body.parts)] == [place]


# ---------------------------------------------------------------------------------------------------
# Whatever is typed

_PIECES = [
    "a", "b ", "é", "“", "”", '"', "'", "’", "‘", "«", "»", " ", "\n", "\n\n", "\n> ", "\n\n> ", "*", "**",
    "_", "`", "``", "[", "]", "(", ")", "[@a]", "[@a, p. 3]", " [@b].", "@k", " -@k", "[^1]",
    "\n\n[^1]: n\n", "^[in]", "^[", "{", "}", "{lang=fr}", "{.x #y}", '{alt="z"}', "\n\n::: caption\n",
    "\n:::\n", "\n::: {lang=ar}\n", "\n- ", "\n31. ", "\n\n58) ", "\n\n# ", "\n### ", "\n---\n", "|",
    "\n|a|b|\n|-|-|\n|c|d|\n", "Table: ", "\n\n: cap", "![x](y.png)", "](", "[t](#e)", "[t](https://e.org)",
    "<https://x.org/a_b>", "<b>", "<!--", "-->", "\\", "\\newpage", "$", "&amp;", "<", ">", "~~", "^",
    "https://x.org/~a ", "\u00a0", "\u202f", "\t", "    ", "```\n", "\n[r]: https://x.org\n", "[r]", "ع",
    "\u00ad", "\x00", "\r\n", "\u2028",
]  # fmt: skip


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(_PIECES), max_size=30).map("".join))
@example("a `` x ` y")
@example("[^1]: \n[^1]:")
@example("![[a](b)](c)")
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    body, problems = parse(text)
    check_html(body.parts)
    cited = list(citations(body.parts))
    assert all(quotation.citation in cited and quotation.text for quotation in body.quotations)
    lines = len(re.split(r"\r\n?|\n", text))
    places = [one.place for one in cited] + [one.place for one in problems]
    places += [one.place for one in body.quotations] + [one.place for one in body.pictures]
    assert all(10 <= place.line < 10 + lines and place.column >= 1 for place in places)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(max_size=120))
def test_nothing_else_breaks_it_either(text: str) -> None:
    check_html(parse(text)[0].parts)
