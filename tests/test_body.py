"""Bodies: what authors rely on when they write one."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from report.body import parse_body
from report.model import Body, Citation, EntryReference, Footnote, Part, Place, Problem, Text


def parse(text: str) -> tuple[Body, tuple[Problem, ...]]:
    return parse_body(Text(text, Place("entries/x.yaml", 10, 3), indent=2))


def html(text: str) -> str:
    """The HTML, each citation as `{key}`, each footnote as `{^…}`, each reference as `{#entry}`."""
    return "".join(_shown(part) for part in parse(text)[0].parts)


def _shown(part: Part) -> str:
    match part:
        case Citation():
            return part.lead + "{" + " ".join(item.key for item in part.items) + "}" + part.trail
        case Footnote():
            return "{^" + "".join(map(_shown, part.parts)) + "}"
        case EntryReference():
            return "{#" + part.target + "}"
        case Markup():
            return str(part)


def citation(text: str) -> Citation:
    return next(part for part in parse(text)[0].parts if isinstance(part, Citation))


def test_numbers_are_printed_as_typed() -> None:
    shown = html("31. One\n32. Two\n58. Three\n")
    assert re.findall(r"\d+\.", shown) == ["31.", "32.", "58."]
    assert re.findall(r"\d+\)", html("3) three\n7) seven\n")) == ["3)", "7)"]


def test_characters_are_not_made_smart() -> None:
    assert "\"a\" -- 'b'... --- (c)" in html("\"a\" -- 'b'... --- (c)").replace("&#34;", '"')


def test_citation_has_its_place_and_pinpoint() -> None:
    found = citation("Some words [see @doc, para. 58; @other, pp. 3-4].")
    assert [item.key for item in found.items] == ["doc", "other"]
    assert found.items[0].place == Place("entries/x.yaml", 10, 3 + len("Some words [see "))
    assert found.items[0].locator is not None
    assert (found.items[0].locator.label, found.items[0].locator.value) == ("paragraph", "58")
    assert (found.lead, found.trail) == (" ", ".")


@pytest.mark.parametrize("text", ["name@example.org", r"\@doc", "[@doc", "`@doc`", "@ doc"])
def test_what_only_looks_like_a_citation_is_text(text: str) -> None:
    cited = [part for part in parse(text)[0].parts if isinstance(part, Citation)]
    assert all(item.author_in_text for part in cited for item in part.items)


def test_blockquote_that_ends_with_a_citation_is_a_quotation() -> None:
    body, _ = parse("> Twenty years *after* that.\n>\n> More. [@doc, para. 5]\n")
    (quotation,) = body.quotations
    assert quotation.block
    assert quotation.text.split() == "Twenty years after that. More.".split()
    assert parse("> No source is named here.\n")[0].quotations == ()


def test_quoted_run_before_a_citation_is_a_quotation() -> None:
    (quotation,) = parse("He said “these very words” [@doc].")[0].quotations
    assert quotation.text == "these very words"
    assert not quotation.block


def test_code_is_code() -> None:
    assert html("a `b` c") == "<p>a <code>b</code> c</p>\n"
    assert "`open" in html("an `open one")


def test_html_is_printed_and_told() -> None:
    body, problems = parse("a <b>c</b> <script>alert(1)</script>")
    assert "<script" not in "".join(str(part) for part in body.parts)
    assert {problem.code for problem in problems} == {"raw-html"}


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "x.pdf"]
)
def test_only_addresses_that_a_reader_may_follow_are_linked(address: str) -> None:
    _, problems = parse(f"[words]({address})")
    assert [problem.severity.value for problem in problems] == ["error"]


def test_languages_of_divs_and_spans() -> None:
    assert 'lang="fr"' in html("::: {lang=fr}\nUn texte.\n:::\n")
    assert 'lang="fr"' in html("He wrote [un mot]{lang=fr} once.")


def test_footnotes() -> None:
    assert html("a^[note *b*] c") == "<p>a{^note <em>b</em>} c</p>\n"
    assert "{^" in html("a[^1]\n\n[^1]: the note\n")
    assert parse("a[^1]")[1]


def test_pictures_want_words() -> None:
    assert parse("![](x.png)")[1]
    body, problems = parse("![A caption](x.png)")
    assert body.pictures[0].path == "x.png"
    assert not problems


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(alphabet=st.sampled_from(list("ab1 .\n`*_[]()!@^#<>{}:|-\\\"'“”«»~&;=/")), max_size=80))
@example("a `` x ` y")
@example("[^1]: \n[^1]:")
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    for part in parse(text)[0].parts:
        _shown(part)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.from_regex(r"[a-zé]{1,8}[.,;:?]?", fullmatch=True), min_size=1, max_size=12), st.data())
def test_no_word_is_lost_around_a_citation(words: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(words)))
    text = " ".join([*words[:at], "[@doc]", *words[at:]])
    shown = re.sub(r"</?p>|\n", "", html(text))
    assert shown.replace("{doc}", "[@doc]") == text
