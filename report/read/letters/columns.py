"""Puts the pieces of a page in the order in which they are read: column by column, line by line.

The page is divided into bands by what is white from its left to its right. Bands that follow each other and
have a gutter in common stand in columns together: those are read one after the other, each divided anew, so
that a heading over two of three columns stays with them. What has no gutter is read by lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from report.read.letters.pieces import Piece

_GUTTER = 0.8
"""Times the height of a line that a gutter is wide at least."""
_COLUMN = 8
"""Times the height of a line that a column is wide at least: narrower ones hold numbers, or are a table's."""
_LINES = 3
"""Lines that stand side by side at least, for them to be columns."""
_HEADINGS = 4
"""Bands at the head of columns that are looked at again when they narrow the gutter away."""
_SMALL = 0.86
"""Times the height of the text's lines that those of notes have at most."""
_DEEPEST = 6
_TOUCH = 0.15
"""Times the height of a line by which bands may overlap: descenders and the ascenders below."""
_SAME_LINE = 0.5
"""The part of the lower one's height in which two pieces of one line overlap."""

Interval = tuple[int, int]
Line = tuple[Piece, ...]


def blocks_in_order(pieces: Sequence[Piece], from_right: bool = False) -> list[list[Line]]:
    """What stands together in a column, as lines, each with its pieces from left to right.

    `from_right`: the first column is the rightmost.
    """
    if not pieces:
        return []
    height = max(1, round(median(piece.height for piece in pieces)))
    return _read(pieces, height, from_right, 0)


def notes_last(blocks: Sequence[Sequence[Line]]) -> list[Line]:
    """The lines of the blocks, but those of notes at the feet of columns behind all others: so the text of a
    column goes on in the next. Notes are told by their smaller type.
    """
    sizes = [_height(line) for block in blocks for line in block]
    limit = _SMALL * median(sizes) if sizes else 0.0
    text: list[Line] = []
    notes: list[Line] = []
    for index, block in enumerate(blocks):
        end = len(block)
        while end and _height(block[end - 1]) <= limit:
            end -= 1
        goes_on = any(len(later) >= _LINES for later in blocks[index + 1 :])
        end = end if end >= _LINES and goes_on else len(block)
        text += block[:end]
        notes += block[end:]
    return text + notes


def _height(line: Line) -> int:
    return max(piece.height for piece in line)


def _read(pieces: Sequence[Piece], height: int, from_right: bool, depth: int) -> list[list[Line]]:
    blocks: list[list[Line]] = []
    for group in _groups(pieces, height) if depth < _DEEPEST else [_Group(pieces)]:
        if not group.gutters:
            blocks.append(_lines(group.pieces))
            continue
        columns = _divided(group)
        for column in reversed(columns) if from_right else columns:
            blocks += _read(column, height, from_right, depth + 1)
    return blocks


@dataclass(frozen=True, slots=True)
class _Group:
    """Pieces that are read together, and the gutters that divide them into columns."""

    pieces: Sequence[Piece]
    gutters: tuple[Interval, ...] = ()


def _groups(pieces: Sequence[Piece], height: int) -> list[_Group]:
    """Bands, from the top, put together as long as they have a gutter in common, or have none."""
    groups: list[_Group] = []
    run: list[list[Piece]] = []
    covered: list[Interval] = []
    gutters: list[Interval] = []
    for band in _bands(pieces, height):
        own = _covered([band])
        alone = _gaps(own, height)
        if gutters:
            covered = _united([*covered, *own])
            common = _gaps(covered, height)
            if not common and alone:
                common = _without_headings(groups, run, band, height)
                covered = _covered([*run, band])
            if common:
                run, gutters = [*run, band], common
                continue
        elif run and not alone:
            run.append(band)
            continue
        _close(groups, run, gutters, height)
        run, covered, gutters = [band], own, alone
    _close(groups, run, gutters, height)
    return groups


def _without_headings(
    groups: list[_Group], run: list[list[Piece]], band: Sequence[Piece], height: int
) -> list[Interval]:
    """The gutters that a run has in common with the next band when its first bands are closed by themselves:
    they had a gap just there by chance, a word space in a heading.
    """
    for start in range(1, min(_HEADINGS, len(run))):
        common = _gaps(_covered([*run[start:], band]), height)
        if common:
            _close(groups, run[:start], [], height)
            del run[:start]
            return common
    return []


def _close(
    groups: list[_Group], bands: Sequence[Sequence[Piece]], gutters: Iterable[Interval], height: int
) -> None:
    """Make a group of the bands; those without gutters that follow each other are one."""
    run = [piece for band in bands for piece in band]
    held = tuple(gap for gap in gutters if _divides(run, gap, height))
    if held or (run and (not groups or groups[-1].gutters)):
        groups.append(_Group(run, held))
    elif run:
        groups[-1] = _Group([*groups[-1].pieces, *run])


def _bands(pieces: Sequence[Piece], height: int) -> list[list[Piece]]:
    """Pieces between which nothing is white from left to right, the topmost first."""
    bands: list[list[Piece]] = []
    floor = 0
    for piece in sorted(pieces, key=lambda piece: -piece.top):
        if bands and piece.top > floor + _TOUCH * height:
            bands[-1].append(piece)
            floor = min(floor, piece.bottom)
        else:
            bands.append([piece])
            floor = piece.bottom
    return bands


def _united(intervals: Iterable[Interval]) -> list[Interval]:
    """Intervals that do not touch, from the left, which cover the same."""
    united: list[Interval] = []
    for left, right in sorted(intervals):
        if united and left <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], right))
        else:
            united.append((left, right))
    return united


def _covered(bands: Iterable[Iterable[Piece]]) -> list[Interval]:
    return _united((piece.left, piece.right) for band in bands for piece in band)


def _gaps(covered: Sequence[Interval], height: int) -> list[Interval]:
    """What is white between the intervals, if it is wide enough for a gutter and leaves room for columns."""
    if len(covered) < 2:
        return []
    first, last = covered[0][0] + _COLUMN * height, covered[-1][1] - _COLUMN * height
    return [
        (left, right)
        for (_, left), (right, _) in pairwise(covered)
        if right - left >= _GUTTER * height and left >= first and right <= last
    ]


def _divides(pieces: Sequence[Piece], gap: Interval, height: int) -> bool:
    """Whether some lines stand on both sides of the gap, side by side."""
    before = [piece for piece in pieces if piece.right <= gap[0]]
    after = [piece for piece in pieces if piece.left >= gap[1]]
    beside = min(_top(before), _top(after)) - max(_bottom(before), _bottom(after))
    return beside >= _LINES * height


def _top(pieces: Iterable[Piece]) -> int:
    return max((piece.top for piece in pieces), default=0)


def _bottom(pieces: Iterable[Piece]) -> int:
    return min((piece.bottom for piece in pieces), default=0)


def _divided(group: _Group) -> list[list[Piece]]:
    """The columns, from the left."""
    columns: list[list[Piece]] = [[] for _ in range(len(group.gutters) + 1)]
    for piece in group.pieces:
        columns[sum(piece.left >= right for _, right in group.gutters)].append(piece)
    return columns


def _lines(pieces: Sequence[Piece]) -> list[Line]:
    """From the top; what overlaps in height is one line."""
    lines: list[list[Piece]] = []
    bottom = top = 0
    for piece in sorted(pieces, key=lambda piece: (-piece.top - piece.bottom, piece.left)):
        overlap = min(top, piece.top) - max(bottom, piece.bottom)
        if lines and overlap >= _SAME_LINE * min(piece.height, top - bottom):
            lines[-1].append(piece)
            bottom, top = min(bottom, piece.bottom), max(top, piece.top)
        else:
            lines.append([piece])
            bottom, top = piece.bottom, piece.top
    return [tuple(sorted(line, key=lambda piece: piece.left)) for line in lines]
