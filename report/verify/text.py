"""The searched text of a source: its pages one after the other, then their other reading orders.

In goes a `Document`, out comes a `Text`: one string in which a passage over a page break is whole, and at
each of its characters where a reader may go on instead (past a running head, a note mark, on to the next
page in another order).
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from report.model.attestation import Document, PageWords, Span
from report.verify.conventions import Fold
from report.verify.left_out import Run, left_out
from report.verify.normalise import Folded, Gap, gap_of, settled
from report.verify.right_to_left import Reordering

_BRACKETS = re.compile(r"\[[^\[\]\x00]{1,120}\]")
Hops = Mapping[int, tuple[tuple[int, Gap], ...]]
"""From an index to where one may go on, and the gap that then is between the two."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How pages are read: how text is folded, and the order of its characters, if not as it stands."""

    fold: Fold
    reorder: Reordering | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A page in one order: `start` is where its characters begin in the text."""

    start: int
    page: int
    order: int
    words: PageWords
    folded: Folded


@dataclass(frozen=True)
class Text:
    """The text to search, the gaps before its characters, and the pages that it is made of."""

    text: str
    gaps: bytes = field(repr=False)
    blocks: tuple[Block, ...] = field(repr=False)
    starts: Sequence[int] = field(repr=False)
    reordered: bool = False
    main: Text | None = field(default=None, repr=False)
    """The text of the first orders alone, which is part of this one."""

    @cached_property
    def hops(self) -> Hops:
        """Where what may be passed over begins. Made when it is first needed: most words stand in a row."""
        return _hops(self.blocks, self.runs, self.reordered)

    @cached_property
    def runs(self) -> Mapping[int, list[list[Run]]]:
        """What may be passed over on the pages of each order."""
        found = dict(self.main.runs) if self.main else {}
        for order in sorted({block.order for block in self.blocks} - found.keys()):
            found[order] = left_out([block.words for block in self.blocks if block.order == order])
        return found

    @cached_property
    def brackets(self) -> tuple[str, ...]:
        """What stands in square brackets, each once."""
        return tuple(dict.fromkeys(_BRACKETS.findall(self.text)))

    @cached_property
    def arrivals(self) -> Mapping[int, Gap]:
        """Where it ends, with the gap between what stands before and after it."""
        found: dict[int, Gap] = {}
        for targets in self.hops.values():
            for target, gap in targets:
                found[target] = max(gap, found.get(target, Gap.NONE))
        return found

    def block(self, at: int) -> Block:
        """The page on which a character stands."""
        return self.blocks[max(0, bisect_right(self.starts, at) - 1)]

    def spans(self, runs: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
        """Where runs of characters stand; what touches on one page is one span."""
        found: list[Span] = []
        for start, end in runs:
            at = start
            while at < end:
                block = self.block(at)
                stop = min(end, block.start + len(block.folded.text))
                if not block.start <= at < stop:  # between two pages that do not follow each other
                    at += 1
                    continue
                index = block.folded.index[at - block.start : stop - block.start]
                found.append(Span(block.words.number, block.order, min(index), max(index) + 1))
                at = stop
        return tuple(found)

    def original(self, start: int, end: int) -> str:
        """The words of the source, on one line."""
        spans = self.spans([(start, end)])
        parts = [self.block_of(span).words.text[span.start : span.end] for span in spans]
        return " ".join(" ".join(parts).split())

    def block_of(self, span: Span) -> Block:
        """The page on which a span is."""
        return next(b for b in self.blocks if b.words.number == span.page and b.order == span.order)


def main_text(document: Document, reading: Reading) -> Text:
    """The first reading order of each page."""
    return _build([[(page, 0, orders[0]) for page, orders in enumerate(document.pages) if orders]], reading)


def all_orders(document: Document, reading: Reading, main: Text | None = None) -> Text:
    """Every reading order, the first of all pages in front. `main` is their text, if it has been made."""
    most = max((len(orders) for orders in document.pages), default=0)
    series = [
        [(page, order, orders[order]) for page, orders in enumerate(document.pages) if len(orders) > order]
        for order in range(most)
    ]
    return _build(series, reading, main)


def _folded(words: PageWords, reading: Reading) -> Folded:
    """The page's text folded, its index into the text as it stands."""
    if reading.reorder is None:
        return reading.fold(words.text)
    order = reading.reorder(words)
    folded = reading.fold("".join([words.text[at] for at in order]))
    order.append(len(words.text))
    return Folded(folded.text, folded.gaps, array("I", [order[at] for at in folded.index]))


def _build(
    series: Sequence[Sequence[tuple[int, int, PageWords]]], reading: Reading, main: Text | None = None
) -> Text:
    known = {(block.page, block.order): block.folded for block in main.blocks} if main else {}
    texts: list[str] = []
    gaps = bytearray()
    blocks: list[Block] = []
    length = 0
    for order in series:
        previous = -2
        carried = ""
        for page, number, words in order:
            if previous != page - 1 or not texts:
                texts.append("\x00")  # nothing runs on here
                gaps.append(Gap.NONE)
                length += 1
                carried = ""
            folded = known.get((page, number)) or _folded(words, reading)
            if folded.text:
                blocks.append(Block(length, page, number, words, folded))
                own = bytearray(folded.gaps)
                between = gap_of(carried + "\n" + words.text[: folded.index[0]])
                own[0] = settled(between, texts[-1][-1], folded.text[0])
                gaps += own
                texts.append(folded.text)
                length += len(folded.text)
                carried = words.text[_end(folded) :]
            else:
                carried += "\n" + words.text
            previous = page
    texts.append("\x00")
    gaps.append(Gap.NONE)
    starts = array("I", [block.start for block in blocks])
    return Text("".join(texts), bytes(gaps), tuple(blocks), starts, reading.reorder is not None, main)


def _end(folded: Folded) -> int:
    return folded.index[len(folded.text) - 1] + 1


def _hops(blocks: Sequence[Block], left: Mapping[int, list[list[Run]]], reordered: bool) -> Hops:
    found: dict[int, list[tuple[int, Gap]]] = {}
    for order in sorted({block.order for block in blocks}):
        own = [block for block in blocks if block.order == order]
        for block, runs in zip(own, left[order], strict=True):
            index = block.folded.index
            if reordered:
                index = array("I", accumulate(index, max))
            for run in runs:
                start = bisect_left(index, run.start, 0, len(block.folded.text))
                end = bisect_left(index, run.end, 0, len(block.folded.text))
                if start < end:
                    gap = _gap_over(block.words.text, run.start, run.end)
                    found.setdefault(block.start + start, []).append((block.start + end, gap))
    _between_orders(blocks, found)
    return {start: tuple(targets) for start, targets in found.items()}


def _gap_over(text: str, start: int, end: int) -> Gap:
    """The gap between the words on both sides of what is left out."""
    left, right = start, end
    while left > 0 and not text[left - 1].isalnum() and gap_of(text[left - 1]) != Gap.NONE:
        left -= 1
    while right < len(text) and gap_of(text[right]) != Gap.NONE:
        right += 1
    before, after = gap_of(text[left:start]), gap_of(text[end:right])
    return max(before, after, Gap.SPACE if right == len(text) else Gap.NONE)


def _between_orders(blocks: Sequence[Block], found: dict[int, list[tuple[int, Gap]]]) -> None:
    """From the end of a page to the next page in each order but its own, which follows by itself."""
    by_page: dict[int, list[Block]] = {}
    for block in blocks:
        by_page.setdefault(block.page, []).append(block)
    for block in blocks:
        for other in by_page.get(block.page + 1, ()):
            end = block.start + len(block.folded.text)
            if other.start != end:
                gap = gap_of(block.words.text[_end(block.folded) :] + "\n")
                found.setdefault(end, []).append((other.start, gap))
