"""Looks up every quotation in the source that it is cited from: in go entries and annexes, out come verdicts.

Words are looked up in the file of the source itself, or in that of the source which reproduces it (`via`), on
the pages or lines that the author names. What is not as the source has it is a problem (`misquotations.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from report.model import (
    Annex,
    Archive,
    Attested,
    Box,
    CitationItem,
    Document,
    Dossier,
    Match,
    PagedFile,
    Quotation,
    Range,
    Span,
    TextFile,
    Verdict,
)
from report.page_numbers import find_pages, locator_of, page_numbers
from report.verify import Index, LineIndex

_RANK = {verdict: rank for rank, verdict in enumerate(Verdict)}
"""Of the verdicts on the sources of one citation the first holds: the words are of one of them."""


def attest(
    dossier: Dossier, annexes: Sequence[Annex], documents: Mapping[int, Document]
) -> tuple[Attested, ...]:
    """Every quotation, in order of reading; `documents` are the words of annexes, by number."""
    sources = _Sources(dossier, annexes, documents)
    return tuple(
        min(sources.look_up(entry.id, quotation), key=lambda one: _RANK[one.match.verdict])
        for entry in dossier.entries
        for quotation in entry.body.quotations
    )


class _Sources:
    """The sources' words, each part of them that is searched indexed once."""

    def __init__(self, dossier: Dossier, annexes: Sequence[Annex], documents: Mapping[int, Document]) -> None:
        self._dossier = dossier
        self._annex_of = {key: annex for annex in annexes for key in annex.sources}
        self._documents = documents
        self._parts: dict[tuple[int, frozenset[int] | None], tuple[Document, Index | LineIndex]] = {}

    def look_up(self, entry: str, quotation: Quotation) -> Iterator[Attested]:
        """Once for each source that the quotation is cited from."""
        for item in quotation.citation.items:
            source = self._dossier.sources.get(item.key)
            archive = source.archive if source else None
            annex = self._annex_of.get(item.key)
            if archive is None or annex is None:
                yield Attested(entry, quotation, item.key, Match(Verdict.NO_ARCHIVE))
            else:
                unknown = Attested(entry, quotation, item.key, Match(Verdict.ABSENT))
                yield self._in_annex(unknown, item, archive, annex)

    def _in_annex(self, one: Attested, item: CitationItem, archive: Archive, annex: Annex) -> Attested:
        document, index = self._part(annex, archive)
        match = self._judge(one.quotation, document, index)
        start = match.spans[0] if match.spans else None
        known = replace(
            one,
            match=match,
            via=archive.via or None,
            path=annex.file.path,
            sha256=annex.file.sha256,
            annex=annex.number if annex.appended else None,
            recognised=_recognised(match, document),
        )
        if start is None:
            return known
        if isinstance(annex.file, TextFile):
            return replace(known, line=start.page)
        return replace(
            known,
            page=start.page,
            number=_numbers(annex)[start.page],
            boxes=_boxes(match.spans, document),
            elsewhere="" if archive.via else _elsewhere(item, annex, match.spans),
        )

    def _judge(self, quotation: Quotation, document: Document, index: Index | LineIndex) -> Match:
        if not any(order.text.strip() for orders in document.pages for order in orders):
            return Match(Verdict.UNREADABLE)
        if quotation.translation:
            found = index.find(quotation.original) if quotation.original else Match(Verdict.TRANSLATION)
            # A translation is not compared; its original, where the author gives it, is.
            return replace(found, verdict=Verdict.TRANSLATION) if _is_there(found) else found
        match = index.find(quotation.text)
        if match.verdict is Verdict.ABSENT and _other_language(quotation, document.language):
            return Match(Verdict.TRANSLATION)
        return match

    def _part(self, annex: Annex, archive: Archive) -> tuple[Document, Index | LineIndex]:
        """The pages or lines of the file in which the words are to be."""
        document = self._documents.get(annex.number, Document(()))
        wanted = _wanted(annex, archive)
        key = (annex.number, wanted)
        if key not in self._parts:
            pages = tuple(orders for orders in document.pages if wanted is None or orders[0].number in wanted)
            part = replace(document, pages=pages)
            index = LineIndex(part) if isinstance(annex.file, TextFile) else Index(part)
            self._parts[key] = (part, index)
        return self._parts[key]


def _elsewhere(item: CitationItem, annex: Annex, spans: Sequence[Span]) -> str:
    """The page that a citation names, if the words begin on another."""
    if item.locator is None or item.locator.label != "page":
        return ""
    runs = [run for run in find_pages(item.locator.value, annex) if run.first and run.last]
    named = _all_in([Range(run.first.number, run.last.number) for run in runs if run.first and run.last])
    return "" if not named or any(span.page in named for span in spans) else item.locator.value


def _recognised(match: Match, document: Document) -> bool:
    """Whether it was found in recognised text; of what was not found, whether it could be there, misread."""
    if match.spans:
        pages = {span.page for span in match.spans}
        return any(page[0].recognised for page in document.pages if page[0].number in pages)
    return match.verdict is Verdict.ABSENT and any(page[0].recognised for page in document.pages)


def _is_there(match: Match) -> bool:
    return match.verdict in (Verdict.VERBATIM, Verdict.TRANSLATION)


def _other_language(quotation: Quotation, language: str) -> bool:
    quoted, written = (tag.split("-", maxsplit=1)[0].lower() for tag in (quotation.language, language))
    return bool(quoted and written) and quoted != written


def _wanted(annex: Annex, archive: Archive) -> frozenset[int] | None:
    """The numbers of the pages or lines that the author means; None for all."""
    if archive.lines and isinstance(annex.file, TextFile):
        return _all_in(archive.lines)
    if archive.pages and isinstance(annex.file, PagedFile):
        runs = find_pages(locator_of(archive.pages), annex)
        return _all_in([Range(run.first.number, run.last.number) for run in runs if run.first and run.last])
    return None


def _all_in(ranges: Sequence[Range]) -> frozenset[int]:
    return frozenset(number for run in ranges for number in range(run.start, run.end + 1))


def _numbers(annex: Annex) -> Mapping[int, str]:
    assert isinstance(annex.file, PagedFile)
    pages = (page.number for page in annex.file.reading.pages)
    return dict(zip(pages, page_numbers(annex), strict=True))


def _boxes(spans: Sequence[Span], document: Document) -> dict[int, tuple[Box, ...]]:
    """The lines of the words on each page: boxes of letters that stand beside each other, united."""
    orders = {page[0].number: page for page in document.pages}
    found: dict[int, list[Box]] = {}
    for span in spans:
        order = orders[span.page][span.order]
        lines = found.setdefault(span.page, [])
        for box in order.boxes[span.start : span.end]:
            if box is None:
                continue
            if lines and _same_line(lines[-1], box):
                lines[-1] = _united(lines[-1], box)
            else:
                lines.append(box)
    return {page: tuple(lines) for page, lines in found.items()}


def _same_line(line: Box, box: Box) -> bool:
    middle = (box[1] + box[3]) / 2
    return line[1] <= middle <= line[3]


def _united(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )
