"""The chain of stages: a dossier's folder goes in, its PDF and what happened come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

from report import __version__
from report.attached import attachments_of
from report.changes.older import OlderError, find_older
from report.changes.recorded import Recorded
from report.changes.since import since
from report.cite import CiteprocError, bare, cite, find_style, sequence
from report.compose import Composed, Material, compose
from report.digests import sha256_of
from report.editions.before import before
from report.editions.keep import EditionExistsError, edition_exists
from report.editions.part import call_problems, chosen, unlinked
from report.finish import lineage_of, parts_of, place_for
from report.inspect import inspect
from report.join import first_pages, is_clean
from report.join.metadata import DocumentFacts
from report.layout import Layout
from report.load import load
from report.locators import check_locators
from report.look import find_look
from report.lookup import look_up
from report.memory import same
from report.misfits import crash_problem, rendering_problems
from report.misquotations import misquotations
from report.model import Attested, Dossier, Place, Problem, Section, Severity, error
from report.numbering import numbering_of
from report.options import DEFAULT, BuildOptions
from report.outcome import Outcome
from report.parts import FurnitureError
from report.read import cited_keys, isolation, read
from report.record import Record
from report.render.values import Request
from report.rendering import CrashError
from report.reports import (
    annex_reports,
    entry_reports,
    quotation_reports,
    section_reports,
    without_pages,
)
from report.settle import Job, LaidOut, settle
from report.stopwatch import Stopwatch
from report.workshop import Workshop
from report.writing import unwritable


def build(
    root: Path,
    options: BuildOptions = DEFAULT,
    workshop: Workshop | None = None,
    record: Record | None = None,
) -> Outcome:
    """Compile the dossier in `root`, in the caller's `workshop` or in one for this build.

    With an error there is no PDF, and one from before stays as it was; but with `keep_going` an archived
    file that cannot be appended is an error and a cover sheet that says so, and a draft has what it can.
    """
    watch = Stopwatch(workshop.progress.stage if workshop else None)
    with _open(root, workshop) as tools:
        return _build(root, options, watch, tools, record)


def _open(root: Path, workshop: Workshop | None) -> AbstractContextManager[Workshop]:
    return nullcontext(workshop) if workshop else Workshop(root)


def _build(
    root: Path, options: BuildOptions, watch: Stopwatch, tools: Workshop, record: Record | None
) -> Outcome:
    target = options.target(root)
    layout, problems, attested = _chain(root, watch, tools, options)
    unbuilt = Outcome(root, quotations=quotation_reports(attested), seconds=watch.seconds)
    if layout is None:
        return replace(unbuilt, problems=problems)
    with watch("join"):
        try:
            parts, content = parts_of(layout, options, tools)
        except FurnitureError as failed:
            return replace(unbuilt, problems=(*problems, *failed.problems), seconds=watch.seconds)
        except CrashError as crash:
            died = crash_problem(crash, layout.sections)
            return replace(unbuilt, problems=(*problems, died), seconds=watch.seconds)
    lineage = lineage_of(layout, parts, content, options)
    attachments = attachments_of(
        layout.dossier,
        layout.shown_annexes,
        is_clean(parts),
        layout.recorded,
        lineage.model_dump(mode="json"),
    )
    faults: tuple[Problem, ...] = ()
    digest = ""
    try:
        # Never in memory as a whole: archived files make it large.
        with place_for(layout, parts, lineage, options) as unfinished:
            with watch("join"), unfinished.path.open("wb") as file:
                tools.binder.bind(file, parts, facts_of(layout.dossier), attachments)
            with watch("inspect"):
                faults = inspect(unfinished.path, parts, attachments, tools.known, tools.workers)
            if not faults:
                digest = sha256_of(unfinished.path)
                unfinished.put_in_place()
                tools.remember_sound()
    except EditionExistsError:
        faults = (edition_exists(options.final),)
    except OSError as trouble:
        faults = (unwritable(target, trouble),)
    problems += faults
    if _failed(faults):
        return replace(unbuilt, problems=problems, seconds=watch.seconds)
    outcome = Outcome(
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
    )
    if record is not None and not _has_passwords(layout.dossier):
        record.keep(outcome, (*_files_of(layout), *tools.renderer.files))
    return outcome


def _files_of(layout: Layout) -> Iterator[str]:
    """The archived files that the dossier names, wherever they stand."""
    for source in layout.dossier.sources.values():
        if source.archive is not None and source.archive.file:
            yield source.archive.file


def _has_passwords(dossier: Dossier) -> bool:
    """Whether files are opened with a password: what came of it is not kept."""
    archives = (source.archive for source in dossier.sources.values())
    return any(archive is not None and archive.password_env for archive in archives)


def check(root: Path, workshop: Workshop | None = None) -> Outcome:
    """Everything that can be wrong with the dossier in `root`, without a PDF."""
    watch = Stopwatch(workshop.progress.stage if workshop else None)
    with _open(root, workshop) as tools:
        layout, problems, attested = _chain(root, watch, tools)
    checked = Outcome(root, quotations=quotation_reports(attested), problems=problems, seconds=watch.seconds)
    if layout is None:
        return checked
    sections, entries, annexes = without_pages(layout.dossier, layout.sections, layout.annexes)
    return replace(checked, sections=sections, entries=entries, annexes=annexes, isolation=isolation())


def lay_out(
    root: Path, watch: Stopwatch, tools: Workshop, options: BuildOptions = DEFAULT
) -> tuple[Layout | None, tuple[Problem, ...]]:
    """All stages before `join`. There is no layout when there is an error.

    With `options.keep_going` an archived file that cannot be read does not count as one; in a draft nothing
    does as long as there is something to lay out. What changed since `options.changes_since` is marked.
    """
    layout, problems, _ = _chain(root, watch, tools, options)
    return layout, problems


def _chain(
    root: Path, watch: Stopwatch, tools: Workshop, options: BuildOptions = DEFAULT
) -> tuple[Layout | None, tuple[Problem, ...], tuple[Attested, ...]]:
    """As `lay_out`, with the verdicts, which are there even where they are errors."""
    tools.begin()
    remember = tools.memory
    try:
        older = find_older(root, options.changes_since) if options.changes_since else None
    except OlderError as refusal:
        return None, (refusal.problem,), ()
    with watch("load"):
        dossier, problems = load(root, remember, lenient=options.draft)
    if dossier is None:
        return None, problems, ()
    earlier, refused = before(dossier, options)
    if refused := (*refused, *call_problems(dossier, options)):
        return None, (*problems, *refused), ()
    if options.final:
        dossier = replace(dossier, edition=options.final)
    with watch("read"):
        notes = sequence(dossier.entries)
        annexes, unreadable = read(dossier, cited_keys(notes, dossier.sources), tools.store, earlier.given)
        annexes = same(remember, "annexes", annexes)
        problems += (*unreadable, *check_locators(dossier, annexes))
    with watch("verify"):
        attested, found = look_up(dossier, annexes, tools.store, remember)
        problems += (*found, *misquotations(attested, dossier.misquoted))
    style = find_style(dossier.citation_style, dossier.root)
    assert style is not None, "load has seen that the style is there"
    with watch("cite"):
        try:
            citations = remember(
                "citations",
                (
                    remember("notes", notes, lambda: tuple(map(bare, notes))),
                    dossier.sources,
                    style,
                    dossier.language,
                ),
                lambda: cite(notes, dossier.sources, style, dossier.language, ask=tools.ask_pandoc),
            )
        except CiteprocError as failed:
            problems += (_bad_style(dossier, failed),)
            own = find_style("un", dossier.root)
            if not options.draft or own is None:
                return None, problems, attested
            citations = cite(notes, dossier.sources, own, dossier.language, ask=tools.ask_pandoc)
    material = Material(dossier, citations, annexes, attested, __version__)
    with watch("compose"):
        if older is not None:
            written, _ = compose(material)
            recorded = Recorded(written.texts, written.notes, attested)
            material = replace(material, since=since(older, dossier, annexes, recorded))
        composed, found = compose(material, remember)
        problems += found
    tolerated = unreadable if options.keep_going else ()
    if _failed([problem for problem in problems if problem not in tolerated]) and not options.draft:
        return None, problems, attested
    try:
        layout = _laid_out(material, composed, problems, watch, tools, options)
        misfits = rendering_problems(layout.sections, layout.settled)
        problems += misfits
        if _failed(misfits):
            if not options.draft:
                return None, problems, attested
            layout = _laid_out(material, composed, problems, watch, tools, options)
    except CrashError as crash:
        return None, (*problems, crash_problem(crash, composed.sections)), attested
    return replace(layout, before=earlier, older=older), problems, attested


def _laid_out(
    material: Material,
    composed: Composed,
    problems: tuple[Problem, ...],
    watch: Stopwatch,
    tools: Workshop,
    options: BuildOptions,
) -> Layout:
    dossier = material.dossier
    if options.draft:
        with watch("compose"):
            composed, _ = compose(replace(material, problems=problems), tools.memory)
    shown = chosen(composed.sections, composed.proofs, options)
    if options.partial or options.draft:
        composed = replace(composed, sections=unlinked(composed.sections, shown))
        ids = {section.id for section in shown}
        shown = tuple(section for section in composed.sections if section.id in ids)
    with watch("render"):
        sections = composed.sections
        tools.progress.expect({one.id: len(one.html) for one in sections if one.file is None})
        lay_out = renderer_for(dossier, sections, tools)
        settled = settle(sections, lay_out, numbering_of(dossier), composed.numbers)
    return Layout(dossier, material.annexes, material.attested, composed, settled, shown)


def renderer_for(
    dossier: Dossier, sections: Sequence[Section], tools: Workshop
) -> Callable[[Sequence[Job]], list[LaidOut]]:
    """What lays out sections, each in its look."""
    wanted = {section.styles for section in sections}
    looks = {styles: find_look(dossier.root, styles) for styles in wanted}

    def lay_out(jobs: Sequence[Job]) -> list[LaidOut]:
        requests = [Request(html, looks[section.styles], section.id) for section, html in jobs]
        made = tools.renderer.render(requests)
        return [
            LaidOut(html, one.answer, one.seconds, one.cached)
            for (_, html), one in zip(jobs, made, strict=True)
        ]

    return lay_out


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
