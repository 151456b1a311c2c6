"""The chain of stages: a dossier's folder goes in, its PDF and what happened come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from report import __version__
from report.attached import attachments_of
from report.attest import attest
from report.cite import CiteprocError, bare, cite, find_style, sequence
from report.compose import Composed, Material, compose
from report.documents import documents_of, quoted_keys
from report.highlights import highlights_of
from report.inspect import inspect
from report.join import first_pages, is_clean, join_into
from report.join.metadata import DocumentFacts
from report.load import load
from report.locators import check_locators
from report.look import find_look
from report.memory import same
from report.misfits import crash_problem, rendering_problems
from report.misquotations import misquotations
from report.model import Annex, Attested, Dossier, Place, Problem, Section, Severity, error
from report.numbering import numbering_of
from report.options import DEFAULT, BuildOptions
from report.outcome import Outcome
from report.parts import FurnitureError, make_parts
from report.read import cited_keys, isolation, read, read_quoted
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
from report.settle import Job, LaidOut, Settled, settle
from report.stopwatch import Stopwatch
from report.workshop import Workshop
from report.writing import beside, unwritable


def build(
    root: Path,
    options: BuildOptions = DEFAULT,
    workshop: Workshop | None = None,
    record: Record | None = None,
) -> Outcome:
    """Compile the dossier in `root`, in the caller's `workshop` or in one for this build.

    With an error there is no PDF, and one from before stays as it was; but with `keep_going` an archived
    file that cannot be appended is an error and a cover sheet that says so.
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
    layout, problems = lay_out(root, watch, tools, options)
    if layout is None:
        return Outcome(root, problems=problems, seconds=watch.seconds)
    with watch("join"):
        try:
            wanted = layout.attested if layout.dossier.highlight else ()
            parts = make_parts(
                layout.dossier,
                layout.sections,
                layout.settled,
                tools.renderer.draw,
                layout.composed.proofs,
                highlights_of(wanted, layout.sections),
                tools.memory,
            )
        except FurnitureError as failed:
            return Outcome(root, problems=(*problems, *failed.problems), seconds=watch.seconds)
        except CrashError as crash:
            died = crash_problem(crash, layout.sections)
            return Outcome(root, problems=(*problems, died), seconds=watch.seconds)
    attachments = attachments_of(layout.dossier, layout.annexes, is_clean(parts))
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


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def check(root: Path, workshop: Workshop | None = None) -> Outcome:
    """Everything that can be wrong with the dossier in `root`, without a PDF."""
    watch = Stopwatch(workshop.progress.stage if workshop else None)
    with _open(root, workshop) as tools:
        layout, problems = lay_out(root, watch, tools)
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


def lay_out(
    root: Path, watch: Stopwatch, tools: Workshop, options: BuildOptions = DEFAULT
) -> tuple[Layout | None, tuple[Problem, ...]]:
    """All stages before `join`. There is no layout when there is an error.

    With `options.keep_going` an archived file that cannot be read does not count as one.
    """
    tools.begin()
    remember = tools.memory
    with watch("load"):
        dossier, problems = load(root, remember)
    if dossier is None:
        return None, problems
    with watch("read"):
        notes = sequence(dossier.entries)
        annexes, unreadable = read(dossier, cited_keys(notes, dossier.sources), tools.store)
        annexes = same(remember, "annexes", annexes)
        problems += (*unreadable, *check_locators(dossier, annexes))
    with watch("verify"):
        others, troubles = read_quoted(dossier, quoted_keys(dossier), annexes, tools.store)
        documents, found = documents_of(dossier, (*annexes, *others), tools.store)
        attested = attest(dossier, annexes, documents, others)
        problems += (*troubles, *found, *misquotations(attested, dossier.misquoted))
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
            return None, (*problems, _bad_style(dossier, failed))
    with watch("compose"):
        composed, found = compose(Material(dossier, citations, annexes, attested, __version__), remember)
        problems += found
    tolerated = unreadable if options.keep_going else ()
    if _failed([problem for problem in problems if problem not in tolerated]):
        return None, problems
    sections = composed.sections
    with watch("render"):
        tools.progress.expect({one.id: len(one.html) for one in sections if one.file is None})
        try:
            settled = settle(sections, _renderer(dossier, sections, tools), numbering_of(dossier))
        except CrashError as crash:
            return None, (*problems, crash_problem(crash, sections))
        misfits = rendering_problems(sections, settled)
    return (None if _failed(misfits) else Layout(dossier, annexes, attested, composed, settled)), (
        *problems,
        *misfits,
    )


def _renderer(
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
