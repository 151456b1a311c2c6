"""Takes drawn furniture apart at its slots, so that a page's numbers stand among its words in their order.

In goes WeasyPrint's PDF, a page for each kind, in which the texts of slots have a colour of their own; out
comes one in which every page holds the words between two slots, and the order of both. A machine that reads
the finished page finds "page 4 of 17", not "page of" and somewhere else the numbers.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import pikepdf
from pikepdf import Dictionary

from report.render.units import PX

MARKER = "#010203"
"""The colour of slots while they are laid out."""

_MARKER_OPERANDS = tuple(round(part / 255, 3) for part in (1, 2, 3))
_PAINTS = frozenset((b"f", b"f*", b"F", b"S", b"s", b"B", b"B*", b"b", b"b*"))
_NEAR = 0.2
"""Points: how far a text may be from where the layout has it."""

Layer = tuple[str, int]
"""`("words", page of the new PDF)` or `("slot", index)`."""


def take_apart(
    pdf: bytes, places: Sequence[Sequence[tuple[float, float]]]
) -> tuple[bytes, list[list[Layer]]]:
    """`places` are where the slots' texts begin, on each page: left end and baseline, from the top left.

    Raises ValueError when a slot's text was not drawn.
    """
    layers: list[list[Layer]] = []
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = [page.obj for page in document.pages]
        made: list[pikepdf.Object] = []
        for page, slots in zip(pages, places, strict=True):
            layers.append([])
            for content, slot in _segments(page.Contents.read_bytes().split(b"\n"), slots):
                if content:
                    layers[-1].append(("words", len(made)))
                    entries = {
                        key: value for key, value in page.items() if key not in ("/Parent", "/Contents")
                    }
                    made.append(document.make_indirect(Dictionary(entries)))
                    made[-1].Contents = document.make_stream(content)
                if slot is not None:
                    layers[-1].append(("slot", slot))
        for new in made:
            document.pages.append(pikepdf.Page(new))
        del document.pages[: len(pages)]
        document.save(written)
    return written.getvalue(), layers


def _segments(
    lines: Sequence[bytes], slots: Sequence[tuple[float, float]]
) -> Iterator[tuple[bytes, int | None]]:
    """The content up to each slot, b"" where nothing is drawn there, and the slot; last what is behind them.

    Every segment has all that sets the state, so that it can be drawn by itself.
    """
    owners = _owners(lines)
    found = [
        _find(lines, owners, number, slots) for number in range(1, (max(owners, default=0) + 1) // 2 + 1)
    ]
    if len(found) != len(slots) or None in found or len(set(found)) != len(found):
        raise ValueError("a slot is not drawn in one piece, or not at all")
    for number in range(len(found) + 1):
        content = _only(lines, owners, 2 * number)
        yield content, found[number] if number < len(found) else None


def _owners(lines: Sequence[bytes]) -> list[int]:
    """For each line: 2 n for what is drawn behind the n-th slot, 2 n - 1 for that slot, -1 for mere state."""
    owners: list[int] = []
    slots, in_text, marked = 0, False, False
    for line in lines:
        operator = line.rsplit(b" ", 1)[-1]
        if operator == b"rg":
            parts = tuple(round(float(part), 3) for part in line.split()[:3])
            marked = parts == _MARKER_OPERANDS
        elif operator == b"BT":
            in_text = True
            slots += marked
        if in_text:
            owners.append(2 * slots - marked)
        else:
            owners.append(2 * slots if operator in _PAINTS or operator == b"Do" else -1)
        if operator == b"ET":
            in_text = False
    return owners


def _find(
    lines: Sequence[bytes], owners: Sequence[int], number: int, slots: Sequence[tuple[float, float]]
) -> int | None:
    """Which slot the n-th text in the marker's colour is, by its place."""
    text = [line for line, owner in zip(lines, owners, strict=True) if owner == 2 * number - 1]
    place = next((line.split() for line in text if line.endswith(b" Tm")), None)
    if place is None:
        return None
    x, y = float(place[4]) * PX, float(place[5]) * PX
    near = (index for index, slot in enumerate(slots) if max(abs(x - slot[0]), abs(y - slot[1])) < _NEAR)
    return next(near, None)


def _only(lines: Sequence[bytes], owners: Sequence[int], owner: int) -> bytes:
    """The lines of one owner, among those that set the state."""
    if owner not in owners:
        return b""
    kept: list[bytes] = []
    for line, whose in zip(lines, owners, strict=True):
        if whose in (-1, owner):
            kept.append(line)
        elif line in _PAINTS:
            kept.append(b"n")  # the path was made, and is not painted
    return b"\n".join(kept)
