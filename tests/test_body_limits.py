"""Bodies that are made to cost: they are read in time, or refused with a reason."""

from __future__ import annotations

import time

import pytest

from report.body import parse_body
from report.body.parse import MAX_LENGTH
from report.model import Place, Text
from tests.bodies import check_html, codes, parse

_LONG = 100_000
# Some ten times what the slowest takes on a quiet machine; a quadratic rule takes minutes.
_SECONDS = 20


@pytest.mark.parametrize(
    "piece",
    [
        "[", "![", "[a](", ">", "*", "**a", "_a*", "`", "``a` ", "<", "<a ", "<!--\n", "^[", "[^", "[^a]",
        "^[a]", "[@a;", "[@a]", "@a [", "@a@", "“a” [@a] ", "” [@a]", "‘ ", "{", "[a]{b=", "::: a\n", "a^",
        "::: {a=b\nx\n", "- a\n ", "[a]: ", "[a]: #x\n", "$a=", "&", "\\", "|a|b|\n|-|-|\n", "# {\n", "[]",
        "*[@a]*",
    ],
)  # fmt: skip
def test_time_grows_with_the_length(piece: str) -> None:
    text = piece * (_LONG // len(piece))
    started = time.perf_counter()
    parse_body(Text(text, Place("entries/x.yaml")))
    assert time.perf_counter() - started < _SECONDS


@pytest.mark.parametrize("piece", ["[", ">", "*"])
def test_a_million_signs(piece: str) -> None:
    started = time.perf_counter()
    parse_body(Text(piece * 1_000_000, Place("entries/x.yaml")))
    assert time.perf_counter() - started < _SECONDS


def test_brackets_and_emphasis_within_one_another() -> None:
    for text in (
        "[" * 5000 + "@a" + "]" * 5000,
        "*a **b " * 3000 + "c** d*" * 3000,
        "^[" * 500 + "a" + "]" * 500,
    ):
        check_html(parse(text)[0].parts)


def test_what_is_too_deep_is_told() -> None:
    assert "nesting" in codes("> " * 60 + "words")
    assert "nesting" in codes("".join(" " * 2 * depth + "- a\n" for depth in range(60)))
    assert "nesting" in codes("*a **b " * 40 + "c** d*" * 40)
    assert "nesting" not in codes("> " * 8 + "words")


def test_what_is_too_long_is_told() -> None:
    assert codes("a" * (MAX_LENGTH + 1)) == ["body-too-long"]
