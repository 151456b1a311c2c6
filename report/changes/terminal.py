"""Changes as lines for a terminal, in colour or with the marks of `git diff --word-diff`.

`Changes` go in, lines come out; nothing in them commands the terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

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
from report.compose.phrases import PHRASES
from report.problems import Marks, harmless, marks

_SIGNS = {How.ADDED: "+", How.REMOVED: "-", How.CHANGED: "~", How.MOVED: "="}
_UNKNOWN = {
    Unknown.TEXTS: "what was reworded",
    Unknown.SOURCES: "which sources changed",
    Unknown.QUOTATIONS: "which verdicts changed",
    Unknown.PAGES: "which page numbers moved",
}
_WORDS = PHRASES["en"]


def lines_of(changes: Changes, name: str, colour: bool = False) -> Iterator[str]:
    """`name` is what the older state is called."""
    removed, added = marks(colour)
    press = _Press({How.REMOVED: removed, How.ADDED: added})
    yield f"compared with {harmless(name)}{_named(changes.before, name)}"
    for unknown in changes.unknown:
        yield f"  cannot be told: {_UNKNOWN[unknown]}; {_reason(changes, unknown)}"
    if changes.none:
        yield "nothing changed"
        return
    yield from _part("Dossier", [line for fact in changes.facts for line in press.fact(fact, "  ")])
    yield from _part("Entries", [line for entry in changes.entries for line in press.entry(entry)])
    yield from _part("Sources", [line for source in changes.sources for line in press.source(source)])
    yield from _part("Annexes", [line for annex in changes.annexes for line in press.annex(annex)])
    yield from _part("Verdicts", [press.verdict(one) for one in changes.verdicts])
    yield from _part("Pages", [press.move(move) for move in changes.moves])


def _named(state: State, name: str) -> str:
    told = [
        f"edition {state.edition}" if state.edition not in ("", name) else "",
        state.date,
        state.content_hash[:8],
        state.compiler,
    ]
    return f" ({harmless(', '.join(one for one in told if one))})"


def _reason(changes: Changes, unknown: Unknown) -> str:
    if unknown is Unknown.PAGES:
        return "the dossier was not laid out, since it has errors, or an older Attest did not record it"
    return f"{harmless(changes.before.compiler)} did not record it"


def _part(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"{title}:"
        yield from lines


class _Press:
    """Writes lines with these marks around what was removed and added."""

    def __init__(self, marks: Mapping[How, Marks]) -> None:
        self._marks = marks

    def pieces(self, pieces: Sequence[Piece]) -> str:
        return "".join(
            self._marked(piece.text, piece.how) if piece.how else harmless(piece.text) for piece in pieces
        )

    def _marked(self, text: str, how: How) -> str:
        before, behind = self._marks[how]
        return f"{before}{harmless(text)}{behind}" if text else ""

    def fact(self, fact: FactChange, indent: str) -> Iterator[str]:
        if fact.name == "sha256":
            fact = replace(fact, before=fact.before[:DIGITS], after=fact.after[:DIGITS])
        name = harmless(fact.name.replace("_", "-"))
        yield f"{indent}{name}: {self.pieces(shortened(pieces_of(fact), whole=24))}"

    def entry(self, entry: EntryChange) -> Iterator[str]:
        behind = f"behind “{clipped(entry.behind, 8)}”" if entry.behind else "in front"
        told = [
            f"p. {entry.folio}" if entry.folio else "",
            f"was {entry.was}" if entry.was else "",
            f"new, {behind}" if entry.how is How.ADDED else "",
            f"moved, now {behind}" if entry.moved else "",
        ]
        about = "; ".join(one for one in told if one)
        yield harmless(f"  {_SIGNS[entry.how]} {entry.id}: {entry.title}{f' ({about})' if about else ''}")
        for fact in entry.facts:
            yield from self.fact(fact, "      ")
        for text in entry.texts:
            yield f"      {self.text(text)}"

    def text(self, text: TextChange) -> str:
        number = f" {text.number}" if text.number is not None else ""
        kind = f"{text.kind}{number}"
        if text.how is How.CHANGED:
            return f"{kind}: {self.pieces(shortened(text.pieces))}"
        whole = " ".join(piece.text for piece in text.pieces)
        if text.how is How.MOVED:
            return f"{kind}, moved: {harmless(clipped(whole))}"
        return f"{kind}: {self._marked(clipped(whole), text.how)}"

    def source(self, source: SourceChange) -> Iterator[str]:
        yield harmless(f"  {_SIGNS[source.how]} {source.key}: {source.title}")
        for fact in source.facts:
            yield from self.fact(fact, "      ")

    def annex(self, annex: AnnexChange) -> Iterator[str]:
        yield harmless(f"  {_SIGNS[annex.how]} {annex.label}: {annex.title}")
        for fact in annex.facts:
            yield from self.fact(fact, "      ")

    def verdict(self, one: VerdictChange) -> str:
        told = [
            self._marked(_WORDS.get(f"verdict-{verdict}", verdict), how) if verdict else ""
            for verdict, how in ((one.before, How.REMOVED), (one.after, How.ADDED))
        ]
        note = f", note {one.note}" if one.note is not None else ""
        where = harmless(f"  {one.entry}{note}: “{clipped(one.text, 8)}”")
        return f"{where}: {' '.join(verdict for verdict in told if verdict)}"

    def move(self, move: Move) -> str:
        if move.count == 1:
            return harmless(f"  {move.first}: p. {move.before} → {move.after}")
        by = f"{move.by:+}" if move.by is not None else ""
        return harmless(
            f"  {move.count} from “{move.first}” (p. {move.before} → {move.after}) "
            f"to “{move.last}” (p. {move.last_before} → {move.last_after}): {by}"
        )
