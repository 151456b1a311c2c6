"""The plain text of a body, block by block, and the marks of those blocks that changed.

In goes a body's HTML as `compose` wrote it; out come its blocks as text, each with the place in the HTML
where its element can be given an attribute. Numbers that Attest puts in (of notes, of pages) are no text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import unescape

from markupsafe import Markup

from report.directions import INVISIBLE

MARKED = ' data-changed=""'

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^>]*)>")
_VOID = frozenset({"br", "hr", "img", "wbr", "col"})
_KINDS = {
    "p": "paragraph", "li": "item", "blockquote": "quotation", "td": "cell", "th": "cell", "pre": "code",
    "figcaption": "caption", "caption": "caption", "div": "paragraph", "dt": "item", "dd": "item",
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
}  # fmt: skip
_CELLS = frozenset({"td", "th"})
_UNSEEN = dict.fromkeys(map(ord, f"{INVISIBLE}\u2060\u00ad"))


@dataclass(frozen=True, slots=True)
class Block:
    """`kind` is one of `paragraph`, `heading`, `quotation`, `item`, `cell`, `caption`, `code`.

    `at` is the index in the HTML behind the name of the tag that a change bar belongs to.
    """

    kind: str
    text: str
    at: int


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet."""

    tag: str
    at: int
    kind: str
    pieces: list[str]
    order: int
    skipped: bool = False


def blocks_of(html: str) -> tuple[Block, ...]:
    """In the order in which they begin; those without words are left out."""
    found: list[tuple[int, Block]] = []
    stack = [_Open("", 0, "paragraph", [], -1)]
    end = 0
    for tag in _TAG.finditer(html):
        _write(stack, html[end : tag.start()])
        end = tag.end()
        closing, name, attributes = tag[1], tag[2].lower(), tag[3]
        if name in _VOID:
            _write(stack, " ")
        elif not closing:
            stack.append(_opened(stack, name, tag.end(2), attributes, tag.start()))
        elif len(stack) > 1:
            _close(stack.pop(), stack, found)
    return tuple(block for _, block in sorted(found, key=lambda one: one[0]))


def _opened(stack: Sequence[_Open], name: str, at: int, attributes: str, order: int) -> _Open:
    around = stack[-1]
    skipped = around.skipped or 'class="note"' in attributes or 'class="mark' in attributes
    if skipped or name not in _KINDS:
        if "data-folio" in attributes and not skipped:
            around.pieces.append("…")  # a page's number, that is put in later
        return _Open(name, at, "", around.pieces, order, skipped)
    return _Open(name, _bar(stack, name, at, attributes), _kind(stack, name, attributes), [], order)


def _kind(stack: Sequence[_Open], name: str, attributes: str) -> str:
    if 'data-tag="Caption"' in attributes:
        return "caption"
    if name == "p":
        return "quotation" if any(one.tag == "blockquote" for one in stack) else "paragraph"
    return _KINDS[name]


def _bar(stack: Sequence[_Open], name: str, at: int, attributes: str) -> int:
    """The element that the bar is set at: a number hangs beside its paragraph, a cell has neighbours."""
    if name in _CELLS:
        return next((one.at for one in reversed(stack) if one.tag == "table"), at)
    if 'class="numbered"' in attributes and stack[-1].tag == "li":
        return stack[-1].at
    return at


def _write(stack: Sequence[_Open], text: str) -> None:
    if text and not stack[-1].skipped:
        stack[-1].pieces.append(text)


def _close(one: _Open, stack: Sequence[_Open], found: list[tuple[int, Block]]) -> None:
    if not one.kind:
        return
    text = _plain("".join(one.pieces))
    if text:
        found.append((one.order, Block(one.kind, text, one.at)))
    stack[-1].pieces.append(" ")


def plain(html: str) -> str:
    """The words of a piece of HTML, in one line."""
    return _plain(_TAG.sub("", html))


def _plain(text: str) -> str:
    return " ".join(unescape(text).translate(_UNSEEN).split())


def mark(html: Markup, places: Collection[int], notes: Collection[str] = ()) -> Markup:
    """The HTML with a mark on the elements at these places, and on the notes of these names."""
    text = str(html)
    wanted = set(places)
    for name in notes:
        at = text.find(f' id="note:{name}"')
        if at >= 0:
            wanted.add(at)
    pieces = []
    end = 0
    for at in sorted(wanted):
        pieces += [text[end:at], MARKED]
        end = at
    return Markup("".join([*pieces, text[end:]]))  # noqa: S704 - an attribute is added to what was safe
