"""The axis of the chronology: ticks and names of years and months, and the sign that it is broken."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from report.compose.dates import in_words
from report.compose.measure import Run
from report.compose.svg import Canvas
from report.compose.timeline import Stretch
from report.compose.words import Words, locale_for
from report.model import PartialDate

AXIS = 52.0
"""How far the axis is from the edge: room for `2016 Sep`."""
SIZE = 8.0
TICKS = 3.0
"""The least distance of two ticks."""


def draw_axis(canvas: Canvas, y: float, stretch: Stretch, scale: float, language: str) -> None:
    """The axis of a stretch from `y` on, at `scale` points a month, with the names of what fits."""
    canvas.line((AXIS, y), (AXIS, y + stretch.months * scale), width=0.7)
    named, ticked = _years_between(scale, SIZE + 2), _years_between(scale, TICKS)
    for month in range(stretch.start, stretch.end + 1):
        at = y + (month - stretch.start) * scale
        year, first = divmod(month, 12)
        if month in {stretch.start, stretch.end} or (first == 0 and year % ticked == 0):
            canvas.line((AXIS - 5, at), (AXIS, at))
        elif scale >= TICKS:
            canvas.line((AXIS - 2.5, at), (AXIS, at))
        if month == stretch.end:
            continue
        if scale >= SIZE:
            name = format_date(date(2000, first + 1, 1), "LLL", locale=locale_for(language))
            canvas.text(AXIS - 7, at + scale / 2 + 0.3 * SIZE, name, SIZE - 1, end=True)
        if (first == 0 and year % named == 0) or month == stretch.start:
            canvas.text(0, at + min(scale * 12 * named, 11) / 2 + 0.32 * SIZE, str(year), SIZE)


def _years_between(scale: float, room: float) -> int:
    """How many years there are from one name or tick to the next, so that each has `room` points."""
    return next((years for years in (1, 2, 5, 10, 20, 50) if years * 12 * scale >= room), 100)


def draw_break(
    canvas: Canvas, y: float, height: float, above: Stretch, below: Stretch, words: Words, language: str
) -> None:
    """The sign of a broken axis, and the words for what is left out."""
    middle = y + height / 2
    canvas.line(
        (AXIS, middle - 7), (AXIS, middle - 4), (AXIS - 4, middle - 2), (AXIS + 4, middle + 2),
        (AXIS, middle + 4), (AXIS, middle + 7), width=0.7,
    )  # fmt: skip
    text = words["left-out"].format(span=_left_out(above.end, below.start - 1, language))
    canvas.text(AXIS + 12, middle + 0.3 * SIZE, [Run(text, italic=True)], SIZE)


def _left_out(first: int, last: int, language: str) -> str:
    """The first and the last month that are not drawn, as years where whole years are left out."""
    whole = first % 12 == 0 and last % 12 == 11
    dates = [PartialDate(month // 12, None if whole else month % 12 + 1) for month in (first, last)]
    return " – ".join(in_words(when, language) for when in dict.fromkeys(dates))
