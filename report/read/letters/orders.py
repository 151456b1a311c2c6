"""The orders in which a page can be read, beside that of its content: in go its characters, out come those
that differ.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import pairwise

from report.read.letters import bidi
from report.read.letters.bidi import RIGHT_TO_LEFT, Sign
from report.read.letters.columns import Line, blocks_in_order, notes_last
from report.read.letters.content import Content
from report.read.letters.glyphs import Glyphs
from report.read.letters.page import Order
from report.read.letters.pieces import Piece, pieces
from report.read.letters.visual import signs

_SPACE = 0.15
"""Times the height of its line that a gap is wide at least to be a space."""
_WIDE = 2
"""Times the height of its line that a gap is wide between what belongs together."""
_MOST = 50_000
"""Pieces of a page; one that has more is no page that people read."""
_END = Sign("\n", (-1,))
_GAP = Sign(" ", (-1,))


def other_orders(content: Content, found: Glyphs) -> tuple[Order, ...]:
    """The likeliest first."""
    cut = pieces(content, found.angle)
    if len(cut) > _MOST:
        return ()
    letters = sum(map(str.isalpha, content.text))
    from_right = len(RIGHT_TO_LEFT.findall(content.text)) * 2 > letters
    blocks = [
        block
        for turn in _turns(cut)
        for block in blocks_in_order([piece for piece in cut if piece.turn == turn], from_right)
    ]
    ways = [[line for block in blocks for line in block], notes_last(blocks)]
    if RIGHT_TO_LEFT.search(content.text):
        ways.append(_stored_lines(cut, content))

        @cache
        def cells(line: Line) -> list[list[Sign]]:
            return [signs(cell, content, found) for cell in _cells(line)]

        read = [
            _order(_logical(lines, content, cells, from_right, joined))
            for at, lines in enumerate(ways)
            if lines not in ways[:at]
            for joined in (False, True)
        ]
        return _differing(content.text, read)
    return _differing(
        content.text,
        (
            _order(sign for line in lines for sign in _from_left(line, content))
            for lines in ways
            if cut != [piece for line in lines for piece in line]
        ),
    )


def _turns(cut: Sequence[Piece]) -> list[int]:
    """The directions of writing on the page, that of most of it first."""
    amounts = dict.fromkeys(range(4), 0)
    for piece in cut:
        amounts[piece.turn] += piece.end - piece.start
    return sorted((turn for turn in amounts if amounts[turn]), key=lambda turn: (-amounts[turn], turn))


def _stored_lines(cut: Sequence[Piece], content: Content) -> list[Line]:
    """The lines as pdfium has them, in the order of the content."""
    lines: list[list[Piece]] = []
    for before, piece in pairwise((None, *cut)):
        assert piece is not None
        if before is None or before.turn != piece.turn or "\n" in content.text[before.end : piece.start]:
            lines.append([])
        lines[-1].append(piece)
    return [tuple(sorted(line, key=lambda piece: piece.left)) for line in lines]


def _from_left(line: Line, content: Content) -> Iterable[Sign]:
    yield _spelled(line[0], content)
    for before, piece in pairwise(line):
        if piece.left - before.right >= _SPACE * min(before.height, piece.height):
            yield _GAP
        yield _spelled(piece, content)
    yield _END


def _spelled(piece: Piece, content: Content) -> Sign:
    return Sign(content.text[piece.start : piece.end], tuple(range(piece.start, piece.end)))


def _cells(line: Line) -> Iterable[Line]:
    """A line's parts with wide gaps between them, from the left: each has a direction of its own."""
    cell = [line[0]]
    for before, piece in pairwise(line):
        if piece.left - before.right > _WIDE * max(before.height, piece.height):
            yield tuple(cell)
            cell = []
        cell.append(piece)
    yield tuple(cell)


def _logical(
    lines: Iterable[Line],
    content: Content,
    signs_of: Callable[[Line], list[list[Sign]]],
    from_right: bool,
    joined: bool,
) -> list[Sign]:
    """Lines of which some run from right to left, brackets set right; `from_right`: most of the page does.

    `signs_of` gives the signs of a line's cells, from the left.

    Whether a file spells a bracket as it looks or as it is read is its maker's choice, one for the page.
    """
    cells: list[list[tuple[Sign, bool]]] = []
    for line in lines:
        if any(RIGHT_TO_LEFT.search(content.text, piece.start, piece.end) for piece in line):
            read = [bidi.logical(cell, joined) for cell in signs_of(line)]
            for cell in reversed(read) if from_right else read:
                cells += [cell, [(_GAP, False)]]
            cells[-1] = [(_END, False)]
        else:
            cells.append([(sign, False) for sign in _from_left(line, content)])
    backward = "".join(sign.text for cell in cells for sign, turned in cell if turned)
    turn = bidi.well_paired(bidi.mirrored(backward)) > bidi.well_paired(backward)
    return [
        sign
        for cell in cells
        for sign, _ in (bidi.paired(_mirrored(cell) if turn else cell) if any(t for _, t in cell) else cell)
    ]


def _mirrored(cell: Sequence[tuple[Sign, bool]]) -> list[tuple[Sign, bool]]:
    return [
        (Sign(bidi.mirrored(sign.text), sign.places) if turned else sign, turned) for sign, turned in cell
    ]


def _order(parts: Iterable[Sign]) -> Order:
    text: list[str] = []
    places = array("i")
    for part in parts:
        text.append(part.text)
        places.extend(part.places)
    return Order("".join(text), places)


def _differing(first: str, orders: Iterable[Order]) -> tuple[Order, ...]:
    """Those that are none before them; how much white space there is makes no difference."""
    kept: dict[str, Order] = {" ".join(first.split()): Order(first, array("i"))}
    for order in orders:
        kept.setdefault(" ".join(order.text.split()), order)
    return tuple(kept.values())[1:]
