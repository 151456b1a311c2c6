"""Writes the entries: their bodies, the notes numbered through the dossier, and what else is told of them.

In goes the material; out come entries that were written, and of these their sections, which note leads to
which anchor, and which marks cite a source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from markupsafe import Markup

from report.changes.marking import facts_changed, heading_changed, mark_changed
from report.changes.recorded import EntryTexts, texts_of
from report.changes.values import Changes
from report.compose.material import Material
from report.compose.press import SectionPress
from report.compose.prose import Context, Written, heading_anchor, write_body
from report.compose.viewing import view_entry
from report.compose.views import EntryView
from report.compose.words import words_for
from report.memory import Remember
from report.model import (
    Attested,
    Bookmark,
    Citation,
    Cited,
    Entry,
    Footnote,
    Note,
    Pagination,
    Place,
    Section,
    Series,
)

_ENTRY = ("notes.css", "entry.css", "tables.css", "figures.css")


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """An entry with its body written."""

    entry: Entry
    body: Written
    view: EntryView
    headings: tuple[Bookmark, ...]
    first_note: int = 1

    @property
    def notes(self) -> Iterator[Note]:
        return (Note(number, name) for number, name in enumerate(self.body.notes, self.first_note))

    @property
    def numbers(self) -> range:
        return range(self.first_note, self.first_note + len(self.body.notes))

    @property
    def texts(self) -> EntryTexts:
        return texts_of(self.body.html, self.body.note_texts, self.first_note)


def proofs_of(entries: Sequence[WrittenEntry]) -> Mapping[str, tuple[Note, ...]]:
    """Which notes lead to an anchor in an annex."""
    notes: dict[str, dict[Note, None]] = {}
    for one in entries:
        by_name = {note.name: note for note in one.notes}
        for name, anchors in one.body.proofs:
            for anchor in anchors:
                notes.setdefault(anchor, {})[by_name[name]] = None
    return {anchor: tuple(leading) for anchor, leading in notes.items()}


def notes_by_place(entries: Sequence[WrittenEntry]) -> Mapping[Place, Note]:
    """The notes, by where their citation or text was written."""
    return {one.body.places[note.anchor]: note for one in entries for note in one.notes}


def _marked(written: WrittenEntry, changes: Changes) -> WrittenEntry:
    """The entry with bars beside what changed in it."""
    entry, body = written.entry.id, written.body
    body = replace(body, html=mark_changed(entry, body.html, body.notes, changes))
    view = replace(
        written.view,
        body=body.html,
        changed=heading_changed(entry, changes),
        facts_changed=facts_changed(entry, changes),
    )
    return replace(written, body=body, view=view)


def write_entries(material: Material, remember: Remember) -> tuple[WrittenEntry, ...]:
    """Every body, its notes numbered through the dossier."""
    dossier = material.dossier
    physical = dossier.pagination is Pagination.PHYSICAL
    attested: dict[str, dict[Place, Attested]] = {}
    for found in material.attested:
        if found.anchor:
            attested.setdefault(found.entry, {})[found.quotation.citation.place] = found
    written: list[WrittenEntry] = []
    note, first = 1, 0
    for entry in dossier.entries:
        context = Context(
            dossier.sources, material.annexes, dossier.language, physical, attested.get(entry.id, {})
        )
        end = first + sum(isinstance(part, Citation | Footnote) for part in entry.body.parts)
        inputs = (entry, context, material.citations.cited[first:end])
        one = remember(f"written:{entry.id}", inputs, partial(_write_entry, *inputs))
        one = replace(one, first_note=note)
        written.append(_marked(one, material.since.changes) if material.since else one)
        note, first = one.numbers.stop, end
    return tuple(written)


def _write_entry(entry: Entry, context: Context, cited: Sequence[tuple[Cited, ...]]) -> WrittenEntry:
    body = write_body(entry, context, iter(cited))
    headings = tuple(
        Bookmark(heading.level, heading.title, heading_anchor(entry.id, number))
        for number, heading in enumerate(entry.body.headings, 1)
    )
    return WrittenEntry(entry, body, view_entry(entry, body, words_for(entry.language)), headings)


def cited_on(entries: Sequence[WrittenEntry]) -> Mapping[str, tuple[str, ...]]:
    """The anchors of the marks that cite each source, in order of reading."""
    marks: dict[str, list[str]] = {}
    for one in entries:
        for anchor, keys in one.body.cites:
            for key in keys:
                marks.setdefault(key, []).append(anchor)
    return {key: tuple(anchors) for key, anchors in marks.items()}


def print_entries(press: SectionPress, entries: Sequence[WrittenEntry]) -> Section:
    """One entry, or all of them when they run on."""
    first = entries[0]
    content = Markup("\n").join(
        press.fill("entry.html", f"the entry {one.view.id}", entry=one.view) for one in entries
    )
    places: dict[str, Place] = {}
    bookmarks: list[Bookmark] = []
    for one in entries:
        anchor = f"entry:{one.view.id}"
        places |= {anchor: one.entry.place, **one.body.places}
        bookmarks += [Bookmark(1, one.view.title, anchor), *one.headings]
    language = first.view.language if len(entries) == 1 else ""
    return Section(
        id=first.view.id,
        html=press.document(first.view.id, first.view.title, content, language),
        series=Series.REPORT,
        styles=press.styles(_ENTRY),
        notes=range(first.numbers.start, entries[-1].numbers.stop),
        heads=tuple((f"entry:{one.view.id}", one.view.title) for one in entries),
        bookmarks=tuple(bookmarks),
        places=places,
    )
