"""Web addresses in print: broken where a reader expects it, and nothing added to them."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from report.addresses import breakable


@pytest.mark.parametrize(
    "broken",
    [
        "https://example|.org/",
        "https://www.example|.org|/one|/two|-three|_four|.html",
        "https://e.org/a|?first=1|&second=2|#there",
        "mailto:someone@example|.org",
    ],
)
def test_places(broken: str) -> None:
    shown = breakable(broken.replace("|", ""))
    assert unescape(shown.replace("<wbr>", "|")) == broken


def test_checksum_is_broken_too() -> None:
    assert breakable("https://e.org/" + "0123456789ab" * 4).count("<wbr>") >= 3


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=80))
def test_nothing_is_added_or_lost(address: str) -> None:
    shown = breakable(address)
    assert shown.replace("<wbr>", "") == escape(address)
    assert all(len(piece) >= 3 for piece in re.split("<wbr>", shown)[1:-1])
