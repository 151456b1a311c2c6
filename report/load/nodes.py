"""A YAML file as a tree of nodes, each with its place.

`parse` makes the tree from text; `validate` turns it into typed values and looks places up in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report.model import Place, Text


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text as it stands in the file. `style` is YAML's sign for it: "" (plain), ', ", | or >.

    `text` is where the characters themselves begin, which for a block is the line after its sign.
    """

    value: str
    place: Place
    style: str
    text: Text

    @property
    def plain(self) -> bool:
        return self.style == ""


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Pairs:
    pairs: tuple[tuple[Scalar, Node], ...]
    place: Place

    def key(self, name: str) -> Scalar | None:
        return next((key for key, _ in self.pairs if key.value == name), None)

    def get(self, name: str) -> Node | None:
        return next((node for key, node in self.pairs if key.value == name), None)


@dataclass(frozen=True, slots=True)
class Broken:
    """A value with which something is wrong that has been told already."""

    place: Place


Node = Scalar | Items | Pairs | Broken


def describe(node: Node) -> str:
    """What a node is, in an author's words."""
    match node:
        case Scalar(value="", style=""):
            return "empty"
        case Scalar():
            return "text"
        case Items():
            return "a list"
        case Pairs():
            return "a mapping of keys and values"
        case Broken():
            return "broken"


def find(node: Node, path: Sequence[int | str]) -> Node:
    """The node that a path of keys and positions leads to, or the last one on the way that there is.

    A position is skipped where the author wrote one value for a list of one (`by: Amnesty`).
    """
    for step in path:
        match node, step:
            case Items(), int() if step < len(node.items):
                node = node.items[step]
            case Pairs(), str():
                below = node.get(step)
                if below is None:
                    return node
                node = below
            case _:
                continue
    return node
