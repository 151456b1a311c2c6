"""Looks up every quotation in the source that it is cited from: in go entries and annexes, out come verdicts.

Words are looked up in the file of the source itself, or in that of the source which reproduces it (`via`), on
the pages or lines that the author names. What is not as the source has it is a problem (`misquotations.py`).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from report.memory import Remember, forgetful
from report.model import (
    Annex,
    Archive,
    Attested,
    CitationItem,
    Document,
    Dossier,
    Match,
    PagedFile,
    Quotation,
    Source,
    Span,
    TextFile,
    Verdict,
)
from report.named_places import named_lines, named_pages, other_page, other_paragraph, touches, wanted_part
from report.page_numbers import page_numbers
from report.paragraphs import Paragraphs, paragraphs_of
from report.passage_boxes import boxes_of
from report.verify import Index, LineIndex

_RANK = {verdict: rank for rank, verdict in enumerate(Verdict)}
"""Of the verdicts on the sources of one citation the first holds: the words are of one of them."""
_FEWEST_WORDS = 4
"""Fewer may stand anywhere, and say nothing of where they were taken from."""
_RUNS_ON = 40
"""Lines on which a passage may end that begins on a line which is named."""


def attest(
    dossier: Dossier,
    annexes: Sequence[Annex],
    documents: Mapping[int, Document],
    others: Sequence[Annex] = (),
    remember: Remember = forgetful,
) -> tuple[Attested, ...]:
    """Every quotation, in order of reading; `documents` are the words of annexes, by number.

    `others` are files that are quoted and not appended, numbered behind the annexes, or annexes with the
    pages that are not appended.
    """
    step = f"attest {len(others)}"
    inputs = (dossier.sources, annexes, documents, others)
    sources = remember(step, inputs, lambda: _Sources(*inputs))
    attested: list[Attested] = []
    for entry in dossier.entries:
        quotations = entry.body.quotations
        verdicts = partial(_verdicts, entry.id, quotations, sources)
        attested += remember(f"{step} {entry.id}", (quotations, sources), verdicts)
    return tuple(attested)


def _verdicts(entry: str, quotations: Sequence[Quotation], sources: _Sources) -> list[Attested]:
    return [
        sources.with_another(min(sources.look_up(entry, one), key=lambda found: _RANK[found.match.verdict]))
        for one in quotations
    ]


class _Sources:
    """The sources' words, each part of them that is searched indexed once."""

    def __init__(
        self,
        sources: Mapping[str, Source],
        annexes: Sequence[Annex],
        documents: Mapping[int, Document],
        others: Sequence[Annex],
    ) -> None:
        self._sources = sources
        self._files = {annex.number: annex for annex in (*annexes, *others) if annex.number in documents}
        self._annex_of = {key: annex for annex in (*annexes, *others) for key in annex.sources}
        self._appended = {annex.number: annex for annex in annexes if annex.appended}
        self._shown = {posixpath.normpath(annex.file.path): annex for annex in self._appended.values()}
        self._documents = documents
        self._paragraphs: dict[int, Paragraphs] = {}
        self._parts: dict[tuple[int, frozenset[int] | None], tuple[Document, Index | LineIndex]] = {}

    def look_up(self, entry: str, quotation: Quotation) -> Iterator[Attested]:
        """Once for each source that the quotation is cited from."""
        for item in quotation.citation.items:
            source = self._sources.get(item.key)
            archive = source.archive if source else None
            annex = self._annex_of.get(item.key)
            if archive is None or annex is None:
                yield Attested(entry, quotation, item.key, Match(Verdict.NO_ARCHIVE))
            else:
                unknown = Attested(entry, quotation, item.key, Match(Verdict.ABSENT))
                yield self._in_annex(unknown, item, archive, annex)

    def with_another(self, one: Attested) -> Attested:
        """Where in the files that are quoted absent words stand instead: in another, or in another part."""
        words = one.quotation.original or one.quotation.text
        if one.match.verdict is not Verdict.ABSENT or len(words.split()) < _FEWEST_WORDS:
            return one
        for annex in self._files.values():
            if not isinstance(annex.file, TextFile | PagedFile):
                continue
            _, index = self._searched(annex, None)
            match = index.find(words)
            if match.verdict is Verdict.VERBATIM:
                page = match.spans[0].page
                text = isinstance(annex.file, TextFile)
                place = f"line {page}" if text else f"p. {_numbers(annex)[page]}"
                return replace(one, instead=f"{annex.file.path}, {place}")
        return one

    def _in_annex(self, one: Attested, item: CitationItem, archive: Archive, annex: Annex) -> Attested:
        document, index = self._part(annex, archive)
        shown = self._appended.get(annex.number) or self._shown.get(posixpath.normpath(annex.file.path))
        preferred = named_pages(item, annex) or (frozenset() if annex is shown else _pages_of(shown))
        match = self._judge(one.quotation, document, index, preferred)
        lines = named_lines(item, annex)
        if lines and match.verdict is Verdict.VERBATIM and not touches(match.spans, lines):
            match = self._on_lines(one.quotation, annex, lines) or match
        start = match.spans[0] if match.spans else None
        known = replace(
            one,
            match=match,
            via=archive.via or None,
            path=annex.file.path,
            sha256=annex.file.sha256,
            annex=shown.number if shown else None,
            recognised=_recognised(match, document),
            unread=_unread(match, document, annex),
        )
        if start is None:
            return known
        if match.verdict is Verdict.ALTERED:
            known = replace(known, passage=_passage(match.spans, document))
        if match.verdict is Verdict.VERBATIM:
            paragraph = self._paragraphs_of(annex).of(start)
            other = other_paragraph(item, paragraph)
            known = replace(known, paragraph=paragraph, other_paragraph="" if archive.via else other)
        if isinstance(annex.file, TextFile):
            told = item.locator.value if item.locator and lines and not touches(match.spans, lines) else ""
            return replace(known, line=start.page, elsewhere=told)
        appended = _pages_of(shown)
        left_out = shown is not None and start.page not in appended
        boxes = boxes_of(match.spans, document)
        return replace(
            known,
            annex=None if left_out else known.annex,
            left_out=left_out,
            page=start.page,
            number=_numbers(annex if shown is None or left_out else shown)[start.page],
            boxes={page: lines for page, lines in boxes.items() if page in appended},
            elsewhere="" if archive.via else other_page(item, annex, match.spans),
        )

    def _judge(
        self,
        quotation: Quotation,
        document: Document,
        index: Index | LineIndex,
        preferred: frozenset[int],
    ) -> Match:
        """Words that stand on several pages are found on a `preferred` one, if they are there."""

        def find(words: str) -> Match:
            return index.find(words, preferred) if isinstance(index, Index) else index.find(words)

        if not _has_text(document):
            return Match(Verdict.UNREADABLE)
        if quotation.translation:
            found = find(quotation.original) if quotation.original else Match(Verdict.TRANSLATION)
            # A translation is not compared; its original, where the author gives it, is.
            if _is_there(found):
                return replace(found, verdict=Verdict.TRANSLATION)
            return _unless_unread(found, document)
        match = find(quotation.text)
        if match.verdict is Verdict.ABSENT and _other_language(quotation, document.language):
            return Match(Verdict.TRANSLATION)
        return _unless_unread(match, document)

    def _on_lines(self, quotation: Quotation, annex: Annex, lines: frozenset[int]) -> Match | None:
        """The words where they begin in these lines of a text, if they stand there as well."""
        near = frozenset(range(min(lines), max(lines) + _RUNS_ON))
        match = self._judge(quotation, *self._searched(annex, near), frozenset())
        there = match.verdict is Verdict.VERBATIM and touches(match.spans, lines)
        return match if there else None

    def _paragraphs_of(self, annex: Annex) -> Paragraphs:
        """Of the whole file, whichever part of it is searched."""
        if annex.number not in self._paragraphs:
            document = self._documents.get(annex.number, Document(()))
            self._paragraphs[annex.number] = paragraphs_of(document)
        return self._paragraphs[annex.number]

    def _part(self, annex: Annex, archive: Archive) -> tuple[Document, Index | LineIndex]:
        """The pages or lines of the file in which the words are to be."""
        return self._searched(annex, wanted_part(annex, archive))

    def _searched(self, annex: Annex, wanted: frozenset[int] | None) -> tuple[Document, Index | LineIndex]:
        document = self._documents.get(annex.number, Document(()))
        key = (annex.number, wanted)
        if key not in self._parts:
            pages = tuple(orders for orders in document.pages if wanted is None or orders[0].number in wanted)
            unread = document.unread.intersection(orders[0].number for orders in pages)
            part = replace(document, pages=pages, unread=unread)
            index = LineIndex(part) if isinstance(annex.file, TextFile) else Index(part)
            self._parts[key] = (part, index)
        return self._parts[key]


def _pages_of(annex: Annex | None) -> frozenset[int]:
    """The numbers of its pages; none of a text."""
    if annex is None or not isinstance(annex.file, PagedFile):
        return frozenset()
    return frozenset(page.number for page in annex.file.reading.pages)


def _passage(spans: Sequence[Span], document: Document) -> str:
    """What stands there, pages and pieces one after the other."""
    orders = {page[0].number: page for page in document.pages}
    return "\n".join(orders[one.page][one.order].text[one.start : one.end] for one in spans)


def _recognised(match: Match, document: Document) -> bool:
    """Whether it was found in recognised text; of what was not found, whether it could be there, misread."""
    if match.spans:
        pages = {page[0].number: page for page in document.pages}
        return any(pages[span.page][span.order].recognised for span in match.spans)
    return match.verdict is Verdict.ABSENT and any(page[0].recognised for page in document.pages)


def _unless_unread(match: Match, document: Document) -> Match:
    """Words may stand where nothing could be read, but not where something so like them stands."""
    return Match(Verdict.UNREADABLE) if match.verdict is Verdict.ABSENT and document.unread else match


def _unread(match: Match, document: Document, annex: Annex) -> tuple[str, ...]:
    if match.verdict is not Verdict.UNREADABLE or not document.unread or not _has_text(document):
        return ()
    return tuple(number for page, number in _numbers(annex).items() if page in document.unread)


def _has_text(document: Document) -> bool:
    return any(order.text.strip() for orders in document.pages for order in orders)


def _is_there(match: Match) -> bool:
    return match.verdict in (Verdict.VERBATIM, Verdict.TRANSLATION)


def _other_language(quotation: Quotation, language: str) -> bool:
    quoted, written = (tag.split("-", maxsplit=1)[0].lower() for tag in (quotation.language, language))
    return bool(quoted and written) and quoted != written


def _numbers(annex: Annex) -> Mapping[int, str]:
    assert isinstance(annex.file, PagedFile)
    pages = (page.number for page in annex.file.reading.pages)
    return dict(zip(pages, page_numbers(annex), strict=True))
