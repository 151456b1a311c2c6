"""The chain of stages: a dossier's folder goes in, its PDF and what happened come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import file_digest
from pathlib import Path

from report import __version__
from report.attached import attachments_of
from report.attest import attest
from report.changes.older import Older, OlderError, find_older
from report.changes.recorded import Recorded, pages_of
from report.changes.since import since
from report.cite import CiteprocError, cite, find_style, sequence
from report.compose import Composed, Material, compose
from report.documents import documents_of, quoted_keys
from report.highlights import highlights_of
from report.inspect import inspect
from report.join import first_pages, is_clean, join_into
from report.join.metadata import DocumentFacts
from report.load import load
from report.locators import check_locators
from report.look import find_look
from report.misfits import rendering_problems
from report.misquotations import misquotations
from report.model import Annex, Attested, Dossier, Place, Problem, Section, Severity, error
from report.numbering import numbering_of
from report.outcome import Outcome
from report.parts import FurnitureError, make_parts
from report.read import Store, cited_keys, isolation, read, read_quoted
from report.render import render
from report.reports import (
    annex_reports,
    entry_reports,
    quotation_reports,
    section_reports,
    without_pages,
)
from report.settle import Settled, settle
from report.stopwatch import Stopwatch
from report.writing import beside, unwritable


def build(
    root: Path,
    output: Path | None = None,
    *,
    keep_going: bool = False,
    changes_since: Path | None = None,
) -> Outcome:
    """Compile the dossier in `root` to `output`, `build/dossier.pdf` in its folder where none is given.

    With an error there is no PDF, and one from before stays as it was; but with `keep_going` an archived
    file that cannot be appended is an error and a cover sheet that says so. What differs from
    `changes_since`, an earlier PDF or the name of an edition, is marked and listed.
    """
    watch = Stopwatch()
    try:
        older = find_older(root, changes_since) if changes_since else None
    except OlderError as refusal:
        return Outcome(root, problems=(refusal.problem,), seconds=watch.seconds)
    with store_of(root) as store:
        return _build(root, output or root / "build" / "dossier.pdf", keep_going, watch, store, older)


def _build(
    root: Path, target: Path, keep_going: bool, watch: Stopwatch, store: Store, older: Older | None
) -> Outcome:
    layout, problems = lay_out(root, watch, store, keep_going, older)
    if layout is None:
        return Outcome(root, problems=problems, seconds=watch.seconds)
    with watch("join"):
        try:
            wanted = layout.attested if layout.dossier.highlight else ()
            parts = make_parts(
                layout.dossier,
                layout.sections,
                layout.settled,
                layout.composed.proofs,
                highlights_of(wanted, layout.sections),
            )
        except FurnitureError as failed:
            return Outcome(root, problems=(*problems, *failed.problems), seconds=watch.seconds)
    attachments = attachments_of(layout.dossier, layout.annexes, is_clean(parts), layout.recorded)
    faults: tuple[Problem, ...] = ()
    digest = ""
    try:
        # Never in memory as a whole: archived files make it large.
        with beside(target) as unfinished:
            with watch("join"), unfinished.path.open("wb") as file:
                join_into(file, parts, facts_of(layout.dossier), attachments)
            with watch("inspect"):
                faults = inspect(unfinished.path, parts, attachments)
            if not faults:
                digest = _sha256(unfinished.path)
                unfinished.put_in_place()
    except OSError as trouble:
        faults = (unwritable(target, trouble),)
    problems += faults
    if _failed(faults):
        return Outcome(root, problems=problems, seconds=watch.seconds)
    return Outcome(
        root,
        pdf=target,
        sha256=digest,
        pages=first_pages(parts)[-1],
        sections=section_reports(parts, layout.settled),
        entries=entry_reports(layout.dossier, parts),
        annexes=annex_reports(layout.annexes, parts, layout.settled),
        quotations=quotation_reports(layout.attested, parts),
        problems=problems,
        seconds=watch.seconds,
        isolation=isolation(),
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def check(root: Path) -> Outcome:
    """Everything that can be wrong with the dossier in `root`, without a PDF."""
    watch = Stopwatch()
    with store_of(root) as store:
        layout, problems = lay_out(root, watch, store)
    if layout is None:
        return Outcome(root, problems=problems, seconds=watch.seconds)
    sections, entries, annexes = without_pages(layout.dossier, layout.sections, layout.annexes)
    return Outcome(
        root,
        sections=sections,
        entries=entries,
        annexes=annexes,
        quotations=quotation_reports(layout.attested),
        problems=problems,
        seconds=watch.seconds,
        isolation=isolation(),
    )


def store_of(root: Path) -> Store:
    """Where the pages of archived files are kept from build to build."""
    return Store(root / "build" / "cache" / "read")


@dataclass(frozen=True, slots=True)
class Layout:
    """A dossier without errors, laid out, its page numbers settled."""

    dossier: Dossier
    annexes: tuple[Annex, ...]
    attested: tuple[Attested, ...]
    composed: Composed
    settled: Settled

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.composed.sections

    @property
    def recorded(self) -> Recorded:
        """What the manifest tells of the texts and of where they stand."""
        sheets = {key: laid_out.sheets for key, laid_out in self.settled.sections.items()}
        pages = pages_of(self.sections, sheets, numbering_of(self.dossier))
        return Recorded(self.composed.texts, self.composed.notes, self.attested, pages)


def lay_out(
    root: Path, watch: Stopwatch, store: Store, keep_going: bool = False, older: Older | None = None
) -> tuple[Layout | None, tuple[Problem, ...]]:
    """All stages before `join`. There is no layout when there is an error.

    With `keep_going` an archived file that cannot be read does not count as one. What changed since `older`
    is marked.
    """
    with watch("load"):
        dossier, problems = load(root)
    if dossier is None:
        return None, problems
    with watch("read"):
        notes = sequence(dossier.entries)
        annexes, unreadable = read(dossier, cited_keys(notes, dossier.sources), store)
        problems += (*unreadable, *check_locators(dossier, annexes))
    with watch("verify"):
        others, troubles = read_quoted(dossier, quoted_keys(dossier), annexes, store)
        documents, found = documents_of(dossier, (*annexes, *others), store)
        attested = attest(dossier, annexes, documents, others)
        problems += (*troubles, *found, *misquotations(attested, dossier.misquoted))
    style = find_style(dossier.citation_style, dossier.root)
    assert style is not None, "load has seen that the style is there"
    with watch("cite"):
        try:
            citations = cite(notes, dossier.sources, style, dossier.language)
        except CiteprocError as failed:
            return None, (*problems, _bad_style(dossier, failed))
    with watch("compose"):
        material = Material(dossier, citations, annexes, attested, __version__)
        composed, found = compose(material)
        if older is not None:
            recorded = Recorded(composed.texts, composed.notes, attested)
            material = replace(material, since=since(older, dossier, annexes, recorded))
            composed, found = compose(material)
        problems += found
    tolerated = unreadable if keep_going else ()
    if _failed([problem for problem in problems if problem not in tolerated]):
        return None, problems
    sections = composed.sections
    with watch("render"):
        wanted = {section.styles for section in sections}
        looks = {styles: find_look(dossier.root, styles) for styles in wanted}
        settled = settle(
            sections,
            lambda section, html: render(html, looks[section.styles], section.id),
            numbering_of(dossier),
        )
        misfits = rendering_problems(sections, settled)
    return (None if _failed(misfits) else Layout(dossier, annexes, attested, composed, settled)), (
        *problems,
        *misfits,
    )


def _bad_style(dossier: Dossier, failed: CiteprocError) -> Problem:
    place = dossier.places.get("citation-style", Place("dossier.yaml"))
    return error(
        "bad-style",
        f"Pandoc cannot use the citation style {dossier.citation_style}: {failed}",
        place,
        "mend the style, or take another",
    )


def _failed(problems: Sequence[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def facts_of(dossier: Dossier) -> DocumentFacts:
    """What the PDF says of itself."""
    return DocumentFacts(
        title=dossier.title,
        authors=dossier.submitter,
        language=dossier.language,
        subject=dossier.subtitle,
        date=str(dossier.date) if dossier.date else "",
        creator=f"Attest {__version__}",
        producer=f"Attest {__version__}",
    )
