"""The formats of `dossier.yaml` and of an entry: every key, its kind, its default.

These models are the one schema: `validate` checks files against them, `schema` publishes them as JSON
Schema, where editors show the descriptions.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from report.load.form import OTHER, TEXT, Form, text_or_other
from report.load.scalars import Block, Date, FactText, Language, Line, Names, Words
from report.model import Kind, Paper

Annexes = Annotated[
    Annotated[Literal["cited", "none"], Tag(TEXT)] | Annotated[tuple[Words, ...], Tag(OTHER)],
    Discriminator(text_or_other),
]


class DossierForm(Form):
    """A dossier: what is on its cover, which entries it has and how it is set."""

    title: Words = Field(description="The title on the cover")
    subtitle: Line = Field("", description="The line below the title")
    language: Language = Field(
        "en", description="The language of the dossier's own words (BCP 47): en, fr, fa"
    )
    date: Date | None = Field(None, description="The date on the cover: 2017-08-31, 2017-08 or 2017")
    reference: Line = Field("", description="The receiver's or the sender's reference number")
    submitter: Names = Field((), description="Who submits it: one name or a list")
    addressee: Names = Field((), description="To whom it is submitted: one name or a list")
    paper: Paper = Field(Paper.A4, description="The size of the paper")
    citation_style: Words = Field(
        "un",
        description="A CSL style by its name (un is Attest's own; oscola, chicago-notes-bibliography, …), "
        "or the path of a .csl file in the dossier's folder",
    )
    entries: tuple[Words, ...] = Field(
        description="The entries' files in this order: paths or patterns (entries/*.yaml)"
    )
    order_by: Literal["listed", "date"] = Field(
        "listed", description="listed: as above; date: by date, entries without one at the end"
    )
    entries_start: Literal["new-page", "run-on"] = Field(
        "new-page", description="Whether each entry begins a new page"
    )
    pagination: Literal["labelled"] = Field(
        "labelled", description="i, ii, … for the front matter, 1, 2, … for the report, A1-1 for annexes"
    )
    annexes: Annexes = Field(
        "cited",
        description="Which archived files are appended: those of all cited sources, none, or a list of keys",
    )


class EventForm(Form):
    """Something that the statement says happened."""

    date: Date = Field(description="When: 1988-09-30, 1988-09 or 1988")
    text: Words = Field(description="What, in a few words")


class EntryForm(Form):
    """One statement on record, or (kind: text) a piece of the compiler's own prose."""

    title: Words = Field(description="The title of the entry")
    kicker: Line = Field("", description="A short line that stands above the title in the original")
    date: Date | None = Field(None, description="The date of the statement: 2016-09-13, 2016-09 or 2016")
    date_label: Line = Field(
        "", description="What happened on that date, if not the statement itself: distributed, tabled"
    )
    by: Names = Field((), description="Who made the statement: one name or a list")
    kind: Kind = Field(Kind.STATEMENT, description="What it is; text is the compiler's own prose")
    language: Language | None = Field(
        None, description="The language of the entry (BCP 47); the dossier's if not given"
    )
    facts: dict[Words, FactText] = Field({}, description="A table of facts in this order: label and value")
    events: tuple[EventForm, ...] = Field(
        (), description="What the statement says happened, for the chronology"
    )
    body: Block = Field(description="The text: CommonMark with Pandoc's citations and footnotes")
