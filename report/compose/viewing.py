"""Turns the dossier's values into what the templates print: text, numbers and finished HTML."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup, escape

from report.compose.dates import in_words
from report.compose.evidence import Evidence, find_evidence, phrase
from report.compose.groups import Group, group_of
from report.compose.prose import Written
from report.compose.views import AnnexView, DossierView, EntryView, FactView, GroupView, SourceView
from report.compose.words import Words, direction, locale_for
from report.model import Annex, Citations, Dossier, Entry, Kind, Source


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


def view_entry(entry: Entry, written: Written, words: Words) -> EntryView:
    return EntryView(
        id=entry.id,
        title=entry.title,
        language=entry.language,
        direction=direction(entry.language),
        kind="" if entry.kind is Kind.TEXT else words[f"kind-{entry.kind.value}"],
        by=entry.by,
        date=in_words(entry.date, entry.language) if entry.date else "",
        date_iso=str(entry.date or ""),
        facts=tuple(FactView(fact.label, fact.value) for fact in entry.facts),
        body=written.html,
        statement=entry.kind is not Kind.TEXT,
    )


def view_annex(annex: Annex, dossier: Dossier, citations: Citations, words: Words) -> AnnexView:
    own = [key for key in annex.sources if key not in annex.via]
    archive = dossier.sources[own[0]].archive if own and own[0] in dossier.sources else None
    facts = [FactView(words["file"], annex.file.path), FactView(words["sha256"], annex.file.sha256)]
    if archive:
        recorded = {
            "captured": archive.captured,
            "captured-by": archive.captured_by,
            "method": archive.method,
            "address": archive.url,
        }
        facts += [FactView(words[key], value) for key, value in recorded.items() if value]
    language = (archive.language if archive else "") or dossier.language
    return AnnexView(
        number=annex.number,
        label=f"{words['annex']}\u00a0{annex.number}",
        file=annex.file.path,
        sha256=annex.file.sha256,
        size=annex.file.size,
        shows=tuple(describe(key, dossier, citations) for key in own),
        reproduces=tuple(describe(key, dossier, citations) for key in annex.via),
        facts=tuple(facts),
        language=language,
        direction=direction(language),
        lines=annex.file.lines,
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
    evidence: tuple[Evidence, ...] = find_evidence((source.id,), dossier.sources, annexes)
    return SourceView(
        key=source.id,
        html=describe(source.id, dossier, citations),
        language=str(source.csl.get("language") or ""),
        marks=" ".join(marks),
        evidence=phrase(evidence, words),
    )
