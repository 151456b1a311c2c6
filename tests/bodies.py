"""Bodies for tests: read from a text, and shown in a form that a test can spell out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import unescape
from html.parser import HTMLParser

from markupsafe import Markup

from report.body import parse_body
from report.model import (
    Body,
    Citation,
    EntryReference,
    Footnote,
    OriginalPassage,
    Part,
    Place,
    Problem,
    Term,
    Text,
)

FILE, LINE, INDENT = "entries/x.yaml", 10, 2


def parse(text: str) -> tuple[Body, tuple[Problem, ...]]:
    """The body, as it would stand in a literal block whose first line is line 10, indented by two."""
    return parse_body(Text(text, Place(FILE, LINE, INDENT + 1), INDENT))


def show(text: str) -> str:
    """The HTML, a citation as ` {key}.` (lead and trail around it), a note as `{^…}`, an entry as `{#…}`."""
    return shown(parse(text)[0].parts)


def shown(parts: Sequence[Part]) -> str:
    return "".join(map(_show, parts))


def _show(part: Part) -> str:
    match part:
        case Citation():
            return part.lead + "{" + " ".join(item.key for item in part.items) + "}" + part.trail
        case Footnote():
            return "{^" + shown(part.parts) + "}"
        case EntryReference():
            return "{#" + f"{part.target} {part.text}" + "}"
        case Term():
            return f"{{{part.key}}}"
        case OriginalPassage():
            return "{original " + f"{part.language} {part.key} {part.text}" + "}"
        case Markup():
            return str(part)


def codes(text: str) -> list[str]:
    """What is wrong with a text, in order."""
    return [problem.code for problem in parse(text)[1]]


def where(text: str) -> list[tuple[str, int, int]]:
    """The same, with line and column counted from 1 within the text."""
    return [(one.code, one.place.line - LINE + 1, one.place.column - INDENT) for one in parse(text)[1]]


def citations(parts: Sequence[Part]) -> Iterator[Citation]:
    """All citations in reading order, those in notes included."""
    for part in parts:
        if isinstance(part, Citation):
            yield part
        elif isinstance(part, Footnote):
            yield from citations(part.parts)


def citation(text: str) -> Citation:
    return next(citations(parse(text)[0].parts))


def words_of(parts: Sequence[Part]) -> str:
    """The text that the parts stand for: tags left out, lead and trail of citations kept."""
    pieces = []
    for part in parts:
        match part:
            case Citation():
                pieces.append(part.lead + part.trail)
            case EntryReference():
                pieces.append(_text(part.text))
            case Footnote():
                pieces.append(words_of(part.parts))
            case Markup():
                pieces.append(_text(part))
    return "".join(pieces)


def _text(html: str) -> str:
    pieces, inside = [], False
    for char in html:
        if char in "<>":
            inside = char == "<"
        elif not inside:
            pieces.append(char)
    return unescape("".join(pieces))


class _Balance(HTMLParser):
    """Fails on a tag that is closed out of order, or a link within a link."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not (tag in {"a", "p"} and tag in self.open), f"<{tag}> within <{tag}>"
        if tag not in {"img", "br", "wbr", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def check_html(parts: Sequence[Part]) -> None:
    """The parts, put together, are well-formed; so is each note by itself."""
    balance = _Balance()
    for part in parts:
        if isinstance(part, Markup):
            balance.feed(part)
        elif isinstance(part, Footnote):
            check_html(part.parts)
        elif isinstance(part, EntryReference):
            check_html((part.text,))
    balance.close()
    assert not balance.open
