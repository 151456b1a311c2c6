"""The chronology with a label for everything on it.

Records go in; a drawing for each page comes out, or nothing where labels would take too many pages.
Time runs down the page, so that labels are lines of text beside it: the axis, marks in lanes (open for
what is said to have happened, filled for statements), labels with lines that lead to their marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report.compose.axis import AXIS, draw_axis, draw_break
from report.compose.dates import in_words
from report.compose.measure import Run, break_lines
from report.compose.records import Item, Mark, Records
from report.compose.svg import Canvas
from report.compose.timeline import Stretch, find_stretches, pack, settle
from report.compose.words import Words

SIZE = 8.5
LEADING = 10.0
BETWEEN = 4.0
"""Between two labels."""
LANES = AXIS + 8
LANE = 7.0
INDENT = 7.0
CHANNEL = 18.0
BREAK = 28.0
GAP = 4
"""More empty months than this, at the largest scale, are not drawn: a break takes less room."""
SCALES = (14.0, 10.5, 7.0, 3.5, 14 / 12, 0.5)
"""Points for a month."""
MOST_LANES = 12
MOST_FIGURES = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a label; all but an item's first are set in."""

    runs: tuple[Run, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class Label:
    """A mark's text in lines; `several` says that more than one item shares the mark."""

    lines: tuple[Line, ...]
    several: bool = False

    @property
    def height(self) -> float:
        return len(self.lines) * LEADING + BETWEEN


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the axis with its marks, their lanes, their labels and where those go."""

    stretch: Stretch
    marks: tuple[Mark, ...]
    lanes: tuple[int, ...]
    labels: tuple[Label, ...]
    tops: tuple[float, ...]
    scale: float

    @property
    def height(self) -> float:
        bottom = self.tops[-1] + self.labels[-1].height - BETWEEN
        return max(self.stretch.months * self.scale, bottom)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a drawing is made for. `first` and `room` are the heights free on the first and other pages."""

    words: Words
    language: str
    mirrored: bool
    width: float
    first: float
    room: float


def draw_labelled(records: Records, setting: Setting) -> list[Canvas] | None:
    """One drawing a page; None where the labels ask for more pages than they are worth."""
    if len(records.marks) * LEADING > setting.first + (MOST_FIGURES - 1) * setting.room:
        return None  # at no scale: each label is a line at least, and none lies over another
    undated = _undated_labels(records.undated, setting)
    best: list[list[Block]] | None = None
    for scale in SCALES:
        blocks = _blocks(records.marks, scale, setting)
        if blocks is None:
            continue
        pages = _share_out(blocks, _height(undated), setting)
        if pages is not None and (best is None or len(pages) < len(best)):
            best = pages
        if pages is not None and len(pages) == 1:
            break
    if best is None:
        return None
    return [_draw(blocks, undated if blocks is best[-1] else (), setting) for blocks in best]


def _blocks(marks: Sequence[Mark], scale: float, setting: Setting) -> list[Block] | None:
    """The stretches of the axis at a scale, filled; None if their marks would take too many lanes."""
    unit = 1 if scale * 12 > 28 else 12
    gap = round(GAP * SCALES[0] / scale / unit)
    blocks: list[Block] = []
    for stretch in find_stretches([mark.span for mark in marks], unit, max(gap, 1)):
        inside = tuple(mark for mark in marks if stretch.start <= mark.span.start < stretch.end)
        lanes = _lanes(inside, scale)
        if max(lanes) >= MOST_LANES:
            return None
        labels = tuple(_label(mark, max(lanes) + 1, setting) for mark in inside)
        wanted = [(mark.span.start - stretch.start) * scale for mark in inside]
        tops = tuple(settle(wanted, [label.height for label in labels], 0))
        blocks.append(Block(stretch, inside, lanes, labels, tops, scale))
    return blocks


def _lanes(marks: Sequence[Mark], scale: float) -> tuple[int, ...]:
    """What is said to have happened stands next to the axis, statements beside it."""
    # A dot for a day is larger than the day: it needs room of its own.
    room = 5 / scale
    events = [mark.span for mark in marks if not mark.statement]
    event_lanes = iter(pack(events, room))
    first = max(pack(events, room), default=-1) + 1
    said_lanes = iter(pack([mark.span for mark in marks if mark.statement], room))
    return tuple(first + next(said_lanes) if mark.statement else next(event_lanes) for mark in marks)


def _label(mark: Mark, lanes: int, setting: Setting) -> Label:
    date = in_words(mark.date, setting.language)
    if mark.date_label:
        date = f"{date}, {mark.date_label}"
    lines: list[Line] = []
    for number, item in enumerate(mark.items):
        runs = [Run(f"{date}. ", italic=True)] if number == 0 else []
        lines += _lines([*runs, *_words_of(item, setting)], _label_x(lanes), setting)
    return Label(tuple(lines), len(mark.items) > 1)


def _undated_labels(items: Sequence[Item], setting: Setting) -> tuple[Label, ...]:
    return tuple(Label(tuple(_lines(_words_of(item, setting), _label_x(1), setting))) for item in items)


def _lines(runs: list[Run], x: float, setting: Setting) -> list[Line]:
    lines = break_lines(runs, SIZE, setting.width - x - INDENT)
    return [Line(tuple(line), number == 0) for number, line in enumerate(lines)]


def _words_of(item: Item, setting: Setting) -> list[Run]:
    text = Run(item.text, language="" if item.language == setting.language else item.language)
    numbers = ", ".join(map(str, item.numbers))
    return [text, Run(f" ({numbers})")] if numbers else [text]


def _label_x(lanes: int) -> float:
    return LANES + lanes * LANE + CHANNEL


def _height(undated: Sequence[Label]) -> float:
    return sum(label.height for label in undated) + LEADING if undated else 0.0


def _share_out(blocks: Sequence[Block], undated: float, setting: Setting) -> list[list[Block]] | None:
    """The blocks of each page, the undated ones on the last; None if they do not fit."""
    pages: list[list[Block]] = [[]]
    free = setting.first
    for index, block in enumerate(blocks):
        need = block.height + (BREAK if pages[-1] else 0)
        if index == len(blocks) - 1:
            need += undated
        if need > free and pages[-1]:
            pages.append([])
            free, need = setting.room, need - BREAK
        if need > free:
            return None
        pages[-1].append(block)
        free -= need
    return pages if len(pages) <= MOST_FIGURES else None


def _draw(blocks: Sequence[Block], undated: Sequence[Label], setting: Setting) -> Canvas:
    canvas = Canvas(setting.width, setting.mirrored)
    y = 0.0
    for index, block in enumerate(blocks):
        if index:
            draw_break(
                canvas, y, BREAK, blocks[index - 1].stretch, block.stretch, setting.words, setting.language
            )
            y += BREAK
        draw_axis(canvas, y, block.stretch, block.scale, setting.language)
        _draw_marks(canvas, y, block)
        y += block.height
    if undated:
        y = _draw_undated(canvas, y + (LEADING if blocks else 0), undated, setting)
    canvas.height = y
    return canvas


def _draw_marks(canvas: Canvas, y: float, block: Block) -> None:
    lanes = max(block.lanes) + 1
    x = _label_x(lanes)
    places = list(zip(block.marks, block.lanes, block.labels, block.tops, strict=True))
    for mark, lane, label, top in places:
        attach = y + _begin(mark, block) + _hold(mark, block)
        base = y + top + LEADING / 2
        canvas.line(
            (LANES + lane * LANE + LANE / 2, attach),
            (LANES + lanes * LANE + 2, attach),
            (x - 7, base),
            (x - (4 if label.several else 2), base),
            width=0.3,
        )
        if label.several:
            canvas.line((x - 4, y + top + 2), (x - 4, y + top + label.height - BETWEEN - 1), width=0.3)
        _write(canvas, x, y + top, label)
    for mark, lane, _, _ in places:
        left, begin = LANES + lane * LANE, y + _begin(mark, block)
        height = (mark.span.end - mark.span.start) * block.scale
        if mark.date.day is None:
            canvas.bar(left + 1, begin, LANE - 2, height, mark.statement)
        else:
            canvas.dot(left + LANE / 2, begin + height / 2, mark.statement)


def _begin(mark: Mark, block: Block) -> float:
    return (mark.span.start - block.stretch.start) * block.scale


def _hold(mark: Mark, block: Block) -> float:
    """Where on a mark its line begins, below the mark's top."""
    return min((mark.span.end - mark.span.start) * block.scale / 2, LEADING / 2)


def _draw_undated(canvas: Canvas, y: float, undated: Sequence[Label], setting: Setting) -> float:
    canvas.line((0, y - LEADING / 2), (setting.width, y - LEADING / 2), dashed=True)
    canvas.text(0, y + SIZE, setting.words["undated"], SIZE)
    for label in undated:
        canvas.dot(LANES + LANE / 2, y + LEADING / 2, filled=True)
        _write(canvas, _label_x(1), y, label)
        y += label.height
    return y


def _write(canvas: Canvas, x: float, y: float, label: Label) -> None:
    for number, line in enumerate(label.lines):
        left = x if line.first else x + INDENT
        canvas.text(left, y + number * LEADING + SIZE - 0.3, line.runs, SIZE)
