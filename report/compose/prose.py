"""Writes an entry's body: its pieces put together, its notes named, their marks where they belong.

In go an entry and its citations as citeproc wrote them; out comes HTML, in which the numbers of notes are
left open, with what other parts of the dossier need to know of it (notes, places, headings, which mark cites
what).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from report.compose.evidence import Evidence, Press, find_evidence, phrase, sentence, with_place
from report.compose.translations import label, quoted_original
from report.compose.words import Words, words_for
from report.directions import direction
from report.model import (
    Annex,
    Attested,
    Citation,
    Cited,
    Entry,
    EntryReference,
    Footnote,
    OriginalPassage,
    Part,
    Place,
    Source,
    Term,
    cited_items,
)

MARK_BEFORE_PUNCTUATION = frozenset({"fr", "es"})
"""UN Editorial Manual, footnotes: after punctuation in English, before it in French and Spanish."""

_PUNCTUATION_AT_END = re.compile("[\u00a0\u202f]?[.,;:!?\u2026]+$")
_ENTITY_AT_END = re.compile(r"&#?\w+;$")
_SENTENCE_END = re.compile(r"[.!?\u2026][\u201d\u2019\u00bb\"')\]]*$")
_HEADING = re.compile(r' data-heading="(\d+)"')
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Context:
    """What every body is written with. `language` is the dossier's, in which citations are written.

    `attested` are the quotations that were found, by the place of their citation: their notes lead there.
    """

    sources: Mapping[str, Source]
    annexes: Sequence[Annex]
    language: str
    physical: bool = False
    attested: Mapping[Place, Attested] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """A body, written. `cites` pairs the anchor of each mark with the keys that it cites, `proofs` the name
    of each note with the anchors in annexes that it leads to; `notes` are their names, in order. `note_texts`
    are the notes as they were written, without what Attest says of annexes in them.
    """

    html: Markup
    notes: tuple[str, ...]
    cites: tuple[tuple[str, tuple[str, ...]], ...]
    proofs: tuple[tuple[str, tuple[str, ...]], ...]
    places: Mapping[str, Place]
    note_texts: tuple[Markup, ...] = ()


@dataclass(slots=True)
class _Writer:
    """Walks a body once. It is local to one call of `write_body`."""

    entry: str
    language: str
    context: Context
    words: Words
    mark_first: bool
    cited: Iterator[tuple[Cited, ...]]
    pieces: list[Markup] = field(default_factory=list)
    cites: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    proofs: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    note_texts: list[Markup] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def begin_note(self, part: Citation | Footnote) -> None:
        """Citations and notes are counted apart, so that one more of these changes no name of those."""
        kind = "c" if isinstance(part, Citation) else "n"
        self.counts[kind] += 1
        self.notes.append(f"{self.entry}:{kind}{self.counts[kind]}")


def write_body(entry: Entry, context: Context, cited: Iterator[tuple[Cited, ...]]) -> Written:
    """Write the body of `entry`; `cited` is read as far as its citations and notes go.

    Where the number of a note is printed stands an empty `<a data-note="NAME"></a>`.
    """
    mark_first = entry.language.split("-", maxsplit=1)[0].lower() in MARK_BEFORE_PUNCTUATION
    writer = _Writer(entry.id, entry.language, context, words_for(entry.language), mark_first, cited)
    parts = entry.body.parts
    at = 0
    while at < len(parts):
        part = parts[at]
        if isinstance(part, Citation | Footnote):
            run = _run_of_notes(parts, at)
            _write_run(writer, run)
            at += len(run)
        else:
            writer.pieces.append(_plain_part(writer, part))
            at += 1
    return Written(
        Markup("").join(writer.pieces),
        tuple(writer.notes),
        tuple(writer.cites),
        tuple(writer.proofs),
        writer.places,
        tuple(writer.note_texts),
    )


def _plain_part(writer: _Writer, part: Part) -> Markup:
    """What is neither a citation nor a note, and has no mark."""
    match part:
        case EntryReference():
            return _reference(part, writer.words)
        case Term():
            return label(writer.words, part.key)
        case OriginalPassage():
            return quoted_original(part, writer.context.sources, writer.language, writer.words)
        case Markup():
            return _with_heading_anchors(part, writer.entry)
    raise AssertionError(part)


def heading_anchor(entry: str, number: int) -> str:
    """The anchor of the n-th heading in an entry."""
    return f"entry:{entry}:h:{number}"


def _with_heading_anchors(html: Markup, entry: str) -> Markup:
    def write(found: re.Match[str]) -> str:
        return f' id="{escape(heading_anchor(entry, int(found[1])))}"'

    return Markup(_HEADING.sub(write, str(html)))  # noqa: S704 - an attribute of what was safe is replaced


def _run_of_notes(parts: Sequence[Part], at: int) -> list[Citation | Footnote]:
    """Citations and notes with nothing between them: their marks stand together."""
    run: list[Citation | Footnote] = []
    for part in parts[at:]:
        if not isinstance(part, Citation | Footnote):
            break
        run.append(part)
        if isinstance(part, Citation) and part.trail:
            break
    return run


def _write_run(writer: _Writer, run: Sequence[Citation | Footnote]) -> None:
    """Text of the sentence, then punctuation and marks in the order that the language wants."""
    texts: list[Markup] = []
    marks: list[Markup] = []
    for part in run:
        answers = next(writer.cited, ())
        if isinstance(part, Footnote):
            writer.begin_note(part)
            text, own = _footnote_text(writer, part, answers)
            writer.note_texts.append(own)
            marks.append(_note(writer, text, part.place, _keys(part)))
            continue
        answer = answers[0] if answers else Cited(Markup(), Markup())
        if answer.in_text:
            texts += [escape(part.lead), _in_text(writer, part, answer)]
        if answer.note:
            writer.begin_note(part)
            press = Press(words_for(writer.context.language), writer.context.physical)
            text = _with_sentence(answer.note, sentence(_evidence(writer, part), press))
            writer.note_texts.append(_with_sentence(answer.note, Markup()))
            marks.append(_note(writer, text, part.place, _keys(part), writer.context.language))
    trail = escape(run[-1].trail if isinstance(run[-1], Citation) else "")
    if marks and writer.mark_first and not texts and not trail:
        trail = _take_punctuation(writer.pieces)
    shown = Markup('<span class="mark-comma">,</span>').join(marks)
    writer.pieces += [*texts, shown, trail] if writer.mark_first else [*texts, trail, shown]


def _take_punctuation(pieces: list[Markup]) -> Markup:
    """Take the punctuation off the end of what is written: `monde. [@a]` has its mark before the stop."""
    if not pieces or _ENTITY_AT_END.search(pieces[-1]):
        return Markup()
    found = _PUNCTUATION_AT_END.search(pieces[-1])
    if found is None:
        return Markup()
    pieces[-1] = pieces[-1][: found.start()]
    return escape(found[0])


def _evidence(writer: _Writer, citation: Citation) -> tuple[Evidence, ...]:
    """Where a citation's words can be seen; that the note being written leads there is remembered."""
    evidence = find_evidence(citation.items, writer.context.sources, writer.context.annexes)
    attested = writer.context.attested.get(citation.place)
    if attested is not None:
        evidence = tuple(with_place(one, attested) for one in evidence)
    if evidence:
        writer.proofs.append((writer.notes[-1], tuple(anchor for one in evidence for anchor in one.anchors)))
    return evidence


def _in_text(writer: _Writer, citation: Citation, answer: Cited) -> Markup:
    """What a style prints in the sentence, a link to the table of sources when it is one source."""
    anchor = f"cite:{writer.entry}:{len(writer.cites)}"
    if not answer.note:
        writer.cites.append((anchor, _keys(citation)))
    if len(citation.items) == 1 and "<a " not in answer.in_text:
        return Markup(
            '<a class="source-link" id="{}" href="dossier:source:{}" data-tag="Reference">{}</a>'
        ).format(anchor, citation.items[0].key, answer.in_text)
    return Markup('<span id="{}">{}</span>').format(anchor, answer.in_text)


def _note(writer: _Writer, text: Markup, place: Place, keys: tuple[str, ...], language: str = "") -> Markup:
    """The mark and the text of the note that was begun.

    `language` is that of its words, the entry's where none is given.
    """
    name = writer.notes[-1]
    writer.places[f"note:{name}"] = place
    if keys:
        writer.cites.append((f"mark:{name}", keys))
    return Markup(
        '<a class="mark" id="mark:{n}" href="dossier:note:{n}" data-tag="Reference" data-note="{n}"></a>'
        '<span class="note" id="note:{n}" data-tag="Note"{language}>'
        '<a class="number" href="dossier:mark:{n}" data-tag="Lbl" data-note="{n}"></a> {text}</span>'
    ).format(n=name, text=text, language=_language(language, writer.language))


def _language(language: str, around: str) -> Markup:
    """The attributes of words in another language than what is around them."""
    if not language or language == around:
        return Markup()
    return Markup(' lang="{}" dir="{}"').format(language, direction(language))


def _footnote_text(writer: _Writer, footnote: Footnote, answers: Sequence[Cited]) -> tuple[Markup, Markup]:
    """The note, and the same without what is said of annexes."""
    remaining = iter(answers)
    pieces: list[Markup] = []
    own: list[Markup] = []
    for part in footnote.parts:
        if isinstance(part, Citation):
            answer = next(remaining, Cited(Markup(), Markup()))
            evidence = _evidence(writer, part)
            press = Press(writer.words, writer.context.physical)
            shown = Markup(" ({})").format(phrase(evidence, press)) if evidence else Markup()
            pieces += [escape(part.lead), answer.in_text, shown, escape(part.trail)]
            own += [escape(part.lead), answer.in_text, escape(part.trail)]
        elif isinstance(part, EntryReference | Markup):
            text = _reference(part, writer.words) if isinstance(part, EntryReference) else part
            pieces.append(text)
            own.append(text)
    return Markup("").join(pieces), Markup("").join(own)


def _reference(reference: EntryReference, words: Words) -> Markup:
    return Markup(
        '<a class="entry-reference" href="dossier:entry:{target}">{text}</a>'
        ' ({p}\u00a0<span data-folio="entry:{target}"></span>)'
    ).format(target=reference.target, text=reference.text, p=words["p"])


def _with_sentence(note: Markup, more: Markup) -> Markup:
    """The note, ended with a full stop where it has none, and one sentence more."""
    note = note.rstrip()
    if not _SENTENCE_END.search(_TAG.sub("", note)):
        note += Markup(".")
    return Markup("{} {}").format(note, more) if more else note


def _keys(part: Citation | Footnote) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.key for item in cited_items([part])))
