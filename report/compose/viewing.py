"""Turns the dossier's values into what the templates print: text, numbers and finished HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from report.compose.dates import in_words
from report.compose.evidence import Press, evidence_of, sentence
from report.compose.groups import Group, group_of
from report.compose.prose import Written
from report.compose.records import number_statements
from report.compose.views import (
    DossierView,
    EntryView,
    FactView,
    GroupView,
    Line,
    SourceView,
    StatementView,
)
from report.compose.words import Words, locale_for
from report.directions import direction, has_other
from report.model import Annex, Citations, Dossier, Entry, Kind, Pagination, Source

_LONGEST = 30
"""Letters of a title's last word for which a line surely has room."""


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


def view_line(anchor: str, title: str, part: str, around: str, language: str = "") -> Line:
    """`around` is the dossier's language, `language` the title's where it is another."""
    if "rtl" in (direction(around), direction(language)) or has_other(title, "ltr"):
        # A piece that is set apart would stand on the wrong side of the words before it.
        return Line(anchor, title, "", part, language)
    before, space, last = title.rpartition(" ")
    if len(last) > _LONGEST:
        return Line(anchor, title, "", part, language)
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
        body=written.html if not entry.unreadable else _missing(words),
        kind_marked=words.marked,
    )


def _missing(words: Words) -> Markup:
    return Markup('<p class="missing"{}>[{}]</p>').format(words.marked, words["entry-missing"])


def view_statements(entries: Sequence[Entry], language: str) -> tuple[StatementView, ...]:
    """The rows of the table of statements; `language` is the dossier's."""
    numbers = number_statements(entries)
    return tuple(
        StatementView(
            number=numbers[entry.id],
            id=entry.id,
            date=in_words(entry.date, language) if entry.date else "",
            date_label=entry.date_label,
            by=entry.by,
            title=entry.title,
            language=entry.language,
            direction=direction(entry.language),
        )
        for entry in entries
        if entry.id in numbers
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
    evidence = evidence_of(source, annexes)
    press = Press(words, dossier.pagination is Pagination.PHYSICAL)
    return SourceView(
        key=source.id,
        html=describe(source.id, dossier, citations),
        language=str(source.csl.get("language") or ""),
        marks=" ".join(marks),
        evidence=sentence((evidence,) if evidence else (), press),
    )
