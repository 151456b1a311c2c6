"""One body while it is read: its text, and what has been found in it so far.

It is made and filled within one call of `parse_body`; nothing outside sees it change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from report.body.places import Locate
from report.body.runs import Run
from report.body.scope import Scope
from report.body.tree import Node
from report.model import Heading, Picture, Place, Problem, Quotation, Text, error, warning


@dataclass(slots=True)
class Reading:
    """`notes` are the notes defined, by label; `used` says where each was first referred to."""

    text: Text
    lines: list[str]
    notes: dict[str, Node] = field(default_factory=dict)
    used: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    outline: list[int] = field(default_factory=list)

    def error(self, code: str, message: str, place: Place, hint: str = "") -> None:
        self.problems.append(error(code, message, place, hint))

    def warning(self, code: str, message: str, place: Place, hint: str = "") -> None:
        self.problems.append(warning(code, message, place, hint))

    def place(self, line: int, column: int | None = None) -> Place:
        """A place in the body; without a column, where the line's text begins."""
        if column is None:
            text = self.lines[line] if line < len(self.lines) else ""
            column = len(text) - len(text.lstrip())
        return self.text.at(line, column)

    def place_of(self, node: Node, mark: str = "") -> Place:
        """Where a block begins, at its mark (`>`) if that is on its first line."""
        column = self.lines[node.line].find(mark) if mark and node.line < len(self.lines) else -1
        return self.place(node.line, column if column >= 0 else None)

    def paragraph(self, node: Node) -> Paragraph:
        """The text of a block whose text is `node`."""
        return Paragraph(self, node.token.content, node.token.meta.get("locate"))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text as typed, and where its offsets stand. A caption does not know the latter."""

    reading: Reading
    content: str = ""
    locate: Locate | None = None


Reader = Callable[[Paragraph, Sequence[Token], Scope], list[Run]]
"""Reads tokens into runs: what has text within it is handed this."""
