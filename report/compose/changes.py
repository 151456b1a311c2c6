"""What the list of changes prints, in a dossier or on a sheet of its own.

`Changes` go in, plain values for `changes.html` come out. What was removed is struck through, what was added
is underlined, as a reader knows it from corrections by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from report.changes.facts import DIGITS, pieces_of
from report.changes.values import (
    AnnexChange,
    Changes,
    EntryChange,
    FactChange,
    How,
    Move,
    Piece,
    SourceChange,
    State,
    TextChange,
    Unknown,
    VerdictChange,
)
from report.changes.words import clipped, shortened
from report.compose.dates import in_words
from report.compose.evidence import NBSP
from report.compose.words import Words
from report.directions import direction
from report.model import PartialDate


@dataclass(frozen=True, slots=True)
class Brevity:
    """How many words are shown: on either side of a difference, and of a text as a whole."""

    context: int = 8
    whole: int = 24


@dataclass(frozen=True, slots=True)
class RowView:
    """A line of a change; `language` is that of its text, "" for the dossier's."""

    label: str
    text: Markup
    language: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class ItemView:
    """A thing that changed, with a line above its rows unless `title` is "". `anchor` is where it stands, ""
    where that is not led to; `folio` its page where that is known.
    """

    title: str
    about: str
    rows: tuple[RowView, ...]
    language: str = ""
    direction: str = ""
    anchor: str = ""
    folio: str = ""


@dataclass(frozen=True, slots=True)
class PartView:
    title: str
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class ChangesView:
    """`title` is the dossier's, "" where the list stands in the dossier itself; `lead` are sentences."""

    title: str
    lead: str
    parts: tuple[PartView, ...]


_NAMES = {
    "by": "who", "date": "date", "date_label": "date", "kind": "kind", "file": "file", "sha256": "sha256",
    "size": "size", "pages": "pages-head", "lines": "lines-head", "captured": "captured",
    "captured_by": "captured-by", "method": "method", "url": "address", "label": "number",
    "sources": "changes-sources",
}  # fmt: skip
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def view_changes(
    changes: Changes, name: str, words: Words, language: str, brevity: Brevity | None = None
) -> ChangesView:
    """`name` is what the older state is called. Without `brevity` the list stands in the dossier itself, and
    leads to what it names; else it prints the folios that are known.
    """
    linked = brevity is None
    press = _Press(words, language, linked, brevity or Brevity())
    parts = (
        PartView(words["changes-dossier"], press.facts(changes.facts)),
        PartView(words["changes-entries"], tuple(map(press.entry, changes.entries))),
        PartView(words["changes-sources"], tuple(map(press.source, changes.sources))),
        PartView(words["annexes"], tuple(map(press.annex, changes.annexes))),
        PartView(words["changes-verdicts"], press.verdicts(changes.verdicts)),
        PartView(words["changes-moves"], press.moves(changes.moves)),
    )
    lead = [words["changes-with"].format(name=press.state(changes.before, name))]
    lead += [
        words[f"changes-unknown-{one.value}"]
        for one in changes.unknown
        if not (linked and one is Unknown.PAGES)
    ]
    lead += [words["changes-none"]] if changes.none else []
    title = "" if linked else changes.after.title
    return ChangesView(title, " ".join(lead), tuple(part for part in parts if part.items))


@dataclass(frozen=True, slots=True)
class _Press:
    """What all parts are written with."""

    words: Words
    language: str
    linked: bool
    brevity: Brevity

    def state(self, state: State, name: str) -> str:
        called = self.words["changes-edition"].format(name=state.edition) if state.edition else name
        told = [called, self.date(state.date), state.content_hash[:8]]
        return self.words["comma"].join(one for one in told if one)

    def date(self, written: str) -> str:
        """A date of the manifest in words; what is none as it is."""
        found = _DATE.fullmatch(written)
        if found is None:
            return written
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None, "the expression has it"
        try:
            return in_words(PartialDate(year, month, day), self.language)
        except ValueError:
            return written

    def facts(self, facts: Sequence[FactChange]) -> tuple[ItemView, ...]:
        return (ItemView("", "", tuple(map(self.fact, facts))),) if facts else ()

    def fact(self, fact: FactChange) -> RowView:
        name = self.words.get(f"fact-{fact.name}") or self.words.get(_NAMES.get(fact.name, "")) or fact.name
        shown = FactChange(fact.name, self.value(fact.name, fact.before), self.value(fact.name, fact.after))
        return RowView(
            name, self.pieces(shortened(pieces_of(shown), self.brevity.context, self.brevity.whole))
        )

    def value(self, name: str, value: str) -> str:
        if name == "sha256":
            return value[:DIGITS]
        if name == "date":
            return self.date(value)
        if name in ("appended", "attached"):
            return self.words.get(value) or value
        if name == "kind":
            return self.words.get(f"kind-{value}") or self.words.get(f"kind-file-{value}") or value
        return value

    def entry(self, entry: EntryChange) -> ItemView:
        behind = self.words["changes-behind"].format(title=clipped(entry.behind, 6))
        told = [
            self.words["changes-added"] if entry.how is How.ADDED else "",
            self.words["changes-removed"] if entry.how is How.REMOVED else "",
            (behind if entry.behind else self.words["changes-first"]) if entry.moved else "",
        ]
        around = entry.language or self.language
        return ItemView(
            entry.title,
            self.words["comma"].join(one for one in told if one),
            (*map(self.fact, entry.facts), *(self.text(text, around) for text in entry.texts)),
            around,
            direction(around),
            *self.place(f"entry:{entry.id}" if entry.how is not How.REMOVED else "", entry.folio),
        )

    def place(self, anchor: str, folio: str | None) -> tuple[str, str]:
        """The anchor in the dossier itself, the folio elsewhere."""
        return (anchor, "") if self.linked else ("", folio or "")

    def text(self, text: TextChange, language: str) -> RowView:
        if text.kind == "note" and text.number is not None:
            label = self.words["text-note"].format(n=text.number)
        else:
            label = self.words.get(f"text-{text.kind}") or self.words["text-paragraph"]
        if text.how is How.CHANGED:
            html = self.pieces(shortened(text.pieces, self.brevity.context, 2 * self.brevity.whole))
        else:
            whole = clipped(" ".join(piece.text for piece in text.pieces), self.brevity.whole)
            html = escape(whole) if text.how is How.MOVED else self.marked(whole, text.how)
        label += f" ({self.words['changes-moved']})" if text.how is How.MOVED else ""
        return RowView(label, html, language, direction(language))

    def source(self, source: SourceChange) -> ItemView:
        return ItemView(source.title, self.how(source.how), tuple(map(self.fact, source.facts)))

    def how(self, how: How) -> str:
        return "" if how is How.CHANGED else self.words[f"changes-{how.value}"]

    def annex(self, annex: AnnexChange) -> ItemView:
        anchor = f"annex:{annex.number}" if annex.number is not None else ""
        name = f"{self.words['annex']}{NBSP}{annex.label.removeprefix('Annex ')}"
        return ItemView(
            f"{name}{self.words['comma']}{annex.title}",
            self.how(annex.how),
            tuple(map(self.fact, annex.facts)),
            "",
            "",
            *self.place(anchor if annex.how is not How.REMOVED else "", annex.folio),
        )

    def verdicts(self, verdicts: Iterable[VerdictChange]) -> tuple[ItemView, ...]:
        rows = tuple(map(self.verdict, verdicts))
        return (ItemView("", "", rows),) if rows else ()

    def verdict(self, one: VerdictChange) -> RowView:
        told = [
            self.marked(self.words.get(f"verdict-{verdict}") or verdict, how)
            for verdict, how in ((one.before, How.REMOVED), (one.after, How.ADDED))
            if verdict
        ]
        note = self.words["text-note"].format(n=one.note) if one.note is not None else ""
        return RowView(note, Markup("{}: {}").format(clipped(one.text, 6), Markup(" ").join(told)))

    def moves(self, moves: Iterable[Move]) -> tuple[ItemView, ...]:
        rows = tuple(map(self.move, moves))
        return (ItemView("", "", rows),) if rows else ()

    def move(self, move: Move) -> RowView:
        arrow = "←" if direction(self.language) == "rtl" else "→"
        label = f"{move.before} {arrow} {move.after}"
        first, last = clipped(move.first, 6), clipped(move.last, 6)
        if move.count == 1:
            return RowView(label, escape(first))
        end = f"{move.last_before} {arrow} {move.last_after}"
        return RowView(label, Markup("{} – {} ({})").format(first, last, end))

    def pieces(self, pieces: Iterable[Piece]) -> Markup:
        """With a space between what was removed and what came in its place: else they read as one word."""
        html: list[Markup] = []
        before = None
        for piece in pieces:
            if before is How.REMOVED and piece.how is How.ADDED:
                html.append(Markup(" "))
            html.append(self.marked(piece.text, piece.how))
            before = piece.how
        return Markup("").join(html)

    def marked(self, text: str, how: How | None) -> Markup:
        """Struck through or underlined; for those who hear it, with the word for it."""
        if how is None or not text.strip():
            return escape(text)
        tag = "ins" if how is How.ADDED else "del"
        told = f"{self.words[f'changes-{how.value}']}: {text.strip()}"
        return Markup('<{0}><abbr title="{1}">{2}</abbr></{0}>').format(tag, told, text)
