"""Citations in bodies: what is one, what its pinpoint is, and what travels with it."""

from __future__ import annotations

import json
import random
import re
import subprocess
from typing import Any

import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report.body.locators import read_locator
from report.model import Citation, CitationItem, Locator
from tests.bodies import citation, citations, parse, show, words_of


def item(text: str) -> CitationItem:
    (found,) = citation(text).items
    return found


# ---------------------------------------------------------------------------------------------------
# Pandoc's syntax


def test_words_around_the_key_are_kept_as_typed() -> None:
    first, second = citation("a [see *esp.* @a, para. 5, n. 3; also @b, pp. 3-4 and\n passim].").items
    assert (first.prefix, first.suffix, first.locator) == (
        "see *esp.*",
        ", para. 5, n. 3",
        Locator("paragraph", "5"),
    )
    assert (second.prefix, second.suffix, second.locator) == (
        "also",
        ", pp. 3-4 and passim",
        Locator("page", "3-4"),
    )


def test_author_in_the_text_or_left_out() -> None:
    assert item("@doe says").author_in_text
    found = item("@doe [p. 3] says")
    assert (found.suffix, found.locator) == ("p. 3", Locator("page", "3"))
    assert item("[-@doe]").suppress_author
    assert not item("[@doe]").author_in_text
    assert [one.key for one in citation("@doe [p. 3; see @roe] says").items] == ["doe", "roe"]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("[@a-hrc-34-65.]", "a-hrc-34-65"),
        ("[@{https://e.org/a?b=(c)}]", "https://e.org/a?b=(c)"),
        ("[@doc:1/2_x+y]", "doc:1/2_x+y"),
        ("[@öffentlich1988]", "öffentlich1988"),
        ("@doc's", "doc"),
        ("@doc, and", "doc"),
    ],
)
def test_keys_are_pandocs(typed: str, key: str) -> None:
    assert item(typed).key == key


@pytest.mark.parametrize(
    "text", ["name@example.org", r"\@doc", r"[\@doc]", "`@doc`", "@ doc", "https://e.org/@doc"]
)
def test_what_only_looks_like_a_citation_is_text(text: str) -> None:
    assert not list(citations(parse(text)[0].parts))


def test_citation_that_is_not_closed_is_one_in_the_text() -> None:
    assert show("see [@doc") == "<p>see [{doc}</p>\n"
    assert item("see [@doc").author_in_text
    assert [len(found.items) for found in citations(parse("[@a; b; @c]")[0].parts)] == [1, 1]


def test_two_citations_side_by_side_are_two() -> None:
    first, second = citations(parse("words [@a][@b].")[0].parts)
    assert (first.lead, first.trail, second.lead, second.trail) == (" ", "", "", ".")


_PARTS = [
    "@a",
    "-@b",
    "see @c",
    "@{x:y/}",
    "@a, p. 3",
    "*see* @b, para. 5 [sic]",
    "cf. @d:1.2, {p. 4}, e",
    "@e `;`",
]
_WORDS = [
    "word", "a@b.org", r"\@a", "(", ")", "“", "”", ",", ".", "*", "1988", "—", "[sic]", "@a", "-@b", "@c's",
    "@k [p. 3]", "@k [p. 3; see @b]", "@k [-@b]", "@k\n[p. 3]", "[@a", "`@a`", "[p. 3]",
]  # fmt: skip


def test_pandoc_finds_the_same_citations() -> None:
    chance = random.Random(7)
    texts = []
    for _ in range(400):
        cites = ["[" + "; ".join(chance.sample(_PARTS, chance.randint(1, 3))) + "]" for _ in range(2)]
        words = chance.sample([*_WORDS, *cites], 5)
        texts.append("Q " + " ".join(words))
    for text, expected in zip(texts, _ask_pandoc(texts), strict=True):
        found = [_as_pandoc(one) for cited in citations(parse(text)[0].parts) for one in cited.items]
        assert found == expected, text


def _as_pandoc(one: CitationItem) -> tuple[str, str, str]:
    mode = (
        "AuthorInText"
        if one.author_in_text
        else "SuppressAuthor"
        if one.suppress_author
        else "NormalCitation"
    )
    return one.key, mode, re.sub(r"[*`\s]", "", one.prefix + one.suffix)


def _ask_pandoc(texts: list[str]) -> list[list[tuple[str, str, str]]]:
    form = "markdown-smart-raw_html-raw_tex-tex_math_dollars-example_lists-fancy_lists"
    command = [pypandoc.get_pandoc_path(), "--from", form, "--to", "json"]
    document = "\n\n---\n\n".join(texts)
    answer = subprocess.run(command, input=document, text=True, capture_output=True, check=True).stdout
    found: list[list[tuple[str, str, str]]] = [[]]
    for block in json.loads(answer)["blocks"]:
        if block["t"] == "HorizontalRule":
            found.append([])
        else:
            found[-1] += _cited(block)
    return found


def _cited(node: Any) -> list[tuple[str, str, str]]:
    if isinstance(node, list):
        return [one for child in node for one in _cited(child)]
    if not isinstance(node, dict):
        return []
    if node.get("t") != "Cite":
        return _cited(node.get("c"))
    return [
        (
            one["citationId"],
            one["citationMode"]["t"],
            re.sub(r"\s", "", _plain(one["citationPrefix"]) + _plain(one["citationSuffix"])),
        )
        for one in node["c"][0]
    ]


def _plain(node: Any) -> str:
    if isinstance(node, list):
        return "".join(map(_plain, node))
    if node["t"] == "Code":
        return str(node["c"][1])
    content = node.get("c", "")
    return content if isinstance(content, str) else _plain(content)


# ---------------------------------------------------------------------------------------------------
# Locators


@pytest.mark.parametrize(
    ("suffix", "label", "value"),
    [
        (", para. 58", "paragraph", "58"),
        (", paras. 4, 7 and 9", "paragraph", "4, 7"),
        (" p. 3", "page", "3"),
        ("p.3", "page", "3"),
        (", pp. 33-35, 38-39 and *passim*", "page", "33-35, 38-39"),
        (", 12", "page", "12"),
        (", *p.* iv", "page", "iv"),
        (", p. 1,000", "page", "1,000"),
        (", §§ 5–7", "section", "5–7"),
        (", ¶ 5", "paragraph", "5"),
        (", sec. 12(a)(iv)", "section", "12(a)(iv)"),
        (", sec. II.A", "section", "II.A"),
        (", art. 6(1)", "article-locator", "6(1)"),
        (", lines 35-42", "line", "35-42"),
        (", n. 12", "note", "12"),
        (", vol. 2, p. 5", "volume", "2"),
        (", fig. 3", "figure", "3"),
        (", CHAP. 3", "chapter", "3"),
        (", {p. 5}", "page", "5"),
        (", {para. 5, annex}, and more", "paragraph", "5, annex"),
        (", {ii, A, D-Z}", "page", "ii, A, D-Z"),
        (", S. 12", "page", "12"),
        (", s. 12", "section", "12"),
        (", Rn. 5", "paragraph", "5"),
        (", párr. 5", "paragraph", "5"),
        (", págs. 3-4", "page", "3-4"),
        (", ligne 4", "line", "4"),
        (", n° 5", "issue", "5"),
    ],
)
def test_pinpoints(suffix: str, label: str, value: str) -> None:
    assert read_locator(suffix) == Locator(label, value)


@pytest.mark.parametrize(
    "suffix", ["", ", passim", ", see p. 3", ", pageant 3", ", {}", ", emphasis added", "{p. 3"]
)
def test_no_pinpoint(suffix: str) -> None:
    assert read_locator(suffix) is None


# ---------------------------------------------------------------------------------------------------
# What travels with a citation


@pytest.mark.parametrize(
    ("text", "lead", "trail"),
    [
        ("word [@a].", " ", "."),
        ("word[@a]", "", ""),
        ("word\n[@a], more", " ", ","),
        ("word\u00a0[@a] more", "\u00a0", ""),
        ("(word [@a]). More", " ", ")."),
        ("“word [@a].” More", " ", ".”"),
        ("„Wort [@a]“ mehr", " ", "“"),
        ("word [@a]“quoted”", " ", ""),
        ("mot [@a] ; fin", " ", " ;"),
        ("mot [@a]\u202f!", " ", "\u202f!"),
        ("« mot [@a]\u00a0» fin", " ", "\u00a0»"),
        ("word [@a] »Zitat«", " ", ""),
        ("word [@a]—more", " ", ""),
        ("word [@a]...", " ", "..."),
        ("[@a]’s word", "", ""),
        ("کلمه [@a]؟", " ", "؟"),
        ("@a, more", "", ","),
    ],
)
def test_lead_and_trail(text: str, lead: str, trail: str) -> None:
    found = citation(text)
    assert (found.lead, found.trail) == (lead, trail)


def test_citation_at_the_end_of_emphasis_stands_behind_it() -> None:
    assert show("*a title [@doc]*, more") == "<p><em>a title</em> {doc}, more</p>\n"
    assert show("*[@doc]*") == "<p><em>{doc}</em></p>\n"


def test_in_a_note_the_text_keeps_its_own() -> None:
    assert show("a^[b [@doc], c]") == "<p>a{^b {doc}, c}</p>\n"
    (found,) = citations(parse("a^[b [@doc], c]")[0].parts)
    assert (found.lead, found.trail) == ("", "")


_WORD = st.from_regex(r"[a-zéن“”«»‘’(){}.,;:?!—\u00a0\u202f…]{1,8}", fullmatch=True)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.lists(
        st.one_of(_WORD, st.sampled_from([" ", "  ", "\n", "[@doc]", "[@doc, p. 3]", "*a* "])), max_size=20
    )
)
def test_nothing_around_a_citation_is_lost_or_doubled(pieces: list[str]) -> None:
    text = "x" + re.sub(r"\s*\n\s*", "\n", "".join(pieces)).rstrip(" \n") + "x"
    text = re.sub(r"\](?=[({])", "] ", text)  # what would be a link, or a span
    typed = re.sub(r"\[@doc[^]]*\]", "", text).replace("*a*", "a").replace("\n", " ")
    assert words_of(parse(text)[0].parts) == typed + "\n"


def test_the_same_citation_is_in_the_text_and_in_the_quotation() -> None:
    body, _ = parse("“words” [@doc].")
    assert [one for one in body.parts if isinstance(one, Citation)] == [body.quotations[0].citation]
