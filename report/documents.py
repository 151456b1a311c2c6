"""The words of those annexes that are quoted from: annexes go in, what stands in them comes out.

A file whose words cannot be had has none here; that is told as a problem at its source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from report.model import Annex, Document, Dossier, PagedFile, Problem, Range, TextFile, error, warning
from report.page_numbers import find_pages, locator_of
from report.read import Store
from report.read.pool import Readers
from report.read.settings import UnreadableError
from report.read.words import WordsRequest, words_of


def quoted_keys(dossier: Dossier) -> tuple[str, ...]:
    """The keys of the sources that are quoted, each once; behind each the one that reproduces its words."""
    order: dict[str, None] = {}
    for entry in dossier.entries:
        for quotation in entry.body.quotations:
            for item in quotation.citation.items:
                source = dossier.sources.get(item.key)
                if source is not None and source.archive is not None:
                    order.setdefault(item.key)
                    if source.archive.via:
                        order.setdefault(source.archive.via)
    return tuple(order)


def documents_of(
    dossier: Dossier, annexes: Sequence[Annex], store: Store
) -> tuple[Mapping[int, Document], tuple[Problem, ...]]:
    """By the annexes' numbers."""
    quoted = set(quoted_keys(dossier))
    # A file that serves further sources stands there twice, with one number.
    by_number = {annex.number: annex for annex in annexes}
    wanted = [
        annex
        for annex in by_number.values()
        if quoted.intersection(annex.sources) and isinstance(annex.file, TextFile | PagedFile)
    ]
    limits = dossier.annex_settings.limits
    requests = [
        WordsRequest(annex.file, _pages(annex, dossier, quoted), _language(annex, dossier), limits)
        for annex in wanted
        if isinstance(annex.file, TextFile | PagedFile)
    ]
    with Readers() as readers:
        answers = words_of(requests, store, readers)
    documents: dict[int, Document] = {}
    problems: list[Problem] = []
    for annex, answer in zip(wanted, answers, strict=True):
        if isinstance(answer, UnreadableError):
            problems.append(_problem(annex, dossier, answer))
        elif answer.unrecognised is not None:
            problems.append(_not_recognised(annex, dossier, answer.unrecognised))
        documents[annex.number] = Document(()) if isinstance(answer, UnreadableError) else answer
    return documents, tuple(problems)


def _pages(annex: Annex, dossier: Dossier, quoted: set[str]) -> tuple[Range, ...]:
    """Those that quotations can be on, where the author says it of each source: a scan takes a while to
    recognise.
    """
    found: set[Range] = set()
    for key in quoted.intersection(annex.sources):
        archive = dossier.sources[key].archive
        if archive is None or not archive.pages or not isinstance(annex.file, PagedFile):
            return ()
        runs = find_pages(locator_of(archive.pages), annex)
        found.update(Range(run.first.number, run.last.number) for run in runs if run.first and run.last)
    return tuple(sorted(found, key=lambda run: (run.start, run.end)))


def _language(annex: Annex, dossier: Dossier) -> str:
    source = dossier.sources[annex.sources[0]]
    written_in = source.archive.language if source.archive else ""
    return str(written_in or source.csl.get("language") or "")


def _problem(annex: Annex, dossier: Dossier, refusal: UnreadableError) -> Problem:
    archive = dossier.sources[annex.sources[0]].archive
    assert archive is not None, "an annex is of a source with an archived file"
    return error(refusal.code, f"{annex.file.path}: {refusal.message}", archive.place, refusal.hint)


def _not_recognised(annex: Annex, dossier: Dossier, told: tuple[str, str]) -> Problem:
    archive = dossier.sources[annex.sources[0]].archive
    assert archive is not None, "an annex is of a source with an archived file"
    reason, hint = told
    message = f"{annex.file.path} has pages without text that were not recognised: {reason}"
    return warning("not-recognised", message, archive.place, hint)
