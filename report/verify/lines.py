"""A text whose pages are its lines, searched as one: a passage runs on from line to line as within one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from report.model.attestation import Document, Match, PageWords, Span
from report.verify.find import Index


class LineIndex:
    """Like `Index`, of a document whose pages are lines: what is found has a span for each line."""

    def __init__(self, document: Document) -> None:
        lines = [orders[0] for orders in document.pages]
        self._numbers = [line.number for line in lines]
        self._starts = list(accumulate((len(line.text) + 1 for line in lines), initial=0))
        whole = PageWords(1, "\n".join(line.text for line in lines))
        self._index = Index(Document(((whole,),) if lines else (), document.language))

    def find(self, quotation: str) -> Match:
        match = self._index.find(quotation)
        return replace(match, spans=tuple(line for span in match.spans for line in self._by_line(span)))

    def _by_line(self, span: Span) -> Iterator[Span]:
        at = span.start
        while at < span.end:
            line = bisect_right(self._starts, at) - 1
            start, end = self._starts[line], self._starts[line + 1] - 1
            if at < end:  # not an end of a line alone
                yield Span(self._numbers[line], 0, at - start, min(span.end, end) - start)
            at = self._starts[line + 1]
