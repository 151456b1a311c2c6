"""Text of sources and citations as Pandoc's inlines.

Strings go in, lists of Pandoc's JSON come out. In titles and the like CSL's own rich text is understood
(`<i>`, `<b>`, `<sc>`, `<sub>`, `<sup>`, `<span class="nocase">`, and quotation marks, which change with
those around them), in the words around a citation Markdown's emphasis; everything else is text.
"""

from __future__ import annotations

import re
from typing import Any

from markdown_it import MarkdownIt

Inline = dict[str, Any]

_TAG = re.compile(r"<(?P<close>/?)(?P<name>i|b|sc|sub|sup|span)(?P<attributes>(?: [^<>]*)?)>")
_ELEMENT = {"i": "Emph", "b": "Strong", "sc": "SmallCaps", "sub": "Subscript", "sup": "Superscript"}
_NOCASE = re.compile(r"""\s*class=(?P<q>["']?)nocase(?P=q)\s*""")
_SMALL_CAPITALS = re.compile(r"""\s*style=(?P<q>["'])font-variant:\s*small-caps;?(?P=q)\s*""")

_MARKDOWN = MarkdownIt("zero").enable(["emphasis", "escape", "entity"])

# An apostrophe is no quotation mark: one opens where no word goes before it and closes where none follows.
_QUOTED = re.compile(
    r"“(?P<double>[^“”]+)”"
    r'|(?<!\w)"(?P<straight>[^"]+)(?<!\s)"(?!\w)'
    r"|(?<!\w)‘(?P<single>.+?)(?<!\s)’(?!\w)"
    r"|(?<!\w)'(?P<typed>[^\s'](?:.*?[^\s'])?)'(?!\w)"
)


def plain(text: str) -> list[Inline]:
    """Text without any markup."""
    inlines: list[Inline] = []
    for index, word in enumerate(re.split(r"[ \t\r\n]+", text)):
        if index:
            inlines.append({"t": "Space"})
        if word:
            inlines.append({"t": "Str", "c": word})
    return inlines


def typed(text: str) -> list[Inline]:
    """Words that the author typed in a body: `*emphasis*`, `**strong**`, characters escaped."""
    inlines: list[Inline] = []
    around: list[list[Inline]] = []
    for token in _MARKDOWN.parseInline(text)[0].children or []:
        if token.nesting == 1:
            around.append(inlines)
            inlines = []
        elif token.nesting == -1:
            kind = "Emph" if token.type == "em_close" else "Strong"
            inlines = [*around.pop(), {"t": kind, "c": inlines}]
        else:
            inlines += plain(token.content)
    return inlines


def rich(text: str) -> list[Inline]:
    """Text with CSL's rich text; a tag that is not closed is text like any other."""
    inlines: list[Inline] = []
    at = 0
    for tag in _TAG.finditer(text):
        if tag.start() < at or tag["close"]:
            continue
        end = _closing(text, tag)
        wrap = _wrapper(tag)
        if end is None or wrap is None:
            continue
        inlines += _quoting(text[at : tag.start()])
        inlines.append(wrap(rich(text[tag.end() : end.start()])))
        at = end.end()
    return inlines + _quoting(text[at:])


def _closing(text: str, opening: re.Match[str]) -> re.Match[str] | None:
    depth = 0
    for tag in _TAG.finditer(text, opening.start()):
        if tag["name"] == opening["name"]:
            depth += -1 if tag["close"] else 1
            if depth == 0:
                return tag
    return None


def _wrapper(tag: re.Match[str]) -> Any:
    name, attributes = tag["name"], tag["attributes"]
    if name in _ELEMENT and not attributes:
        return lambda inside: {"t": _ELEMENT[name], "c": inside}
    if name == "span" and _NOCASE.fullmatch(attributes):
        return lambda inside: {"t": "Span", "c": [["", ["nocase"], []], inside]}
    if name == "span" and _SMALL_CAPITALS.fullmatch(attributes):
        return lambda inside: {"t": "SmallCaps", "c": inside}
    return None


def _quoting(text: str) -> list[Inline]:
    inlines: list[Inline] = []
    at = 0
    for found in _QUOTED.finditer(text):
        inside = next(group for group in found.groups() if group is not None)
        kind = "DoubleQuote" if found[0][0] in '“"' else "SingleQuote"
        inlines += plain(text[at : found.start()])
        inlines.append({"t": "Quoted", "c": [{"t": kind}, _quoting(inside)]})
        at = found.end()
    return inlines + plain(text[at:])
