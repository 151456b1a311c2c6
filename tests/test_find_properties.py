"""Whatever is permitted is verbatim, whatever is altered is not: on passages made at random."""

from __future__ import annotations

import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from report.model.attestation import Verdict
from tests.quotations import ALTERATIONS, passage, permitted, source, verdict

SEEDS = st.integers(0, 2**32)


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_permitted_differences_are_none(seed: int) -> None:
    chance = random.Random(seed)
    words = passage(chance)
    document = source(words, chance)
    assert verdict(permitted(words, chance), document) == Verdict.VERBATIM


@pytest.mark.parametrize("kind", ALTERATIONS)
@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_one_change_is_found(kind: str, seed: int) -> None:
    chance = random.Random(seed)
    words = passage(chance)
    document = source(words, chance)
    altered = ALTERATIONS[kind](words, chance)
    assume(altered is not None)
    assert altered is not None
    assert verdict(" ".join(altered), document) != Verdict.VERBATIM
