"""A dossier with errors, made fit to be compiled as a draft: what cannot be used is left out or stands empty.

In go what could be read and the problems; out comes a dossier in which everything that is named is there.
The problems are told all the same; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from report.load.entries import Draft, is_usable
from report.model import (
    Body,
    Dossier,
    Entry,
    EntryReference,
    Footnote,
    Kind,
    Part,
    Place,
    Problem,
    Severity,
    Source,
    cited_items,
)


def mended(dossier: Dossier, drafts: Sequence[Draft], problems: Sequence[Problem]) -> Dossier | None:
    """`dossier` with the entries that could be read; None where there is nothing to compile, or no way to
    lay it out.
    """
    faulty = {problem.place for problem in problems if problem.severity is Severity.ERROR}
    entries = _entries(dossier, drafts)
    if not entries or any(place.file.startswith("styles/") for place in faulty):
        return None
    sources = _sources(dossier.sources, entries, faulty)
    ids = {entry.id for entry in entries}
    annexes = dossier.annexes
    if not isinstance(annexes, str):
        annexes = tuple(key for key in annexes if _has_file(sources.get(key)))
    return replace(
        dossier,
        entries=tuple(_with_references(entry, ids) for entry in entries),
        sources=sources,
        annexes=annexes,
        citation_style=_style(dossier),
    )


def _entries(dossier: Dossier, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
    """In the dossier's order, those that cannot be read behind, each name once."""
    found: dict[str, Entry] = {}
    for entry in dossier.entries:
        found.setdefault(entry.id, entry)
    for draft in drafts:
        if draft.entry is None:
            empty = Entry(draft.id, Place(draft.file), draft.id, kind=Kind.TEXT, body=Body())
            found.setdefault(draft.id, replace(empty, language=dossier.language, unreadable=True))
    order = {draft.id: number for number, draft in reversed(list(enumerate(drafts)))}
    listed = [entry for entry in found.values() if is_usable(entry.id)]
    by_date = [entry.id for entry in dossier.entries] != sorted(
        (entry.id for entry in dossier.entries), key=lambda one: order.get(one, 0)
    )
    return tuple(listed if by_date else sorted(listed, key=lambda entry: order.get(entry.id, 0)))


def _sources(
    sources: Mapping[str, Source], entries: Sequence[Entry], faulty: Collection[Place]
) -> dict[str, Source]:
    """Those that are cited and not there stand by their keys; an archive that has a fault is none."""
    found = {
        key: replace(source, archive=None) if source.archive and source.archive.place in faulty else source
        for key, source in sources.items()
    }
    for key, source in found.items():
        if source.archive and source.archive.via and not _has_file(found.get(source.archive.via)):
            found[key] = replace(source, archive=None)
    for entry in entries:
        for item in cited_items(entry.body.parts):
            title = {"id": item.key, "type": "document", "title": f"[{item.key}]"}
            found.setdefault(item.key, Source(item.key, item.place, title))
    return found


def _has_file(source: Source | None) -> bool:
    return source is not None and source.archive is not None and source.archive.file != ""


def _with_references(entry: Entry, ids: Collection[str]) -> Entry:
    return replace(entry, body=replace(entry.body, parts=tuple(_parts(entry.body.parts, ids))))


def _parts(parts: Sequence[Part], ids: Collection[str]) -> Iterator[Part]:
    """What leads to an entry that is not there is its words alone."""
    for part in parts:
        if isinstance(part, EntryReference):
            yield part if part.target in ids else part.text
        elif isinstance(part, Footnote):
            yield replace(part, parts=tuple(_parts(part.parts, ids)))
        else:
            yield part


def _style(dossier: Dossier) -> str:
    from report.cite import find_style  # noqa: PLC0415 - citing comes after loading

    return dossier.citation_style if find_style(dossier.citation_style, dossier.root) else "un"
