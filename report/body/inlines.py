"""Reads the text of a paragraph: its tokens into runs (`runs.py`).

What needs more than a line is elsewhere: links (`links.py`), pictures (`pictures.py`), notes (`notes.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from markdown_it.token import Token

from report.body.links import read_link
from report.body.locators import read_locator
from report.body.marks import place_marks
from report.body.notes import read_inline_note, read_note_reference
from report.body.pictures import read_inline_picture
from report.body.policy import OF_CODE, apply
from report.body.quotations import find_quoted_runs
from report.body.reading import Paragraph, Reader
from report.body.runs import Cite, Run, Tag, Words
from report.body.scope import Scope
from report.model import Citation, CitationItem

MAX_EMPHASIS = 16
"""Emphasis deeper than so many levels is left out: layout follows every level into the next."""


def read_text(paragraph: Paragraph, tokens: Sequence[Token], scope: Scope) -> list[Run]:
    """The runs of one paragraph of running text."""
    runs = place_marks(read_runs(paragraph, tokens, scope))
    if not scope.quoted:
        paragraph.reading.quotations += find_quoted_runs(runs, scope, paragraph)
    return runs


def read_runs(paragraph: Paragraph, tokens: Sequence[Token], scope: Scope) -> list[Run]:
    runs: list[Run] = []
    at = depth = 0
    while at < len(tokens):
        token, end = tokens[at], at
        if token.type in _EMPHASIS:
            depth += token.nesting
            if depth + (token.nesting < 0) <= MAX_EMPHASIS:
                runs.append(_emphasis(token))
            else:
                _too_deep(paragraph, tokens)
        else:
            end = _end_of(tokens, at)
            runs += _HANDLERS[token.type](paragraph, token, tokens[at + 1 : end], scope, read_runs)
        at = end + 1
    return runs


def _end_of(tokens: Sequence[Token], start: int) -> int:
    """Where the group that opens at `start` closes; `start` itself for what is no group."""
    depth = 0
    for at in range(start, len(tokens)):
        depth += tokens[at].nesting
        if not depth:
            return at
    return len(tokens) - 1


def _emphasis(token: Token) -> Tag:
    name = _EMPHASIS[token.type]
    return Tag(f"<{name}>" if token.nesting > 0 else f"</{name}>", token.nesting, emphasis=True)


def _too_deep(paragraph: Paragraph, tokens: Sequence[Token]) -> None:
    reading = paragraph.reading
    if not any(problem.code == "nesting" for problem in reading.problems):
        place = paragraph.locate(0) if paragraph.locate else reading.text.place
        reading.error("nesting", f"emphasis stands in more than {MAX_EMPHASIS} levels of emphasis", place)


def _words(
    paragraph: Paragraph, token: Token, inner: Sequence[Token], scope: Scope, read: Reader
) -> list[Run]:
    return [Words(token.content, scope)]


def _soft_break(
    paragraph: Paragraph, token: Token, inner: Sequence[Token], scope: Scope, read: Reader
) -> list[Run]:
    return [Words(" ", scope)]


def _hard_break(
    paragraph: Paragraph, token: Token, inner: Sequence[Token], scope: Scope, read: Reader
) -> list[Run]:
    return [Tag("<br>", text="\n")]


def _code(
    paragraph: Paragraph, token: Token, inner: Sequence[Token], scope: Scope, read: Reader
) -> list[Run]:
    attributes, place = token.meta["attributes"], token.meta["place"]
    if attributes and attributes.raw:
        paragraph.reading.warning(
            "raw-code",
            f"{{={attributes.raw}}} is not read: this is printed as text",
            place,
            "write it in Markdown, or leave it out",
        )
        attributes = None
    html, _ = apply(paragraph.reading, attributes, place, scope, OF_CODE)
    return [Tag(f"<code{html}>{escape(token.content, quote=False)}</code>", text=token.content)]


def _html_tag(
    paragraph: Paragraph, token: Token, inner: Sequence[Token], scope: Scope, read: Reader
) -> list[Run]:
    if not token.content.startswith("</"):
        paragraph.reading.warning(
            "raw-html",
            f"{token.content} is HTML, which is not read: it is printed as text",
            token.meta["place"],
            "Markdown has forms for it: *italics*, **bold**, [text]{.class}, a backslash to end a line",
        )
    return [Words(token.content, scope)]


def _tex(paragraph: Paragraph, token: Token, inner: Sequence[Token], scope: Scope, read: Reader) -> list[Run]:
    what = "a formula" if token.content == "$" else f"{token.content}, a command of TeX,"
    paragraph.reading.warning(
        "raw-tex",
        f"{what} is not read: it is printed as text",
        token.meta["place"],
        "put a backslash before it if that is meant",
    )
    return [Words(token.content, scope)]


def _citation(
    paragraph: Paragraph, token: Token, inner: Sequence[Token], scope: Scope, read: Reader
) -> list[Run]:
    items = tuple(
        CitationItem(
            key=item.key,
            place=place,
            prefix=item.prefix,
            suffix=item.suffix,
            locator=read_locator(item.suffix),
            suppress_author=item.suppress_author,
            author_in_text=item.author_in_text,
        )
        for item, place in zip(token.meta["items"], token.meta["places"], strict=True)
    )
    return [Cite(Citation(items, token.meta["place"]), token.meta["pos"])]


def _span(
    paragraph: Paragraph, token: Token, inner: Sequence[Token], scope: Scope, read: Reader
) -> list[Run]:
    html, within = apply(paragraph.reading, token.meta["attributes"], token.meta["place"], scope)
    runs = read(paragraph, inner, within)
    return [Tag(f"<span{html}>", 1), *runs, Tag("</span>", -1)] if html else runs


_Handler = Callable[[Paragraph, Token, Sequence[Token], Scope, Reader], list[Run]]

_EMPHASIS = {f"{kind}_{side}": kind for kind in ("em", "strong", "s", "sup") for side in ("open", "close")}
_HANDLERS: dict[str, _Handler] = {
    "text": _words,
    "softbreak": _soft_break,
    "hardbreak": _hard_break,
    "code_inline": _code,
    "html_tag": _html_tag,
    "tex": _tex,
    "citation": _citation,
    "footnote_ref": read_note_reference,
    "image": read_inline_picture,
    "span_open": _span,
    "link_open": read_link,
    "note_open": read_inline_note,
}
