"""What the manifest records of a dossier, so that a later state can be compared with it.

In go the dossier, the texts as they were composed, the verdicts and where things stand; out come plain values
for JSON, which `record.py` reads again. Nothing is in them that the PDF does not print, except in CSL fields
that identify a source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from markupsafe import Markup

from report.changes.texts import blocks_of, plain
from report.model import Attested, Disclosure, Dossier, Entry, Note, Place, Section, Sheets, cited_items
from report.numbering import Numbering, number_pages

_PRIVATE = frozenset({"abstract", "annote", "categories", "custom", "id", "keyword", "note"})
"""CSL fields that are for the author; of sources only `manifest: full` tells them."""


_BEGINNING = re.compile(r"entry:[^:]+|annex:\d+")


@dataclass(frozen=True, slots=True)
class EntryTexts:
    """A body as text: the kind and the words of each block, and its notes, numbered from `first_note`."""

    paragraphs: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    first_note: int


Pages = Mapping[str, tuple[int, str]]
"""The page of the PDF, from 1, and the folio of anchors (`entry:ID`, `annex:N`)."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is recorded beside the dossier itself. `texts` are by entry, `notes` has the note of each
    citation, by its place; `pages` is empty where nothing was laid out.
    """

    texts: Mapping[str, EntryTexts]
    notes: Mapping[Place, Note]
    attested: Sequence[Attested]
    pages: Pages = field(default_factory=dict)


def texts_of(html: Markup, notes: Iterable[Markup], first_note: int) -> EntryTexts:
    """Of a body's HTML and that of its notes."""
    return EntryTexts(_blocks(str(html)), tuple(plain(note) for note in notes), first_note)


@lru_cache(maxsize=4096)
def _blocks(html: str) -> tuple[tuple[str, str], ...]:
    """A process that compiles again (`watch`) takes only those bodies apart that are new to it."""
    return tuple((block.kind, block.text) for block in blocks_of(html))


def pages_of(sections: Sequence[Section], sheets: Mapping[str, Sheets], numbering: Numbering) -> Pages:
    """Where the entries and annexes begin."""
    numbered = number_pages(sections, {key: value.pages for key, value in sheets.items()}, numbering)
    found: dict[str, tuple[int, str]] = {}
    for section in sections:
        pages = numbered[section.id]
        if pages.first is None or not pages.labels:
            continue
        for anchor, spot in sheets[section.id].anchors.items():
            if _BEGINNING.fullmatch(anchor):
                found[anchor] = (pages.first + spot.page + 1, str(pages.labels[spot.page]))
    return found


def record(dossier: Dossier, recorded: Recorded) -> dict[str, object]:
    """The keys of the manifest that are for comparing."""
    full = dossier.annex_settings.disclosure is Disclosure.FULL
    return {
        "entries": [_entry(entry, recorded) for entry in dossier.entries],
        "sources": {key: _csl(dossier.sources[key].csl, full) for key in _cited(dossier)},
        "quotations": [_quotation(one, recorded.notes) for one in recorded.attested],
    }


def place(anchor: str, pages: Pages) -> dict[str, object]:
    """The page and the folio of an anchor, nothing where they are not known."""
    return dict(zip(("page", "folio"), pages[anchor], strict=True)) if anchor in pages else {}


def _entry(entry: Entry, recorded: Recorded) -> dict[str, object]:
    texts = recorded.texts.get(entry.id)
    return {
        "id": entry.id,
        "title": entry.title,
        "date": str(entry.date) if entry.date else None,
        "language": entry.language,
        "kind": entry.kind.value,
        "by": list(entry.by),
        "kicker": entry.kicker,
        "date_label": entry.date_label,
        "facts": [[fact.label, fact.value] for fact in entry.facts],
        "events": [[str(event.date), event.text] for event in entry.events],
        **place(f"entry:{entry.id}", recorded.pages),
        **(
            {
                "paragraphs": [{"kind": kind, "text": text} for kind, text in texts.paragraphs],
                "notes": list(texts.notes),
                "first_note": texts.first_note,
            }
            if texts
            else {}
        ),
    }


def _cited(dossier: Dossier) -> list[str]:
    """The keys of the sources that are cited and of those that reproduce them, in the order of the file."""
    cited = {item.key for entry in dossier.entries for item in cited_items(entry.body.parts)}
    archives = (dossier.sources[key].archive for key in cited if key in dossier.sources)
    cited |= {archive.via for archive in archives if archive is not None}
    return [key for key in dossier.sources if key in cited]


def _csl(csl: Mapping[str, object], full: bool) -> dict[str, object]:
    return {key: value for key, value in csl.items() if full or key not in _PRIVATE}


def _quotation(one: Attested, notes: Mapping[Place, Note]) -> dict[str, object]:
    note = notes.get(one.quotation.citation.place)
    return {
        "entry": one.entry,
        "source": one.source,
        "via": one.via,
        "text": " ".join(one.quotation.text.split()),
        "verdict": one.match.verdict.value,
        "recognised": one.recognised,
        "note": note.number if note else None,
    }
