"""The chronology of a dossier with too many statements to label each: how many there are to each period.

Records go in; a drawing for each page comes out. The periods are months, or years, or decades, whichever
are few enough; a date known to a year alone, where months are counted, is a bar as long as the year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from report.compose.axis import draw_axis, draw_break
from report.compose.labelled import BREAK, LANE, LANES, LEADING, SIZE, Setting
from report.compose.records import Mark, Records
from report.compose.svg import Canvas
from report.compose.timeline import Span, Stretch, find_stretches, pack

ROW = 12.0
MOST_ROWS = 42
COUNT = 20.0
"""Room for the number beside a bar."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many statements (`said`) and events (`happened`) fall into a period of `unit` months."""

    unit: int
    said: Counter[int]
    happened: Counter[int]
    coarse: tuple[tuple[Span, bool, int], ...]
    undated: int

    @property
    def most(self) -> int:
        return max([1, self.undated, *self.said.values(), *self.happened.values()])

    @property
    def lanes(self) -> list[int]:
        return pack([span for span, _, _ in self.coarse])

    @property
    def left(self) -> float:
        """Where the bars begin."""
        return LANES + (max(self.lanes, default=-1) + 1) * (LANE + COUNT)


def draw_tally(records: Records, setting: Setting) -> list[Canvas]:
    """The periods in rows, in as many pages as they take, and the undated statements behind them."""
    marks = records.marks
    unit, stretches = _choose([mark.span for mark in marks])
    tally = _count(marks, unit, len(records.undated))
    pages = _pages(stretches, unit, setting)
    drawings = [_draw(rows, tally, setting) for rows in pages]
    if tally.undated:
        _draw_undated(drawings[-1], tally, setting)
    return drawings


def _choose(spans: Sequence[Span]) -> tuple[int, tuple[Stretch, ...]]:
    """The smallest unit (in months) with which there are few enough rows."""
    for unit in (1, 12, 120):
        stretches = find_stretches(spans, unit, 2)
        if sum(stretch.months // unit for stretch in stretches) <= MOST_ROWS:
            break
    return unit, stretches


def _count(marks: Iterable[Mark], unit: int, undated: int) -> Tally:
    said: Counter[int] = Counter()
    happened: Counter[int] = Counter()
    coarse: Counter[tuple[Span, bool]] = Counter()
    for mark in marks:
        if mark.span.end - mark.span.start > unit:
            coarse[mark.span, mark.statement] += len(mark.items)
        else:
            (said if mark.statement else happened)[int(mark.span.start // unit)] += len(mark.items)
    spans = tuple((*key, number) for key, number in sorted(coarse.items()))
    return Tally(unit, said, happened, spans, undated)


def _pages(stretches: Sequence[Stretch], unit: int, setting: Setting) -> list[list[Stretch]]:
    """The stretches of each page; one that is longer than a page is parted at a unit's end."""
    pages: list[list[Stretch]] = [[]]
    free = setting.first - ROW
    for stretch in stretches:
        rest = stretch
        while rest.months:
            if pages[-1]:
                free -= BREAK
            rows = min(int(free // ROW), rest.months // unit)
            if rows < min(2, rest.months // unit):
                pages.append([])
                free = setting.room - ROW
                continue
            pages[-1].append(Stretch(rest.start, rest.start + rows * unit))
            free -= rows * ROW
            rest = Stretch(rest.start + rows * unit, rest.end)
    return pages if pages[-1] else pages[:-1]


def _draw(stretches: Sequence[Stretch], tally: Tally, setting: Setting) -> Canvas:
    canvas = Canvas(setting.width, setting.mirrored)
    lanes, left = tally.lanes, tally.left
    y = 0.0
    for index, stretch in enumerate(stretches):
        if index:
            draw_break(canvas, y, BREAK, stretches[index - 1], stretch, setting.words, setting.language)
            y += BREAK
        scale = ROW / tally.unit
        draw_axis(canvas, y, stretch, scale, setting.language)
        for (span, said, number), lane in zip(tally.coarse, lanes, strict=True):
            _draw_coarse(canvas, y, stretch, scale, span, LANES + lane * (LANE + COUNT), said, number)
        for row in range(stretch.months // tally.unit):
            period = stretch.start // tally.unit + row
            _draw_row(canvas, left, y + row * ROW, tally.said[period], tally.happened[period], tally.most)
        y += stretch.months * scale
    canvas.height = y
    return canvas


def _draw_coarse(
    canvas: Canvas, y: float, stretch: Stretch, scale: float, span: Span, x: float, said: bool, number: int
) -> None:
    begin, end = max(span.start, stretch.start), min(span.end, stretch.end)
    if begin >= end:
        return
    top = y + (begin - stretch.start) * scale
    canvas.bar(x + 1, top, LANE - 2, (end - begin) * scale, said)
    if begin == span.start:
        canvas.text(x + LANE + 1, top + ROW / 2 + 0.3 * SIZE, str(number), SIZE)


def _draw_row(canvas: Canvas, x: float, y: float, said: int, happened: int, most: int) -> None:
    """Two bars, one above the other, their lengths and numbers telling how many."""
    room = canvas.width - x - COUNT
    both = bool(said) and bool(happened)
    for number, filled in ((said, True), (happened, False)):
        if not number:
            continue
        thick = 4.5 if both else 7.0
        top = y + (1.0 if filled else 6.5) if both else y + 2.5
        length = max(room * number / most, 3)
        canvas.bar(x, top, length, thick, filled)
        size = 6.5 if both else SIZE
        canvas.text(x + length + 3, top + thick / 2 + 0.32 * size, str(number), size)


def _draw_undated(canvas: Canvas, tally: Tally, setting: Setting) -> None:
    y = canvas.height + LEADING
    canvas.line((0, y - LEADING / 2), (setting.width, y - LEADING / 2), dashed=True)
    canvas.text(0, y + SIZE, setting.words["undated"], SIZE)
    _draw_row(canvas, tally.left, y - 1, tally.undated, 0, tally.most)
    canvas.height = y + ROW
