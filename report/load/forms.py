"""The formats of `dossier.yaml` and of an entry: every key, its kind, its default.

These models are the one schema: `validate` checks files against them, `schema` publishes them as JSON
Schema, where editors show the descriptions.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from report.load.form import OTHER, TEXT, Form, text_or_other
from report.load.scalars import (
    Block,
    Date,
    Digits,
    EditionName,
    FactText,
    Language,
    Line,
    Names,
    Number,
    Size,
    Switch,
    Words,
)
from report.model import AnnexOrder, AnnexStyle, Disclosure, Fit, Kind, Landscape, Original, Pagination, Paper

Annexes = Annotated[
    Annotated[Literal["cited", "none"], Tag(TEXT)] | Annotated[tuple[Words, ...], Tag(OTHER)],
    Discriminator(text_or_other),
]


class BatesForm(Form):
    """Numbers that run through all annex pages."""

    prefix: Line = Field("", description="What stands before the number")
    digits: Digits = Field(6, description="How many digits the number has")


class LimitsForm(Form):
    """What a process that reads one archived file may use."""

    memory: Size = Field(2_000_000_000, description="Memory: 2 GB")
    seconds: Number = Field(60, description="Time, in seconds")
    output: Size = Field(500_000_000, description="The size of the pages that it makes: 500 MB")


class DossierForm(Form):
    """A dossier: what is on its cover, which entries it has and how it is set."""

    title: Words = Field(description="The title on the cover")
    subtitle: Line = Field("", description="The line below the title")
    language: Language = Field(
        "en", description="The language of the dossier's own words (BCP 47): en, fr, fa"
    )
    date: Date | None = Field(None, description="The date on the cover: 2017-08-31, 2017-08 or 2017")
    edition: EditionName = Field(
        "", description="What this edition is called, on every page; build --final NAME sets it"
    )
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
    pagination: Pagination = Field(
        Pagination.LABELLED,
        description="labelled: i, ii, … for the front matter, 1, 2, … for the report, A1-1 for annexes; "
        "physical: the PDF's own page numbers, everywhere",
    )
    duplex: Switch = Field(
        False, description="For printing on both sides: parts begin on right-hand pages, margins mirrored"
    )
    annexes: Annexes = Field(
        "cited",
        description="Which archived files are appended: those of all cited sources, none, or a list of keys",
    )
    annex_order: AnnexOrder = Field(
        AnnexOrder.CITED,
        description="cited: annexes are numbered as they are first cited; append: they keep the numbers of "
        "the last final edition, and new ones go behind",
    )
    annex_style: AnnexStyle = Field(AnnexStyle.DECIMAL, description="How annexes are numbered: 1, A or I")
    fit: Fit = Field(
        Fit.SHRINK,
        description="shrink: annex pages leave a clear band for the stamp; keep: they keep their size",
    )
    landscape: Landscape = Field(
        Landscape.TURN, description="turn: wide annex pages are turned upright; keep: they lie"
    )
    bates: BatesForm | None = Field(
        None, description="Bates numbers on annex pages: {prefix: ABC, digits: 6}"
    )
    original: Original = Field(
        Original.NONE, description="attach: the untouched archived files are attached to the PDF"
    )
    append: Switch = Field(True, description="false: archived files get a cover sheet, and no pages")
    manifest: Disclosure = Field(
        Disclosure.PUBLIC,
        description="What is printed and attached of the files' provenance: public (no names of who captured "
        "and held them, no paths), full, or none (public, and no manifest.json attached)",
    )
    quotations: Literal["error", "warn"] = Field(
        "error", description="What a quotation is that its source does not have: an error, or a warning"
    )
    highlight: Switch = Field(True, description="Whether quoted passages are marked on annex pages")
    limits: LimitsForm | None = Field(
        None, description="Of the process that reads a file: {memory: 2 GB, seconds: 60, output: 500 MB}"
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
