"""Pandoc's inlines as HTML.

Inlines go in, Markup comes out: a handful of elements, every text escaped, links to addresses that a
reader can open and to no others. Printed addresses can be broken at the end of a line, symbols of the
United Nations cannot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from report.addresses import breakable
from report.cite.document import SPACE
from report.cite.rich import Inline
from report.cite.sheet import FIRST_LETTER
from report.directions import isolated
from report.symbols import is_un_symbol

_ELEMENTS = {
    "Emph": Markup("<em>{}</em>"),
    "Strong": Markup("<strong>{}</strong>"),
    "Underline": Markup("<u>{}</u>"),
    "SmallCaps": Markup('<span class="small-caps">{}</span>'),
    "Superscript": Markup("<sup>{}</sup>"),
    "Subscript": Markup("<sub>{}</sub>"),
}
# Parts of an entry of the bibliography that CSL sets beside or below each other.
_DISPLAY = frozenset({"csl-left-margin", "csl-right-inline", "csl-block", "csl-indent"})
_OPENING = ("“", "‘", "«", "„")
_SCHEMES = frozenset({"http", "https", "mailto"})

_ADDRESS = re.compile(r"([<(“‘]*)((?:(?:https?|ftp)://|www\.).+)", re.IGNORECASE)


def html(inlines: Iterable[Inline], base: str = "ltr") -> Markup:
    """`base` is the direction of the text around, `ltr` or `rtl`: a title of the other is set apart in it."""
    return Markup("").join(_inline(inline, base) for inline in inlines)


def _inline(inline: Inline, base: str) -> Markup:
    kind, content = inline["t"], inline.get("c", [])
    match kind:
        case "Str":
            return _word(str(content))
        case "Space" | "SoftBreak" | "LineBreak":
            return Markup(" ")
        case "Span":
            return _span(content, base)
        case "Link":
            return _link(content, base)
        case "Quoted":
            left, right = "“”" if content[0]["t"] == "DoubleQuote" else "‘’"
            return Markup("{}{}{}").format(left, isolated(html(content[1], base), base), right)
        case "Cite":
            return html(content[1], base)
        case "Code" | "Math" | "RawInline":
            return escape(content[1])
    if kind in _ELEMENTS:
        return _ELEMENTS[kind].format(isolated(html(content, base), base))
    raise AssertionError(f"citeproc wrote an inline of a kind that it has none of: {kind}")


def _word(word: str) -> Markup:
    word = word.replace(SPACE, " ").replace(FIRST_LETTER, "")
    if address := _ADDRESS.fullmatch(word):
        return escape(address[1]) + breakable(address[2])
    if is_un_symbol(word.rstrip(".,;:)")):
        return Markup('<span class="symbol">{}</span>').format(word)
    return escape(word)


def _span(content: list[Any], base: str) -> Markup:
    (_, classes, _), inside = content
    if shown := " ".join(sorted(_DISPLAY.intersection(classes))):
        return Markup('<span class="{}">{}</span> ').format(shown, html(inside, base).strip())
    if len(inside) > 2 and inside[0].get("c") in _OPENING:  # what a style sets in quotation marks
        return html(inside[:1]) + isolated(html(inside[1:-1], base), base) + html(inside[-1:])
    return html(inside, base)


def _link(content: list[Any], base: str) -> Markup:
    _, inside, (target, _) = content
    words = "".join(str(one.get("c", "")) if one["t"] == "Str" else " " for one in inside)
    # citeproc puts "https://" before an address that has none, and before javascript: too.
    typed = words if words == target.removeprefix("https://") else target
    # (A DOI is printed without its resolver in front of it, which then stands before the link.)
    is_address = target.endswith(words) and "/" in words
    shown = breakable(words) if is_address else html(inside, base)
    if urlsplit(typed).scheme.lower() not in (_SCHEMES if typed == target else ("",)):
        return shown
    kind = Markup(' class="url"') if is_address else ""
    return Markup('<a{} href="{}">{}</a>').format(kind, target, shown)
