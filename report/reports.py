"""What was compiled, for `--json`: sections, entries and annexes, with their pages and folios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from report.join import Part, first_pages
from report.model import Annex, Attested, Dossier, FailedFile, OtherFile, PagedFile, Section, TextFile
from report.outcome import AnnexReport, Difference, EntryReport, QuotationReport, SectionReport
from report.settle import Settled


def section_reports(parts: Sequence[Part], settled: Settled) -> tuple[SectionReport, ...]:
    first = _first_pages(parts)
    return tuple(
        SectionReport(
            part.section.id,
            first[part.section.id],
            str(part.labels[0]),
            part.sheets.pages,
            cached=settled.sections[part.section.id].cached,
            seconds=round(settled.sections[part.section.id].seconds, 4),
        )
        for part in parts
    )


def entry_reports(dossier: Dossier, parts: Sequence[Part]) -> tuple[EntryReport, ...]:
    first = _first_pages(parts)
    where = {anchor: part for part in parts for anchor in part.sheets.anchors if anchor.startswith("entry:")}
    reports = []
    for entry in dossier.entries:
        anchor = f"entry:{entry.id}"
        part = where.get(anchor)
        if part is None:  # left out
            reports.append(EntryReport(entry.id, entry.id))
            continue
        page = part.sheets.anchors[anchor].page
        folio = str(part.labels[page])
        reports.append(EntryReport(entry.id, part.section.id, first[part.section.id] + page, folio))
    return tuple(reports)


def annex_reports(
    annexes: Sequence[Annex], parts: Sequence[Part], settled: Settled
) -> tuple[AnnexReport, ...]:
    first = _first_pages(parts)
    by_annex: dict[int, list[Part]] = {}
    for part in parts:
        if part.section.annex is not None:
            by_annex.setdefault(part.section.annex, []).append(part)
    return tuple(
        _annex_report(annex, by_annex[annex.number], first, settled)
        if annex.number in by_annex
        else _facts(annex)
        for annex in annexes
    )


def _annex_report(
    annex: Annex, parts: Sequence[Part], first: Mapping[str, int], settled: Settled
) -> AnnexReport:
    cover = [part for part in parts if part.section.cover]
    pages = [part for part in parts if not part.section.cover]
    return replace(
        _facts(annex),
        page=first[parts[0].section.id],
        folio=str(parts[0].labels[0]),
        cover_pages=sum(part.sheets.pages for part in cover),
        source_pages=sum(part.sheets.pages for part in pages),
        seconds=round(
            sum(settled.sections[part.section.id].seconds for part in parts)
            + (annex.file.seconds if isinstance(annex.file, PagedFile) else 0.0),
            4,
        ),
    )


def _facts(annex: Annex) -> AnnexReport:
    """What is known without pages."""
    report = AnnexReport(f"Annex {annex.name}", annex.sources, annex.file.path, annex.file.sha256)
    if isinstance(annex.file, FailedFile):
        return replace(report, failure=annex.file.reason)
    if isinstance(annex.file, TextFile):
        return replace(report, kind="text")
    if isinstance(annex.file, OtherFile):
        return report
    reading = annex.file.reading
    changes = tuple(change.value for change, _ in reading.changes)
    return replace(
        report,
        kind=reading.kind.value,
        changes=changes,
        repaired="repaired" in changes,
        removed=reading.removed,
        cached=annex.file.cached,
    )


def quotation_reports(
    attested: Sequence[Attested], parts: Sequence[Part] = ()
) -> tuple[QuotationReport, ...]:
    """Without parts, of a dossier that was checked, nothing has a page."""
    first = _first_pages(parts)
    where = {
        anchor: (first[part.section.id] + spot.page, str(part.labels[spot.page]))
        for part in parts
        for anchor, spot in part.sheets.anchors.items()
    }
    reports = []
    for one in attested:
        page, folio = where.get(one.anchor, (None, None))
        place = one.quotation.place
        reports.append(
            QuotationReport(
                entry=one.entry,
                file=place.file,
                line=place.line,
                column=place.column,
                source=one.source,
                via=one.via,
                verdict=one.match.verdict.value,
                source_page=one.page,
                source_line=one.line,
                paragraph=one.paragraph,
                page=page,
                folio=folio,
                recognised=one.recognised,
                changes=tuple(Difference(change.quoted, change.source) for change in one.match.changes),
                passage=one.passage or None,
            )
        )
    return tuple(reports)


def without_pages(
    dossier: Dossier, sections: Sequence[Section], annexes: Sequence[Annex]
) -> tuple[tuple[SectionReport, ...], tuple[EntryReport, ...], tuple[AnnexReport, ...]]:
    """The same lists of a dossier that was checked, not compiled: it has no pages."""
    anchors = {f"entry:{entry.id}": entry.id for entry in dossier.entries}
    heads = [(section.id, anchor) for section in sections for anchor, _ in section.heads]
    section_of = {anchors[anchor]: section for section, anchor in heads if anchor in anchors}
    return (
        tuple(SectionReport(section.id, None, None, None) for section in sections),
        tuple(EntryReport(entry.id, section_of[entry.id]) for entry in dossier.entries),
        tuple(_facts(annex) for annex in annexes),
    )


def _first_pages(parts: Sequence[Part]) -> dict[str, int]:
    """The page of the PDF, from 1, on which each section begins."""
    return {part.section.id: page + 1 for part, page in zip(parts, first_pages(parts), strict=False)}
