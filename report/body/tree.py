"""The blocks of a body as a tree. Tokens go in, nodes come out; what is within a paragraph stays tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from report.body.runs import Run


@dataclass(slots=True)
class Node:
    """A block. `runs` is what its text was read as, once it has been (`inlines.py`)."""

    kind: str
    token: Token
    children: list[Node] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    @property
    def line(self) -> int:
        """Its first line, counted from 0."""
        return self.token.map[0] if self.token.map else 0

    @property
    def inline(self) -> Node | None:
        """Its text, if it is a block that has text of its own."""
        return self.children[0] if self.children and self.children[0].kind == "inline" else None

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


def build_tree(tokens: Sequence[Token]) -> Node:
    root = Node("root", Token("root", "", 0))
    opened = [root]
    for token in tokens:
        if token.nesting < 0:
            opened.pop()
            continue
        node = Node(token.type.removesuffix("_open"), token)
        opened[-1].children.append(node)
        if token.nesting > 0:
            opened.append(node)
    return root
