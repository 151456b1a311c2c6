"""Right-to-left text from the page to the order in which it is read: in go signs as they stand on a line from
the left, out come the same in logical order. The inverse of the Unicode bidirectional algorithm (UAX #9), as
far as what is seen says which way it went.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import cycle

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")

_LETTERS = {"R": "R", "AL": "R", "L": "L", "EN": "N", "AN": "N", "ES": "-", "CS": ",", "ET": "%", "NSM": "M"}
"""Bidirectional classes, as they matter here; all others are neutral, " "."""
_MIRRORED = str.maketrans("()[]{}«»‹›", ")(][}{»«›‹")
_OPENING, _CLOSING = "([{«‹", ")]}»›"


@dataclass(frozen=True, slots=True)
class Sign:
    """What one glyph means, in logical order; `places` are the characters that it is."""

    text: str
    places: tuple[int, ...]

    @property
    def kind(self) -> str:
        """The class of its first letter, else of its first character."""
        return _kind(self.text)


@cache
def _kind(text: str) -> str:
    kinds = [kind_of(character) for character in text]
    return next((kind for kind in kinds if kind in "RLN"), kinds[0] if kinds else " ")


@cache
def kind_of(character: str) -> str:
    return _LETTERS.get(unicodedata.bidirectional(character), " ")


def logical(line: Sequence[Sign], joined: bool) -> list[tuple[Sign, bool]]:
    """The line in logical order, and of each sign whether it was read from right to left.

    `joined`: hyphens and signs of per cent or currency belong to the numbers beside them, as they do where no
    Arabic letter goes before (UAX #9, W2 to W5); what is seen does not tell it.
    """
    kinds = [sign.kind for sign in line]
    if kinds.count("R") >= kinds.count("L"):
        return list(_from_right(line, kinds, joined))
    found: list[tuple[Sign, bool]] = []
    at = 0
    while at < len(line):
        end = _right_to_left_run(kinds, at)
        if end == at:
            found.append((line[at], False))
            end = at + 1
        else:
            found += _from_right(line[at:end], kinds[at:end], joined)
        at = end
    return found


def mirrored(text: str) -> str:
    """With each bracket turned round."""
    return text.translate(_MIRRORED)


def well_paired(text: str) -> int:
    """How many brackets are closed by one that follows them."""
    depth = pairs = 0
    for sign in text:
        if sign in _OPENING:
            depth += 1
        elif sign in _CLOSING and depth:
            depth -= 1
            pairs += 1
    return pairs


def paired(line: Sequence[tuple[Sign, bool]]) -> list[tuple[Sign, bool]]:
    """A stretch with its brackets set right, where of one kind there is an even number that do not pair:
    pdfium turns round those that it takes for right-to-left, at the end of a run one and not the other.
    """
    result = list(line)
    for opening, closing in zip(_OPENING, _CLOSING, strict=True):
        places = [at for at, (sign, _) in enumerate(result) if sign.text in (opening, closing)]
        if well_paired("".join(result[at][0].text for at in places)) * 2 == len(places) or len(places) % 2:
            continue
        for at, bracket in zip(places, cycle((opening, closing)), strict=False):
            sign, turned = result[at]
            result[at] = (Sign(bracket, sign.places), turned)
    return result


def _right_to_left_run(kinds: Sequence[str], at: int) -> int:
    """Where the run of right-to-left signs ends that begins at `at`, without what is neutral behind it."""
    end = at
    if kinds[at] != "R":
        return end
    for index in range(at, len(kinds)):
        if kinds[index] == "L":
            break
        if kinds[index] in "RM":
            end = index + 1
    return end


def _from_right(line: Sequence[Sign], kinds: Sequence[str], joined: bool) -> Iterator[tuple[Sign, bool]]:
    """A stretch whose first sign is the rightmost; Latin and numbers in it run from the left."""
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(line):
        end = _left_to_right_run(kinds, at, joined)
        runs.append((at, end))
        at = end
    for start, end in reversed(runs):
        alone = end == start + 1 and kinds[start] not in "LN"
        for sign in line[start:end]:
            yield sign, alone


def _left_to_right_run(kinds: Sequence[str], at: int, joined: bool) -> int:
    """Where the run ends that begins at `at`: behind it, if that is no Latin and no number."""
    if kinds[at] not in "LN" and not (joined and kinds[at] == "%" and "N" in kinds[at + 1 : at + 2]):
        return at + 1
    end, latin = at + 1, kinds[at] == "L"
    while end < len(kinds):
        following = next((i for i in range(end, len(kinds)) if kinds[i] in "RLN"), len(kinds))
        between = "".join(kinds[end:following])
        if following == len(kinds) or kinds[following] == "R":
            # N1: what is neutral between numbers and right-to-left goes with the latter; marks and W5 stay.
            stays = len(between) - len(between.lstrip("M%" if joined and kinds[end - 1] == "N" else "M"))
            return end + stays
        numbers = kinds[end - 1] == kinds[following] == "N"
        if not latin and not (
            numbers and between in (("", ",", "-", "%", "M") if joined else ("", ",", "M"))
        ):
            return end
        latin = latin or kinds[following] == "L"
        end = following + 1
    return end
