"""What changed, as values: made by `compare`, told by `terminal`, `as_json` and the sheet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class How(StrEnum):
    """What became of a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Unknown(StrEnum):
    """What a manifest does not say, so that it cannot be compared."""

    TEXTS = "texts"
    SOURCES = "sources"
    QUOTATIONS = "quotations"
    PAGES = "pages"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: in both texts (`how` is None), only in the new (added), only in the old (removed)."""

    text: str
    how: How | None = None


@dataclass(frozen=True, slots=True)
class FactChange:
    """A value that is told by a name (`title`, `date`, `pages`): before and after, "" for none."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """A block of a body, or a note (`kind` is `note`, `number` its own, the old one where it is removed).

    `at` is its place among the blocks or notes of the new entry, from 0, None where it is removed.
    """

    kind: str
    how: How
    pieces: tuple[Piece, ...]
    at: int | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class EntryChange:
    """`was` is the ID that it had, where it has another now. `behind`: of one that was added or moved,
    the title of the one that it stands behind, "" for the first. `folio` is None where it is not known,
    `language` "" where it is the dossier's.
    """

    id: str
    title: str
    how: How
    was: str = ""
    moved: bool = False
    behind: str = ""
    facts: tuple[FactChange, ...] = ()
    texts: tuple[TextChange, ...] = ()
    folio: str | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class SourceChange:
    key: str
    title: str
    how: How
    facts: tuple[FactChange, ...] = ()


@dataclass(frozen=True, slots=True)
class AnnexChange:
    """`label` is the new one, the old one where the annex is removed; `title` its file's name or sources."""

    label: str
    title: str
    how: How
    facts: tuple[FactChange, ...] = ()
    folio: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """Verdicts are values of `Verdict`, "" where the quotation is not in that state."""

    entry: str
    title: str
    source: str
    text: str
    before: str
    after: str
    note: int | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """Entries or annexes that stand on other pages, the first and the last of a run that moved as far.

    `by` is by how many pages, where both folios are plain numbers; else None, and the run is a single one.
    """

    first: str
    last: str
    count: int
    before: str
    after: str
    last_before: str
    last_after: str
    by: int | None = None


@dataclass(frozen=True, slots=True)
class State:
    """What is told of a state as a whole."""

    title: str
    compiler: str
    date: str
    edition: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs. `unknown` is what one of the two does not say."""

    before: State
    after: State
    facts: tuple[FactChange, ...] = ()
    entries: tuple[EntryChange, ...] = ()
    sources: tuple[SourceChange, ...] = ()
    annexes: tuple[AnnexChange, ...] = ()
    verdicts: tuple[VerdictChange, ...] = ()
    moves: tuple[Move, ...] = ()
    unknown: tuple[Unknown, ...] = ()

    @property
    def none(self) -> bool:
        """Whether nothing differs."""
        return not (self.facts or self.entries or self.sources or self.annexes or self.verdicts or self.moves)
