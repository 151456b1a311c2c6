"""Where things stand on an axis of time that runs down the page: spans, stretches, labels.

Partial dates go in; lengths and places come out, in points, without any drawing. Time is counted in
months: a year is twelve of them and a month is one, so that a partial date has its true width. Stretches
of time in which nothing stands are left out, and the axis is marked as broken there.
"""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from report.model import PartialDate


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start` to before `end`, in months since the year 0."""

    start: float
    end: float


def span_of(date: PartialDate) -> Span:
    """The whole of the time that the date names: no more is known."""
    year = date.year * 12.0
    if date.month is None:
        return Span(year, year + 12)
    month = year + date.month - 1
    if date.day is None:
        return Span(month, month + 1)
    days = monthrange(date.year, date.month)[1]
    return Span(month + (date.day - 1) / days, month + date.day / days)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the axis without a break, in whole months; `end` is not part of it."""

    start: int
    end: int

    @property
    def months(self) -> int:
        return self.end - self.start


def find_stretches(spans: Iterable[Span], unit: int, gap: int) -> tuple[Stretch, ...]:
    """The stretches that hold all spans, in whole units (in months); more than `gap` units part them."""
    found: list[Stretch] = []
    for span in sorted(spans):
        start = math.floor(span.start / unit) * unit
        end = math.ceil(round(span.end / unit, 6)) * unit
        if found and start - found[-1].end <= gap * unit:
            found[-1] = Stretch(found[-1].start, max(end, found[-1].end))
        else:
            found.append(Stretch(start, end))
    return tuple(found)


def pack(spans: Sequence[Span], room: float = 0.0) -> list[int]:
    """A lane for each span, so that no two in one lane come nearer than `room` months; the lowest free."""
    ends: list[float] = []
    answer = [0] * len(spans)
    for index in sorted(range(len(spans)), key=lambda index: spans[index]):
        span = spans[index]
        free = [lane for lane, end in enumerate(ends) if end + room <= span.start]
        lane = free[0] if free else len(ends)
        ends[lane:] = [span.end, *ends[lane + 1 :]]
        answer[index] = lane
    return answer


def settle(wanted: Sequence[float], heights: Sequence[float], top: float) -> list[float]:
    """Tops for labels stacked in order: none overlaps, none is above `top`, each as near to where it is
    wanted as the others let it be (crowds are centred on what they stand for).
    """
    crowds: list[tuple[float, float, int]] = []  # sum of the tops wanted, height, how many
    for want, height in zip(wanted, heights, strict=True):
        crowd = (want, height, 1)
        while crowds and _top(crowds[-1], top) + crowds[-1][1] > _top(crowd, top):
            above = crowds.pop()
            crowd = (above[0] + crowd[0] - crowd[2] * above[1], above[1] + crowd[1], above[2] + crowd[2])
        crowds.append(crowd)
    tops: list[float] = []
    at = 0
    for crowd in crowds:
        place = _top(crowd, top)
        for height in heights[at : at + crowd[2]]:
            tops.append(place)
            place += height
        at += crowd[2]
    return tops


def _top(crowd: tuple[float, float, int], top: float) -> float:
    return max(top, crowd[0] / crowd[2])
