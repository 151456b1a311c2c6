"""What the chronology shows: statements at their dates, and what they say happened at its dates.

Entries go in; marks with their texts come out. Statements are numbered as in the table of statements;
events of one date share a mark, and words that several statements have are given once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report.compose.timeline import Span, span_of
from report.model import Entry, Kind, PartialDate


@dataclass(frozen=True, slots=True)
class Item:
    """Words at a mark, their language, and the numbers of the statements that they belong to."""

    text: str
    numbers: tuple[int, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Something with a place in time. `statement`: it was said then; else it is said to have happened."""

    date: PartialDate
    statement: bool
    items: tuple[Item, ...]
    date_label: str = ""

    @property
    def span(self) -> Span:
        return span_of(self.date)


@dataclass(frozen=True, slots=True)
class Records:
    """Marks in order of time; statements without a date, which have no place in it."""

    marks: tuple[Mark, ...]
    undated: tuple[Item, ...]


def number_statements(entries: Sequence[Entry]) -> dict[str, int]:
    """The numbers of the statements, in the order in which they print, by the entry's id."""
    statements = [entry.id for entry in entries if entry.kind is not Kind.TEXT]
    return {id_: number for number, id_ in enumerate(statements, 1)}


def has_records(entries: Sequence[Entry]) -> bool:
    """Whether there is anything to give an overview of: not where all is the compiler's own prose."""
    return any(entry.kind is not Kind.TEXT or entry.events for entry in entries)


def collect(entries: Sequence[Entry]) -> Records:
    numbers = number_statements(entries)
    marks: list[Mark] = []
    undated: list[Item] = []
    events: dict[PartialDate, dict[tuple[str, str], list[int]]] = {}
    for entry in entries:
        own = (numbers[entry.id],) if entry.id in numbers else ()
        if own and entry.date:
            marks.append(Mark(entry.date, True, (Item(entry.title, own, entry.language),), entry.date_label))
        elif own:
            undated.append(Item(entry.title, own, entry.language))
        for event in entry.events:
            found = events.setdefault(event.date, {}).setdefault((event.text, entry.language), [])
            found.extend(own)
    for date, texts in events.items():
        items = tuple(
            Item(text, tuple(dict.fromkeys(found)), language) for (text, language), found in texts.items()
        )
        marks.append(Mark(date, False, items))
    marks.sort(key=lambda mark: (mark.span, mark.statement))
    return Records(tuple(marks), tuple(undated))
