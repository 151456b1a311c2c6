"""The chain of stages: a dossier's folder goes in, its PDF and what happened come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import file_digest
from pathlib import Path

from report import __version__
from report.attached import attachments_of
from report.attest import attest
from report.cite import CiteprocError, cite, find_style, sequence
from report.compose import Composed, Material, compose
from report.documents import documents_of, quoted_keys
from report.editions.before import before
from report.editions.keep import EditionExistsError, edition_exists
from report.editions.part import call_problems, chosen, unlinked
from report.finish import parts_of, place_for, record_of
from report.inspect import inspect
from report.join import first_pages, is_clean, join_into
from report.join.metadata import DocumentFacts
from report.layout import Layout
from report.load import load
from report.locators import check_locators
from report.look import find_look
from report.misfits import rendering_problems
from report.misquotations import misquotations
from report.model import Dossier, Place, Problem, Severity, error
from report.numbering import numbering_of
from report.options import DEFAULT, BuildOptions
from report.outcome import Outcome
from report.parts import FurnitureError
from report.read import Store, cited_keys, isolation, read, read_quoted
from report.render import render
from report.reports import (
    annex_reports,
    entry_reports,
    quotation_reports,
    section_reports,
    without_pages,
)
from report.settle import settle
from report.stopwatch import Stopwatch
from report.writing import unwritable


def build(root: Path, options: BuildOptions = DEFAULT) -> Outcome:
    """Compile the dossier in `root`.

    With an error there is no PDF, and one from before stays as it was; but with `keep_going` an archived
    file that cannot be appended is an error and a cover sheet that says so, and a draft has what it can.
    """
    watch = Stopwatch()
    with store_of(root) as store:
        return _build(root, options, watch, store)


def _build(root: Path, options: BuildOptions, watch: Stopwatch, store: Store) -> Outcome:
    target = options.target(root)
    layout, problems = lay_out(root, watch, store, options)
    if layout is None:
        return Outcome(root, problems=problems, seconds=watch.seconds)
    with watch("join"):
        try:
            parts, content = parts_of(layout, options)
        except FurnitureError as failed:
            return Outcome(root, problems=(*problems, *failed.problems), seconds=watch.seconds)
    record = record_of(layout, parts, content, options)
    attachments = attachments_of(
        layout.dossier, layout.shown_annexes, is_clean(parts), record.model_dump(mode="json")
    )
    faults: tuple[Problem, ...] = ()
    digest = ""
    try:
        # Never in memory as a whole: archived files make it large.
        with place_for(layout, parts, record, options) as unfinished:
            with watch("join"), unfinished.path.open("wb") as file:
                join_into(file, parts, facts_of(layout.dossier), attachments)
            with watch("inspect"):
                faults = inspect(unfinished.path, parts, attachments)
            if not faults:
                digest = _sha256(unfinished.path)
                unfinished.put_in_place()
    except EditionExistsError:
        faults = (edition_exists(options.final),)
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
        edition=layout.dossier.edition or None,
        content_hash=content,
        record=record,
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


def lay_out(
    root: Path, watch: Stopwatch, store: Store, options: BuildOptions = DEFAULT
) -> tuple[Layout | None, tuple[Problem, ...]]:
    """All stages before `join`. There is no layout when there is an error.

    With `options.keep_going` an archived file that cannot be read does not count as one; in a draft nothing
    does as long as there is something to lay out.
    """
    with watch("load"):
        dossier, problems = load(root, lenient=options.draft)
    if dossier is None:
        return None, problems
    earlier, refused = before(dossier, options)
    if refused := (*refused, *call_problems(dossier, options)):
        return None, (*problems, *refused)
    if options.final:
        dossier = replace(dossier, edition=options.final)
    with watch("read"):
        notes = sequence(dossier.entries)
        annexes, unreadable = read(dossier, cited_keys(notes, dossier.sources), store, earlier.given)
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
            problems += (_bad_style(dossier, failed),)
            own = find_style("un", dossier.root)
            if not options.draft or own is None:
                return None, problems
            citations = cite(notes, dossier.sources, own, dossier.language)
    material = Material(dossier, citations, annexes, attested, __version__)
    with watch("compose"):
        composed, found = compose(material)
        problems += found
    tolerated = unreadable if options.keep_going else ()
    if _failed([problem for problem in problems if problem not in tolerated]) and not options.draft:
        return None, problems
    layout = _laid_out(material, composed, problems, watch, options)
    misfits = rendering_problems(layout.sections, layout.settled)
    problems += misfits
    if _failed(misfits):
        if not options.draft:
            return None, problems
        layout = _laid_out(material, composed, problems, watch, options)
    return replace(layout, others=others, before=earlier), problems


def _laid_out(
    material: Material,
    composed: Composed,
    problems: tuple[Problem, ...],
    watch: Stopwatch,
    options: BuildOptions,
) -> Layout:
    dossier = material.dossier
    if options.draft:
        with watch("compose"):
            composed, _ = compose(replace(material, problems=problems))
    shown = chosen(composed.sections, composed.proofs, options)
    if options.partial or options.draft:
        composed = replace(composed, sections=unlinked(composed.sections, shown))
        ids = {section.id for section in shown}
        shown = tuple(section for section in composed.sections if section.id in ids)
    with watch("render"):
        wanted = {section.styles for section in composed.sections}
        looks = {styles: find_look(dossier.root, styles) for styles in wanted}
        settled = settle(
            composed.sections,
            lambda section, html: render(html, looks[section.styles], section.id),
            numbering_of(dossier),
        )
    return Layout(dossier, material.annexes, material.attested, composed, settled, shown)


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
