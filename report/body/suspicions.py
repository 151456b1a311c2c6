"""Warns where Markdown makes something else of a text than its author may have meant.

A tree goes in, warnings come out. Words that stand in a dossier are evidence: what would turn a paragraph
into a heading, a quotation's end into the author's words or a number into a bullet is said aloud.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from report.body.reading import Reading
from report.body.tree import Node

_HEADING_LENGTH = 120
_FENCE = re.compile(r"\s*(?:[>\s]|[-*+]\s|\d+[.)]\s)*(`{3,}|~{3,})\s*$")
_SENTENCE_ENDS = re.compile(r"[.:;,!?…—–)\]”’»\"'|\\]\s*$|^[\s>]*$")
# A heading, a table, a fence: no line of a sentence.
_NO_SENTENCE = re.compile(r"[>\s]*(?:#|\||:::|```|~~~)")
_RULES_IN_COLUMNS = re.compile(r"\s*-{2,}(?:[ \t]+-{2,})+\s*$")
_DEFINITION = re.compile(r"\n:[ \t]{1,3}\S")
# Forms of Pandoc that are not read here: what a line begins with, what it is, what to write instead.
_FOREIGN = (
    (re.compile(r":::"), "a fence of a div", "open a div with ::: {.class lang=fr} and close it with :::"),
    (re.compile(r"\| \S[^|]*$"), "a line block", "end each line with a backslash"),
    (re.compile(r"\+[-=]+\+"), "a grid table", "write a table with | between the cells"),
    (re.compile(r"\(@[\w-]*\)[ \t]"), "a numbered example", "write the number itself"),
    (re.compile(r"#\.[ \t]"), "a numbered list", "write the number itself"),
)


def suspect(reading: Reading, tree: Node, environment: Mapping[str, object]) -> None:
    used: set[str] = set()
    for node in tree.walk():
        if check := _CHECKS.get(node.kind):
            check(reading, node)
        used |= {str(token.meta["label"]) for token in node.token.children or () if "label" in token.meta}
    _check_definitions(reading, environment, used)


def _heading(reading: Reading, node: Node) -> None:
    text = node.inline.token.content if node.inline else ""
    if node.token.markup in {"-", "="} and ("\n" in text or len(text) > _HEADING_LENGTH):
        reading.warning(
            "setext-heading",
            f"the line of {node.token.markup * 3} makes a heading of the paragraph above it",
            reading.place_of(node),
            "leave a line empty between them, or write the heading with #",
        )


def _blockquote(reading: Reading, node: Node) -> None:
    first, end = node.token.map or (0, 0)
    for line in range(first + 1, end):
        text = reading.lines[line].lstrip()
        if text and not text.startswith(">"):
            reading.warning(
                "lazy-quote",
                "this line goes on with the quotation above it, though it has no >",
                reading.place(line),
                "leave a line empty before it, or begin it with >",
            )
            return


def _list(reading: Reading, node: Node) -> None:
    previous = None
    for item in node.children:
        if _begins_in_sentence(reading, item) and not (previous is not None and _follows(previous, item)):
            reading.warning(
                "list-in-sentence",
                f'"{_marker(item)}" at the beginning of a line begins an item of a list',
                reading.place_of(item),
                "move it to the line before if the sentence goes on, or leave a line empty before the list",
            )
            return
        previous = item
    if node.kind == "bullet_list" and len(node.children) == 1:
        marker = _marker(node.children[0])
        reading.warning(
            "single-item",
            f'"{marker}" is printed as a bullet: this is a list of one item',
            reading.place_of(node),
            f"write \\{marker} if the sign itself is meant",
        )


def _begins_in_sentence(reading: Reading, item: Node) -> bool:
    """Whether an item begins a line, and the line before it stops in the middle of a sentence."""
    if not item.line or not reading.lines[item.line].lstrip("> \t").startswith(_marker(item)):
        return False
    before = reading.lines[item.line - 1]
    return not _SENTENCE_ENDS.search(before) and not _NO_SENTENCE.match(before)


def _marker(item: Node) -> str:
    return f"{item.token.info}{item.token.markup}"


def _follows(previous: Node, item: Node) -> bool:
    """Whether two items are neighbours by their numbers; bullets always are."""
    if not item.token.info:
        return True
    return int(item.token.info) == int(previous.token.info) + 1


def _code_block(reading: Reading, node: Node) -> None:
    reading.warning(
        "indented-code",
        "four spaces in front make code of this: it is printed letter by letter, citations and all",
        reading.place_of(node),
        "take the spaces away; for code, put it between two lines of ```",
    )


def _fence(reading: Reading, node: Node) -> None:
    first, end = node.token.map or (0, 0)
    if end - first < 2 or not _FENCE.match(reading.lines[min(end, len(reading.lines)) - 1]):
        reading.warning(
            "unclosed-code",
            f"the line of {node.token.markup} makes code of all that follows",
            reading.place_of(node),
            f"close the code with a line of {node.token.markup}",
        )


def _rule(reading: Reading, node: Node) -> None:
    if _RULES_IN_COLUMNS.match(reading.lines[node.line].lstrip("> ")):
        _foreign(reading, node.line, "a table in columns", "write a table with | between the cells")


def _paragraph(reading: Reading, node: Node) -> None:
    if node.inline is None:
        return
    _broken_links(reading, node.inline)
    content = node.inline.token.content
    for pattern, what, instead in _FOREIGN:
        if content[:1] not in ":|+(#" and "\n" not in content:
            return
        for offset, line in enumerate(content.split("\n")):
            if pattern.match(line.lstrip()):
                _foreign(reading, node.line + offset, what, instead)
                return
    if (at := content.find("\n:")) >= 0 and _DEFINITION.match(content, at):
        below = node.line + content.count("\n", 0, at + 1)
        _foreign(reading, below, "a definition list", "write a list, or the term in **bold**")


def _broken_links(reading: Reading, inline: Node) -> None:
    if any(token.type == "text" and "](" in token.content for token in inline.token.children or ()):
        at = inline.token.content.find("](")
        reading.warning(
            "broken-link",
            "this looks like a link or picture, and is printed as text",
            inline.token.meta["locate"](max(at, 0)),
            "an address with spaces wants angle brackets: [text](<my file.png>)",
        )


def _foreign(reading: Reading, line: int, what: str, instead: str) -> None:
    reading.warning(
        "not-read", f"this looks like {what}: it is printed as text", reading.place(line), instead
    )


def _check_definitions(reading: Reading, environment: Mapping[str, object], used: set[str]) -> None:
    """Definitions of links, `[name]: https://…`, are not printed: one that no link uses is lost."""
    references = environment.get("references", {})
    assert isinstance(references, dict)
    for label, reference in references.items():
        if label not in used:
            reading.warning(
                "unused-reference",
                f"no link uses [{label.lower()}], so that this address is not printed",
                reading.place(reference["map"][0]),
                f"write [text][{label.lower()}], or a note: ^[{reference['href']}]",
            )
    duplicates = environment.get("duplicate_refs", [])
    assert isinstance(duplicates, list)
    for reference in duplicates:
        reading.warning(
            "duplicate-reference",
            f"[{reference['label'].lower()}] is defined a second time: the first is used",
            reading.place(reference["map"][0]),
        )


_CHECKS = {
    "heading": _heading,
    "blockquote": _blockquote,
    "bullet_list": _list,
    "ordered_list": _list,
    "code_block": _code_block,
    "fence": _fence,
    "hr": _rule,
    "paragraph": _paragraph,
}
