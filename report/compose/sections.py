"""Puts the sections together, in the order of the PDF: front matter, entries, tables, annexes, colophon.

In go the dossier, its citations and its annexes; out come the sections and the problems of templates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from markupsafe import Markup

from report.changes.marking import facts_changed, heading_changed, mark_changed
from report.changes.recorded import EntryTexts, texts_of
from report.changes.values import Changes
from report.compose.annexes import view_annex
from report.compose.attestation import quoted_lines, view_attestation
from report.compose.changes import Brevity, view_changes
from report.compose.chronology import draw_chronology
from report.compose.faults import FaultGroupView, view_problems
from report.compose.furniture import paper_styles
from report.compose.prose import Context, Written, heading_anchor, write_body
from report.compose.records import has_records
from report.compose.templates import TemplateFillError, Templates, templates_of
from report.compose.viewing import (
    view_dossier,
    view_entry,
    view_line,
    view_sources,
    view_statements,
)
from report.compose.views import AnnexView, DossierView, EntryView, Line
from report.compose.words import Words, words_for
from report.directions import direction
from report.memory import Remember, forgetful
from report.model import (
    Annex,
    Attested,
    Body,
    Bookmark,
    Citation,
    Citations,
    Cited,
    Dossier,
    Entry,
    Footnote,
    PagedFile,
    Pagination,
    Paper,
    Place,
    Problem,
    Section,
    Series,
)

_BASE = ("page.css", "type.css")
PAGE_HEIGHT = {Paper.A4: 658.0, Paper.LETTER: 616.0}
"""The height of the text on a page, as page.css and letter.css set it."""
OVERVIEW_HEAD = 98.0
"""What stands above the chronology on its first page, as type.css sets it."""
FIGURE_SPACE = 33.0
"""The white around a chronology and the key below it, as overview.css sets them."""
_ENTRY = ("notes.css", "entry.css", "tables.css", "figures.css")


@dataclass(frozen=True, slots=True)
class _Written:
    """An entry with its body written."""

    entry: Entry
    body: Written
    view: EntryView
    headings: tuple[Bookmark, ...]

    @property
    def texts(self) -> EntryTexts:
        return texts_of(self.body.html, self.body.note_texts, self.body.notes.start)


@dataclass(frozen=True, slots=True)
class _Press:
    """What every section is made with."""

    dossier: Dossier
    view: DossierView
    words: Words
    templates: Templates

    @property
    def key(self) -> tuple[object, ...]:
        """All of it that a section depends on."""
        return self.view, self.dossier.language, self.dossier.paper, self.templates.digest

    def print(
        self,
        name: str,
        series: Series,
        title: str,
        content: Markup,
        styles: Sequence[str] = (),
        *,
        anchor: str = "",
        level: int = 1,
        language: str = "",
        annex: Annex | None = None,
        cover: bool = False,
    ) -> Section:
        """A section with one heading of its own: content in a complete document."""
        anchor = anchor or f"section:{name}"
        return Section(
            id=name,
            html=self.document(name, title, content, language),
            series=series,
            styles=(*_BASE, *styles, *paper_styles(self.dossier)),
            heads=((anchor, title),),
            bookmarks=(Bookmark(level, title, anchor),),
            annex=annex.number if annex else None,
            annex_name=annex.name if annex else "",
            cover=cover,
        )

    def document(self, name: str, title: str, content: Markup, language: str = "") -> str:
        language = language or self.dossier.language
        return self.templates.fill(
            "document.html",
            f"the section {name}",
            language=language,
            direction=direction(language),
            title=title,
            paper=self.dossier.paper.value,
            content=content,
        )

    def fill(self, template: str, subject: str, **values: object) -> Markup:
        return Markup(  # noqa: S704 - escaped by the template
            self.templates.fill(template, subject, dossier=self.view, words=self.words, **values)
        )


@dataclass(frozen=True, slots=True)
class Composed:
    """The sections in order. `proofs`: which notes lead to an anchor in an annex (`annex:3:page:12`);
    `texts`: the words of each entry; `notes`: the number of the note of each citation, by its place.
    """

    sections: tuple[Section, ...]
    proofs: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    texts: Mapping[str, EntryTexts] = field(default_factory=dict)
    notes: Mapping[Place, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Material:
    """What the sections are made of: what the author wrote, and what the stages before made of it.

    `problems` are those to be listed in front, of a draft.
    """

    dossier: Dossier
    citations: Citations
    annexes: tuple[Annex, ...]
    attested: tuple[Attested, ...]
    version: str
    problems: tuple[Problem, ...] = ()
    since: Since | None = None


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since an earlier state, and what that is called: it is marked and listed."""

    name: str
    changes: Changes


def compose_sheet(dossier: Dossier, since: Since, brevity: Brevity) -> Section:
    """The list of changes as a document of its own. Raises TemplateFillError."""
    words = words_for(dossier.language)
    press = _Press(dossier, view_dossier(dossier, words), words, Templates(dossier.root))
    return _changes(press, since, brevity)


def compose(material: Material, remember: Remember = forgetful) -> tuple[Composed, tuple[Problem, ...]]:
    """The sections of the dossier; one whose template fails is missing, and a problem tells of it."""
    dossier = material.dossier
    words = words_for(dossier.language)
    templates = templates_of(dossier.root, remember)
    press = _Press(dossier, view_dossier(dossier, words), words, templates)
    entries = _write_entries(material, remember)
    proofs = _proofs(entries)
    sections: list[Section] = []
    problems: list[Problem] = []
    for name, make in _plan(press, material, entries, proofs).items():
        inputs = (press.key, make.func, make.args[1:], make.keywords)
        try:
            sections.append(remember(f"section:{name}", inputs, make))
        except TemplateFillError as failed:
            problems.append(failed.problem)
    texts = {one.entry.id: one.texts for one in entries}
    return Composed(tuple(sections), proofs, texts, _note_numbers(entries)), tuple(dict.fromkeys(problems))


def _plan(
    press: _Press,
    material: Material,
    entries: tuple[_Written, ...],
    proofs: Mapping[str, tuple[int, ...]],
) -> dict[str, partial[Section]]:
    """What makes each section, by its name, in order: a function of the press and of what else it needs."""
    dossier, words = press.dossier, press.words
    citations, annexes = material.citations, material.annexes
    shown = tuple(
        view_annex(annex, dossier, citations, proofs.get(f"annex:{annex.number}", ()), words)
        for annex in annexes
    )
    groups = view_sources(dossier, citations, annexes, _cited_on(entries), words)
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
        plan[group[0].view.id] = partial(_entries, press, group)
    if groups:
        plan["sources"] = partial(_table, press, "sources", ("sources.css",), groups=groups)
    notes = _note_numbers(entries)
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


def _proofs(entries: Sequence[_Written]) -> Mapping[str, tuple[int, ...]]:
    notes: dict[str, dict[int, None]] = {}
    for one in entries:
        for note, anchors in one.body.proofs:
            for anchor in anchors:
                notes.setdefault(anchor, {})[note] = None
    return {anchor: tuple(numbers) for anchor, numbers in notes.items()}


def _note_numbers(entries: Sequence[_Written]) -> Mapping[Place, int]:
    return {place: note for one in entries for note, place in one.body.note_places}


def _marked(written: _Written, changes: Changes) -> _Written:
    """The entry with bars beside what changed in it."""
    entry, body = written.entry.id, written.body
    body = replace(body, html=mark_changed(entry, body.html, body.notes, changes))
    view = replace(
        written.view,
        body=body.html,
        changed=heading_changed(entry, changes),
        facts_changed=facts_changed(entry, changes),
    )
    return replace(written, body=body, view=view)


def _write_entries(material: Material, remember: Remember) -> tuple[_Written, ...]:
    """Every body, its notes numbered through the dossier."""
    dossier = material.dossier
    physical = dossier.pagination is Pagination.PHYSICAL
    attested: dict[str, dict[Place, Attested]] = {}
    for found in material.attested:
        if found.anchor:
            attested.setdefault(found.entry, {})[found.quotation.citation.place] = found
    written: list[_Written] = []
    note, first = 1, 0
    for entry in dossier.entries:
        context = Context(
            dossier.sources, material.annexes, dossier.language, physical, attested.get(entry.id, {})
        )
        end = first + sum(isinstance(part, Citation | Footnote) for part in entry.body.parts)
        inputs = (entry, context, material.citations.cited[first:end], note)
        one = remember(f"written:{entry.id}", inputs, partial(_write_entry, *inputs))
        written.append(_marked(one, material.since.changes) if material.since else one)
        note, first = one.body.notes.stop, end
    return tuple(written)


def _write_entry(entry: Entry, context: Context, cited: Sequence[tuple[Cited, ...]], note: int) -> _Written:
    body = write_body(entry, context, iter(cited), note)
    headings = tuple(
        Bookmark(heading.level, heading.title, heading_anchor(entry.id, number))
        for number, heading in enumerate(entry.body.headings, 1)
    )
    return _Written(entry, body, view_entry(entry, body, words_for(entry.language)), headings)


def _cited_on(entries: Sequence[_Written]) -> Mapping[str, tuple[str, ...]]:
    """The anchors of the marks that cite each source, in order of reading."""
    marks: dict[str, list[str]] = {}
    for one in entries:
        for anchor, keys in one.body.cites:
            for key in keys:
                marks.setdefault(key, []).append(anchor)
    return {key: tuple(anchors) for key, anchors in marks.items()}


def _lines(
    press: _Press,
    entries: Sequence[_Written],
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


def _cover(press: _Press) -> Section:
    content = press.fill("cover.html", "the cover")
    return press.print("cover", Series.FRONT, press.dossier.title, content, ("cover.css",), cover=True)


def _problems(press: _Press, groups: Sequence[FaultGroupView]) -> Section:
    content = press.fill("problems.html", "the problems", problems=groups)
    styles = ("tables.css", "problems.css")
    return press.print("problems", Series.FRONT, press.words["problems"], content, styles)


def _contents(press: _Press, lines: tuple[Line, ...]) -> Section:
    content = press.fill("contents.html", "the contents", lines=lines)
    return press.print("contents", Series.FRONT, press.words["contents"], content, ("contents.css",))


def _changes(press: _Press, since: Since, brevity: Brevity | None = None) -> Section:
    """In the dossier itself, or with a `brevity` on a sheet of its own."""
    language = press.dossier.language
    view = view_changes(since.changes, since.name, press.words, language, brevity)
    content = press.fill("changes.html", "the changes", changes=view)
    title, styles = press.words["changes"], ("tables.css", "changes.css")
    if brevity is None:
        return press.print("changes", Series.FRONT, title, content, styles)
    sheet = press.print("changes", Series.REPORT, title, content, styles)
    return replace(sheet, heads=(("section:changes", press.dossier.title),))


def _overview(press: _Press, entries: tuple[Entry, ...]) -> Section:
    room = PAGE_HEIGHT[press.dossier.paper] - FIGURE_SPACE
    chronology = draw_chronology(entries, press.words, press.dossier.language, room - OVERVIEW_HEAD, room)
    statements = view_statements(entries, press.dossier.language)
    content = press.fill("overview.html", "the overview", chronology=chronology, statements=statements)
    styles = ("tables.css", "figures.css", "overview.css")
    return press.print("overview", Series.FRONT, press.words["overview"], content, styles)


def _entries(press: _Press, entries: Sequence[_Written]) -> Section:
    """One entry, or all of them when they run on."""
    first = entries[0]
    content = Markup("\n").join(
        press.fill("entry.html", f"the entry {one.view.id}", entry=one.view) for one in entries
    )
    places: dict[str, Place] = {}
    bookmarks: list[Bookmark] = []
    for one in entries:
        anchor = f"entry:{one.view.id}"
        places |= {anchor: one.entry.place, **one.body.places}
        bookmarks += [Bookmark(1, one.view.title, anchor), *one.headings]
    language = first.view.language if len(entries) == 1 else ""
    return Section(
        id=first.view.id,
        html=press.document(first.view.id, first.view.title, content, language),
        series=Series.REPORT,
        styles=(*_BASE, *_ENTRY, *paper_styles(press.dossier)),
        notes=range(first.body.notes.start, entries[-1].body.notes.stop),
        heads=tuple((f"entry:{one.view.id}", one.view.title) for one in entries),
        bookmarks=tuple(bookmarks),
        places=places,
    )


def _table(press: _Press, name: str, styles: Sequence[str], **values: object) -> Section:
    """One of the tables behind the entries; its title is the word for it."""
    content = press.fill(f"{name}.html", f"the section {name}", **values)
    return press.print(name, Series.REPORT, press.words[name], content, styles)


def _annex_cover(press: _Press, annex: Annex, view: AnnexView) -> Section:
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
    press: _Press, annex: Annex, view: AnnexView, quoted: Mapping[int, tuple[int, ...]]
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
