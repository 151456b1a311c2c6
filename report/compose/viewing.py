"""Turns the dossier's values into what the templates print: text, numbers and finished HTML."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup, escape

from report.compose.dates import in_words
from report.compose.evidence import NBSP, find_evidence, runs, sentence
from report.compose.groups import Group, group_of
from report.compose.prose import Written
from report.compose.records import number_statements
from report.compose.views import (
    AnnexView,
    DossierView,
    EntryView,
    FactView,
    GroupView,
    Line,
    ReproducedView,
    SourceView,
    StatementView,
)
from report.compose.words import Words, direction, locale_for
from report.model import Annex, Archive, Citations, Dossier, Entry, Kind, Source, TextFile


def view_dossier(dossier: Dossier, words: Words) -> DossierView:
    count = sum(entry.kind is not Kind.TEXT for entry in dossier.entries)
    form = locale_for(words.language).plural_form(count)
    counted = words.get(f"statement-{form}") or words["statement-other"]
    return DossierView(
        title=dossier.title,
        subtitle=dossier.subtitle,
        language=dossier.language,
        direction=direction(dossier.language),
        date=in_words(dossier.date, dossier.language) if dossier.date else "",
        reference=dossier.reference,
        submitter=dossier.submitter,
        addressee=dossier.addressee,
        paper=dossier.paper.value,
        statements=counted.format(n=count) if count else "",
    )


def view_line(anchor: str, title: str, part: str, language: str = "") -> Line:
    if direction(language) == "rtl":
        # A piece that is set apart would stand on the wrong side of the words before it.
        return Line(anchor, title, "", part, language)
    before, space, last = title.rpartition(" ")
    return Line(anchor, before + space, last, part, language)


def view_entry(entry: Entry, written: Written, words: Words) -> EntryView:
    return EntryView(
        id=entry.id,
        title=entry.title,
        language=entry.language,
        direction=direction(entry.language),
        kind="" if entry.kind is Kind.TEXT else words[f"kind-{entry.kind.value}"],
        by=entry.by,
        date=in_words(entry.date, entry.language) if entry.date else "",
        date_label=entry.date_label,
        kicker=entry.kicker,
        facts=tuple(FactView(fact.label, fact.value) for fact in entry.facts),
        body=written.html,
        kind_marked=words.marked,
    )


def view_statements(dossier: Dossier) -> tuple[StatementView, ...]:
    """The rows of the table of statements."""
    numbers = number_statements(dossier.entries)
    return tuple(
        StatementView(
            number=numbers[entry.id],
            id=entry.id,
            date=in_words(entry.date, dossier.language) if entry.date else "",
            date_label=entry.date_label,
            by=entry.by,
            title=entry.title,
            language=entry.language,
            direction=direction(entry.language),
        )
        for entry in dossier.entries
        if entry.id in numbers
    )


def view_annex(annex: Annex, dossier: Dossier, citations: Citations, words: Words) -> AnnexView:
    own = [dossier.sources[key] for key in annex.sources if key not in annex.via]
    archive = own[0].archive if own else None
    written_in = (archive.language if archive else "") or (own[0].csl.get("language") if own else "")
    language = str(written_in or dossier.language)
    label = f"{words['annex']}{NBSP}{annex.number}"
    title = str(own[0].csl.get("title") or annex.file.path) if own else annex.file.path
    return AnnexView(
        number=annex.number,
        label=label,
        line=view_line(f"annex:{annex.number}", f"{label}. {title}", "annex"),
        file=annex.file.path,
        sha256=annex.file.sha256,
        size=annex.file.size,
        shows=tuple(describe(source.id, dossier, citations) for source in own),
        reproduces=tuple(_view_reproduced(key, annex, dossier, citations) for key in annex.via),
        facts=_provenance(annex, archive, words),
        language=language,
        direction=direction(language),
        lines=annex.file.lines if isinstance(annex.file, TextFile) else (),
    )


def _provenance(annex: Annex, archive: Archive | None, words: Words) -> tuple[FactView, ...]:
    """What identifies the file as it was received, and what is known of how it was captured."""
    known = {"file": annex.file.path, "size": words["bytes"].format(n=f"{annex.file.size:,}")}
    if archive:
        known |= {
            "captured": archive.captured,
            "captured-by": archive.captured_by,
            "method": archive.method,
            "address": archive.url,
        }
    known["sha256"] = annex.file.sha256
    return tuple(FactView(words[key], value) for key, value in known.items() if value)


def _view_reproduced(key: str, annex: Annex, dossier: Dossier, citations: Citations) -> ReproducedView:
    (evidence,) = find_evidence((key,), dossier.sources, (annex,))
    return ReproducedView(
        key=key,
        html=describe(key, dossier, citations),
        language=str(dossier.sources[key].csl.get("language") or ""),
        lines=", ".join(runs(evidence.lines)),
        anchor=f"annex:{annex.number}:line:{evidence.lines[0].start}" if evidence.lines else "",
    )


def describe(key: str, dossier: Dossier, citations: Citations) -> Markup:
    """A source as the table of sources has it, or its title where the style has no such table."""
    if key in citations.bibliography:
        return citations.bibliography[key]
    source = dossier.sources.get(key)
    return escape(source.csl.get("title") or key) if source else escape(key)


def view_sources(
    dossier: Dossier,
    citations: Citations,
    annexes: tuple[Annex, ...],
    cited_on: Mapping[str, tuple[str, ...]],
    words: Words,
) -> tuple[GroupView, ...]:
    """The table of sources: what is cited and what reproduces it, in groups, in the style's order."""
    keys = [*citations.bibliography, *(key for key in cited_on if key not in citations.bibliography)]
    groups: dict[Group, list[SourceView]] = {group: [] for group in Group}
    for key in keys:
        source = dossier.sources.get(key)
        if source:
            view = _view_source(source, dossier, citations, annexes, cited_on.get(key, ()), words)
            groups[group_of(source.csl)].append(view)
    return tuple(
        GroupView(words[f"group-{group.value}"], tuple(views)) for group, views in groups.items() if views
    )


def _view_source(
    source: Source,
    dossier: Dossier,
    citations: Citations,
    annexes: tuple[Annex, ...],
    marks: tuple[str, ...],
    words: Words,
) -> SourceView:
    evidence = find_evidence((source.id,), dossier.sources, annexes)
    return SourceView(
        key=source.id,
        html=describe(source.id, dossier, citations),
        language=str(source.csl.get("language") or ""),
        marks=" ".join(marks),
        evidence=sentence(evidence, words),
    )
