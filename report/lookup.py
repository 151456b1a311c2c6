"""Looks up all quotations of a dossier: in go its annexes, out come the verdicts and what stood in the way.

Files that are quoted and not appended are read as well. Of a file of which only some pages are appended, the
others are read only where the words are not found on these: a long file, or a scan, takes a while.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from report.attest import attest
from report.documents import documents_of, quoted_keys
from report.memory import Remember, forgetful, same
from report.model import Annex, Attested, CitationItem, Document, Dossier, Problem, Verdict
from report.page_numbers import find_pages
from report.read import Store, read_quoted, read_whole, recognition


def look_up(
    dossier: Dossier, annexes: tuple[Annex, ...], store: Store, remember: Remember = forgetful
) -> tuple[tuple[Attested, ...], tuple[Problem, ...]]:
    """A verdict for each quotation, in order of reading."""
    others, troubles = read_quoted(dossier, quoted_keys(dossier), annexes, store)
    others = same(remember, "quoted", others)
    documents, found = _documents("words", dossier, (*annexes, *others), store, remember)
    attested = attest(dossier, annexes, documents, others, remember)
    behind = max((annex.number for annex in (*annexes, *others)), default=0) + 1
    keys = tuple(dict.fromkeys(_further(attested, dossier, annexes)))
    whole, failed = read_whole(dossier, keys, annexes, store, behind) if keys else ((), ())
    if whole:
        whole = same(remember, "quoted whole", whole)
        more, told = _documents("words of whole files", dossier, whole, store, remember)
        attested = attest(dossier, annexes, {**documents, **more}, (*others, *whole), remember)
        found = tuple(dict.fromkeys((*found, *told)))
    return attested, (*troubles, *found, *failed)


def _documents(
    step: str, dossier: Dossier, annexes: tuple[Annex, ...], store: Store, remember: Remember
) -> tuple[Mapping[int, Document], tuple[Problem, ...]]:
    # Tesseract may be installed, or an archived file's language told, at any time.
    inputs = (annexes, quoted_keys(dossier), dossier.sources, dossier.annex_settings, recognition.installed())
    return remember(step, inputs, lambda: documents_of(dossier, annexes, store))


def _further(attested: Sequence[Attested], dossier: Dossier, annexes: Sequence[Annex]) -> Iterator[str]:
    """The sources that may have the words on pages which are not appended."""
    shown = {key: annex for annex in annexes for key in annex.sources}
    for one in attested:
        for item in one.quotation.citation.items:
            archive = dossier.sources[item.key].archive if item.key in dossier.sources else None
            if archive is not None and (_is_open(one) or _names_another(item, shown.get(item.key))):
                yield item.key
                if archive.via:
                    yield archive.via


def _is_open(one: Attested) -> bool:
    match one.match.verdict:
        case Verdict.ABSENT | Verdict.UNREADABLE:
            return True
        case Verdict.ALTERED:
            # What is a misread word on the right page would be sought in vain on all the others.
            return not one.recognised
        case Verdict.TRANSLATION:
            return not one.quotation.translation
    return False


def _names_another(item: CitationItem, annex: Annex | None) -> bool:
    """Whether the citation names a page that is not among those appended."""
    if annex is None or item.locator is None or item.locator.label != "page":
        return False
    return any(run.first is None or run.last is None for run in find_pages(item.locator.value, annex))
