"""Furniture is laid out in lots: a new running head is one lot to lay out, wherever it stands."""

from __future__ import annotations

from collections import Counter

from report.render.lots import lots_of

HEADS = [f"Statement {number}" for number in range(200)]


def texts_of(texts: list[str]) -> set[tuple[str, ...]]:
    return {tuple(texts[number] for number in lot) for lot in lots_of(texts)}


def test_every_text_is_in_one_lot_and_no_lot_is_large() -> None:
    lots = lots_of(HEADS)
    assert Counter(number for lot in lots for number in lot) == Counter(range(200))
    assert max(map(len, lots)) < 64


def test_one_text_more_is_one_lot_that_is_new() -> None:
    assert len(texts_of(["A new one", *HEADS]) - texts_of(HEADS)) == 1


def test_the_order_of_the_texts_does_not_matter() -> None:
    assert texts_of(HEADS[::-1]) == texts_of(HEADS)
