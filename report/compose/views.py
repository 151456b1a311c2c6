"""What the templates are given: text, numbers and finished HTML, and nothing that could be called.

A template can reach all methods of a value, so no path, no stage's function and no object of the program
is ever among them.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents. `level` counts from 1; `who` and `when` stand beside the title."""

    anchor: str
    title: str
    level: int = 1
    language: str = ""
    who: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class FactView:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry, ready to print. `date` is in words, "" for an undated one; `kind` is "" for plain text."""

    id: str
    title: str
    language: str
    direction: str
    kind: str
    by: tuple[str, ...]
    date: str
    date_iso: str
    facts: tuple[FactView, ...]
    body: Markup
    statement: bool


@dataclass(frozen=True, slots=True)
class SourceView:
    """A line of the table of sources; `marks` are the anchors of the marks that cite it."""

    key: str
    html: Markup
    language: str
    marks: str
    evidence: Markup


@dataclass(frozen=True, slots=True)
class GroupView:
    title: str
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class AnnexView:
    """An annex: its label, the sources it shows, and what identifies its file."""

    number: int
    label: str
    file: str
    sha256: str
    size: int
    shows: tuple[Markup, ...]
    reproduces: tuple[Markup, ...]
    facts: tuple[FactView, ...]
    language: str
    direction: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DossierView:
    title: str
    subtitle: str
    language: str
    direction: str
    date: str
    reference: str
    submitter: tuple[str, ...]
    addressee: tuple[str, ...]
    paper: str
    statements: str
