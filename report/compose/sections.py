"""Puts the sections together, in the order of the PDF: front matter, entries, tables, annexes, colophon.

In go the dossier, its citations and its annexes; out come the sections and the problems of templates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from report.changes.recorded import EntryTexts
from report.compose.annexes import view_annex
from report.compose.attestation import quoted_lines, view_attestation
from report.compose.changes import Brevity, view_changes
from report.compose.chronology import draw_chronology
from report.compose.entries import (
    WrittenEntry,
    cited_on,
    notes_by_place,
    print_entries,
    proofs_of,
    write_entries,
)
from report.compose.faults import FaultGroupView, view_problems
from report.compose.material import Material, Since
from report.compose.press import SectionPress
from report.compose.records import has_records
from report.compose.templates import TemplateFillError, Templates, templates_of
from report.compose.viewing import (
    view_dossier,
    view_line,
    view_sources,
    view_statements,
)
from report.compose.views import AnnexView, Line
from report.compose.words import words_for
from report.memory import Remember, forgetful
from report.model import (
    Annex,
    Body,
    Dossier,
    Entry,
    Note,
    PagedFile,
    Paper,
    Place,
    Problem,
    Section,
    Series,
)

PAGE_HEIGHT = {Paper.A4: 658.0, Paper.LETTER: 616.0}
"""The height of the text on a page, as page.css and letter.css set it."""
OVERVIEW_HEAD = 98.0
"""What stands above the chronology on its first page, as type.css sets it."""
FIGURE_SPACE = 33.0
"""The white around a chronology and the key below it, as overview.css sets them."""


@dataclass(frozen=True, slots=True)
class Composed:
    """The sections in order. `proofs`: which notes lead to an anchor in an annex (`annex:3:page:12`);
    `texts`: the words of each entry; `notes`: all notes, by the place of their citation or text; `numbers`:
    the number of each, by its name.
    """

    sections: tuple[Section, ...]
    proofs: Mapping[str, tuple[Note, ...]] = field(default_factory=dict)
    texts: Mapping[str, EntryTexts] = field(default_factory=dict)
    notes: Mapping[Place, Note] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)


def compose_sheet(dossier: Dossier, since: Since, brevity: Brevity) -> Section:
    """The list of changes as a document of its own. Raises TemplateFillError."""
    words = words_for(dossier.language)
    press = SectionPress(dossier, view_dossier(dossier, words), words, Templates(dossier.root))
    return _changes(press, since, brevity)


def compose(material: Material, remember: Remember = forgetful) -> tuple[Composed, tuple[Problem, ...]]:
    """The sections of the dossier; one whose template fails is missing, and a problem tells of it."""
    dossier = material.dossier
    words = words_for(dossier.language)
    templates = templates_of(dossier.root, remember)
    press = SectionPress(dossier, view_dossier(dossier, words), words, templates)
    entries = write_entries(material, remember)
    proofs = proofs_of(entries)
    sections: list[Section] = []
    problems: list[Problem] = []
    for name, make in _plan(press, material, entries, proofs).items():
        inputs = (press.key, make.func, make.args[1:], make.keywords)
        try:
            sections.append(remember(f"section:{name}", inputs, make))
        except TemplateFillError as failed:
            problems.append(failed.problem)
    texts = {one.entry.id: one.texts for one in entries}
    numbers = {note.name: note.number for one in entries for note in one.notes}
    composed = Composed(tuple(sections), proofs, texts, notes_by_place(entries), numbers)
    return composed, tuple(dict.fromkeys(problems))


def _plan(
    press: SectionPress,
    material: Material,
    entries: tuple[WrittenEntry, ...],
    proofs: Mapping[str, tuple[Note, ...]],
) -> dict[str, partial[Section]]:
    """What makes each section, by its name, in order: a function of the press and of what else it needs."""
    dossier, words = press.dossier, press.words
    citations, annexes = material.citations, material.annexes
    shown = tuple(
        view_annex(annex, dossier, citations, proofs.get(f"annex:{annex.number}", ()), words)
        for annex in annexes
    )
    groups = view_sources(dossier, citations, annexes, cited_on(entries), words)
    together = [entries] if dossier.entries_start == "run-on" and entries else [(one,) for one in entries]
    tables = [*(["sources"] if groups else []), *(["attestation"] if material.attested else [])]
    front = ["changes"] if material.since else []
    plan: dict[str, partial[Section]] = {"cover": partial(_cover, press)}
    if faults := view_problems(material.problems, dossier, words):
        plan["problems"] = partial(_problems, press, faults)
    plan["contents"] = partial(_contents, press, _lines(press, entries, shown, front, tables))
    if material.since:
        plan["changes"] = partial(_changes, press, material.since)
    if has_records(dossier.entries):
        # What an entry says is not shown there.
        outlines = tuple(replace(entry, body=Body()) for entry in dossier.entries)
        plan["overview"] = partial(_overview, press, outlines)
    for group in together:
        plan[group[0].view.id] = partial(print_entries, press, group)
    if groups:
        plan["sources"] = partial(_table, press, "sources", ("sources.css",), groups=groups)
    notes = notes_by_place(entries)
    if material.attested:
        view = view_attestation(material.attested, notes, dossier, citations, words)
        styles = ("tables.css", "attestation.css")
        plan["attestation"] = partial(_table, press, "attestation", styles, attestation=view)
    if shown:
        plan["annexes"] = partial(_table, press, "annexes", ("tables.css", "annexes.css"), annexes=shown)
    for annex, view_of in zip(annexes, shown, strict=True):
        plan[f"annex-{annex.number}"] = partial(_annex_cover, press, annex, view_of)
        if annex.appended:
            quoted = quoted_lines(material.attested, annex.number, notes) if dossier.highlight else {}
            plan[f"annex-{annex.number}-pages"] = partial(_annex_pages, press, annex, view_of, quoted)
    styles = ("tables.css", "colophon.css")
    plan["colophon"] = partial(_table, press, "colophon", styles, annexes=shown, version=material.version)
    return plan


def _lines(
    press: SectionPress,
    entries: Sequence[WrittenEntry],
    annexes: Sequence[AnnexView],
    front: Sequence[str],
    tables: Sequence[str],
) -> tuple[Line, ...]:
    """The contents; `front` and `tables` are the names of what is before and behind the entries."""
    words = press.words
    language, around = words.language if words.marked else "", press.dossier.language

    def line(name: str, part: str) -> Line:
        return view_line(f"section:{name}", words[name], part, around, language)

    return (
        *(line(name, "front") for name in front),
        *([line("overview", "front")] if has_records(press.dossier.entries) else []),
        *(
            view_line(f"entry:{one.view.id}", one.view.title, "entry", around, one.view.language)
            for one in entries
        ),
        *(line(name, "back") for name in tables),
        *([line("annexes", "back")] if annexes else []),
        *(annex.line for annex in annexes),
        line("colophon", "back"),
    )


def _cover(press: SectionPress) -> Section:
    content = press.fill("cover.html", "the cover")
    return press.print("cover", Series.FRONT, press.dossier.title, content, ("cover.css",), cover=True)


def _problems(press: SectionPress, groups: Sequence[FaultGroupView]) -> Section:
    content = press.fill("problems.html", "the problems", problems=groups)
    styles = ("tables.css", "problems.css")
    return press.print("problems", Series.FRONT, press.words["problems"], content, styles)


def _contents(press: SectionPress, lines: tuple[Line, ...]) -> Section:
    content = press.fill("contents.html", "the contents", lines=lines)
    return press.print("contents", Series.FRONT, press.words["contents"], content, ("contents.css",))


def _changes(press: SectionPress, since: Since, brevity: Brevity | None = None) -> Section:
    """In the dossier itself, or with a `brevity` on a sheet of its own."""
    language = press.dossier.language
    view = view_changes(since.changes, since.name, press.words, language, brevity)
    content = press.fill("changes.html", "the changes", changes=view)
    title, styles = press.words["changes"], ("tables.css", "changes.css")
    if brevity is None:
        return press.print("changes", Series.FRONT, title, content, styles)
    sheet = press.print("changes", Series.REPORT, title, content, styles)
    return replace(sheet, heads=(("section:changes", press.dossier.title),))


def _overview(press: SectionPress, entries: tuple[Entry, ...]) -> Section:
    room = PAGE_HEIGHT[press.dossier.paper] - FIGURE_SPACE
    chronology = draw_chronology(entries, press.words, press.dossier.language, room - OVERVIEW_HEAD, room)
    statements = view_statements(entries, press.dossier.language)
    content = press.fill("overview.html", "the overview", chronology=chronology, statements=statements)
    styles = ("tables.css", "figures.css", "overview.css")
    return press.print("overview", Series.FRONT, press.words["overview"], content, styles)


def _table(press: SectionPress, name: str, styles: Sequence[str], **values: object) -> Section:
    """One of the tables behind the entries; its title is the word for it."""
    content = press.fill(f"{name}.html", f"the section {name}", **values)
    return press.print(name, Series.REPORT, press.words[name], content, styles)


def _annex_cover(press: SectionPress, annex: Annex, view: AnnexView) -> Section:
    content = press.fill("annex.html", f"the cover of annex {annex.number}", annex=view)
    return press.print(
        f"annex-{annex.number}",
        Series.ANNEX,
        view.line.title + view.line.last,
        content,
        ("tables.css", "annexes.css"),
        anchor=f"annex:{annex.number}",
        level=2,
        annex=annex,
        cover=True,
    )


def _annex_pages(
    press: SectionPress, annex: Annex, view: AnnexView, quoted: Mapping[int, tuple[str, ...]]
) -> Section:
    """A text is laid out, its `quoted` lines marked; the pages of any other file are there already."""
    name, anchor = f"annex-{annex.number}-pages", f"annex:{annex.number}:pages"
    title = view.line.title + view.line.last
    if isinstance(annex.file, PagedFile):
        heads = ((anchor, title),)
        return Section(
            name,
            "",
            Series.ANNEX,
            heads=heads,
            annex=annex.number,
            annex_name=annex.name,
            file=annex.file,
            first_page=annex.first_page,
            language=view.language,
        )
    subject = f"the pages of annex {annex.number}"
    content = press.fill("annex-pages.html", subject, annex=view, quoted=quoted)
    section = press.print(
        name,
        Series.ANNEX,
        title,
        content,
        ("annexes.css",),
        anchor=anchor,
        language=view.language,
        annex=annex,
    )
    return replace(section, bookmarks=())
