"""What the templates are given: text, numbers and finished HTML, and nothing that could be called.

A template can reach all methods of a value, so no path, no stage's function and no object of the program
is ever among them.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents. `part` is `front`, `entry`, `back` or `annex`.

    `last` is the last word of the title, set in one piece with its leader; `title` is what is before it.
    """

    anchor: str
    title: str
    last: str
    part: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class FactView:
    label: str
    value: str | Markup


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry, ready to print. `date` is in words, "" for an undated one; `kind` is "" for plain text.

    `date_label` says what happened on the date; `kind_marked` are attributes for `kind` where it is not in
    the entry's language. `changed`: the lines above the body differ from an earlier state;
    `facts_changed`: the facts do.
    """

    id: str
    title: str
    language: str
    direction: str
    kind: str
    by: tuple[str, ...]
    date: str
    date_label: str
    kicker: str
    facts: tuple[FactView, ...]
    body: Markup
    kind_marked: Markup
    changed: bool = False
    facts_changed: bool = False


@dataclass(frozen=True, slots=True)
class StatementView:
    """A row of the table of statements. `date` is in the dossier's language, the other words are not."""

    number: int
    id: str
    date: str
    date_label: str
    by: tuple[str, ...]
    title: str
    language: str
    direction: str


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
class ReproducedView:
    """A source whose words an annex reproduces: on which pages or in which lines, the anchor of the first."""

    key: str
    html: Markup
    language: str
    where: str
    anchor: str


@dataclass(frozen=True, slots=True)
class AnnexView:
    """An annex: its label, the sources it shows, and what identifies its file.

    `file` is the file's name as it may be told. `extent` and `date` are in words, `last` is the anchor of its
    last page. `failure` says why the file is not reproduced, "" where it is. `lines` are those of a text.
    """

    number: int
    name: str
    label: str
    line: Line
    title: str
    date: str
    file: str
    sha256: str
    extent: str
    last: str
    failure: str
    shows: tuple[Markup, ...]
    reproduces: tuple[ReproducedView, ...]
    in_pages: bool
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


@dataclass(frozen=True, slots=True)
class AttestedView:
    """A quotation: its first words, what was found, `where` in the file, and the anchor of the place.

    `note` is the name of the note that cites it, "" where it has none. `source` is what it is cited from,
    empty where that is told already: of the group, or of the row before. `direction` is that of the words.
    """

    words: str
    language: str
    direction: str
    source: Markup
    verdict: str
    where: str
    anchor: str
    note: str


@dataclass(frozen=True, slots=True)
class AttestedGroupView:
    """The quotations that were looked up in one file: the source of all of them, empty where they have
    several, and the file's sha256 in pieces that an eye can compare.
    """

    title: str
    source: Markup
    sha256: tuple[str, ...]
    rows: tuple[AttestedView, ...]


@dataclass(frozen=True, slots=True)
class AttestationView:
    summary: str
    groups: tuple[AttestedGroupView, ...]
