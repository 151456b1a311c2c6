"""The author's own notes, `[^1]` and `^[…]`: their tokens or blocks into a `Footnote`.

A note is set as one run of text at the foot of the page; where it has several paragraphs, each is a
`<span class="paragraph">`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it.token import Token

from report.body import citations_alone
from report.body.quotations import find_block_quotations, find_quoted_runs
from report.body.reading import Paragraph, Reader, Reading
from report.body.runs import Piece, Run, Words, as_markup, write_runs
from report.body.scope import Scope
from report.body.tree import Node
from report.model import Footnote, Part, Place

_FLOWS = frozenset({"bullet_list", "ordered_list", "list_item", "div"})


def read_inline_note(
    paragraph: Paragraph, token: Token, inner: Sequence[Token], scope: Scope, read: Reader
) -> list[Run]:
    place: Place = token.meta["place"]
    if scope.in_note:
        _nested(paragraph.reading, place)
        return read(paragraph, inner, scope)
    runs = _read(paragraph, inner, _within(scope), read)
    return [Footnote(join(write_runs(runs)), place)]


def read_note_reference(
    paragraph: Paragraph, token: Token, inner: Sequence[Token], scope: Scope, read: Reader
) -> list[Run]:
    reading, place, label = paragraph.reading, token.meta["place"], token.meta["label"]
    as_typed: list[Run] = [Words(f"[^{label}]", scope)]
    if label not in reading.notes:
        reading.error(
            "undefined-note",
            f"no note [^{label}] is defined",
            place,
            f"write a line that begins with [^{label}]: and the note's text, or \\[^{label}] for the signs",
        )
        return as_typed
    if scope.in_note:
        _nested(reading, place)
        reading.used.setdefault(label, place)
        return as_typed
    if label in reading.used:
        reading.error(
            "note-twice",
            f"the note [^{label}] is used a second time",
            place,
            f"it stands at line {reading.used[label].line}; each mark needs a note of its own",
        )
        return as_typed
    reading.used[label] = place
    return [Footnote(_read_blocks(reading, reading.notes[label], _within(scope), read), place)]


def join(pieces: Sequence[Piece]) -> tuple[Part, ...]:
    """The pieces with all HTML that stands together in one."""
    parts: list[Part] = []
    html: list[str] = []
    for piece in [*pieces, None]:
        if isinstance(piece, str):
            html.append(piece)
            continue
        if text := "".join(html):
            parts.append(as_markup(text))
        html.clear()
        if piece is not None:
            parts.append(piece)
    return tuple(parts)


def _within(scope: Scope) -> Scope:
    return replace(scope, in_note=True, quoted=False, structural=False)


def _nested(reading: Reading, place: Place) -> None:
    reading.error("nested-note", "a note stands within a note", place, "put its text into the first one")


def _read(paragraph: Paragraph, tokens: Sequence[Token], scope: Scope, read: Reader) -> list[Run]:
    runs = read(paragraph, tokens, scope)
    if not scope.quoted:
        paragraph.reading.quotations += find_quoted_runs(runs, scope, paragraph)
    return runs


def _read_blocks(reading: Reading, note: Node, scope: Scope, read: Reader) -> tuple[Part, ...]:
    paragraphs = list(_read_flow(reading, note, scope, read))
    paragraphs = [runs for runs in paragraphs if runs]
    if not paragraphs:
        reading.error(
            "empty-note", f"the note [^{note.token.meta['label']}] is empty", reading.place_of(note)
        )
    if len(paragraphs) <= 1:
        return join([piece for runs in paragraphs for piece in write_runs(runs)])
    pieces: list[Piece] = []
    for runs in paragraphs:
        pieces += ['<span class="paragraph" data-tag="P">', *write_runs(runs), "</span>"]
    return join(pieces)


def _read_flow(
    reading: Reading, block: Node, scope: Scope, read: Reader, number: str = ""
) -> Iterator[list[Run]]:
    """The paragraphs of a note, read, each behind the number or bullet that stands before it."""
    for child in block.children:
        if child.kind == "paragraph" and child.inline:
            tokens = child.inline.token.children or ()
            child.inline.runs = _read(reading.paragraph(child.inline), tokens, scope, read)
            yield [Words(f"{number} ", scope), *child.inline.runs] if number else child.inline.runs
        elif child.kind == "blockquote":
            yield from _read_quotation(reading, child, scope, read)
        elif child.kind in _FLOWS:
            yield from _read_flow(reading, child, scope, read, _number(child))
        else:
            reading.error(
                "note-content",
                "a note holds paragraphs, lists and quotations only",
                reading.place_of(child),
                "put this into the text",
            )
        number = ""


def _read_quotation(reading: Reading, block: Node, scope: Scope, read: Reader) -> Iterator[list[Run]]:
    citations_alone.move_up(block)
    quoted = citations_alone.ends_with_citation(block)
    yield from _read_flow(reading, block, replace(scope, quoted=scope.quoted or quoted), read)
    if quoted and not scope.quoted:
        reading.quotations += find_block_quotations(reading, block, scope)


def _number(block: Node) -> str:
    if block.kind != "list_item":
        return ""
    return f"{block.token.info}{block.token.markup}" if block.token.info else "•"
