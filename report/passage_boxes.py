"""Where passages stand on paper: in go runs of characters, out come the boxes of their lines."""

from __future__ import annotations

from collections.abc import Sequence

from report.model import Box, Document, Span


def boxes_of(spans: Sequence[Span], document: Document) -> dict[int, tuple[Box, ...]]:
    """The lines in which the words stand on each page: boxes of letters beside each other, united."""
    orders = {page[0].number: page for page in document.pages}
    found: dict[int, list[Box]] = {}
    for span in spans:
        order = orders[span.page][span.order]
        lines = found.setdefault(span.page, [])
        start, end = _whole_lines(order.boxes, span.start, span.end)
        for box in order.boxes[start:end]:
            if box is None:
                continue
            if lines and _same_line(lines[-1], box):
                lines[-1] = _united(lines[-1], box)
            else:
                lines.append(box)
    return {page: tuple(lines) for page, lines in found.items()}


def _whole_lines(boxes: Sequence[Box | None], start: int, end: int) -> tuple[int, int]:
    """The run widened to the lines in which it begins and ends: a rule in mid-line would stand on words."""
    first = next((box for box in boxes[start:end] if box), None)
    last = next((box for box in reversed(boxes[start:end]) if box), None)
    while first and start > 0 and _beside(boxes[start - 1], first):
        start -= 1
        box = boxes[start]
        first = _united(first, box) if box else first
    while last and end < len(boxes) and _beside(boxes[end], last):
        box = boxes[end]
        last = _united(last, box) if box else last
        end += 1
    return start, end


def _beside(box: Box | None, other: Box) -> bool:
    """Whether a letter stands in the line of another, no further from it than words do; a space may."""
    if box is None:
        return True
    gap = max(box[0] - other[2], other[0] - box[2])
    return _same_line(other, box) and gap < 1.2 * (other[3] - other[1])


def _same_line(line: Box, box: Box) -> bool:
    """By the middle of either: a full stop is low, and a quotation mark high."""
    return line[1] <= (box[1] + box[3]) / 2 <= line[3] or box[1] <= (line[1] + line[3]) / 2 <= box[3]


def _united(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )
