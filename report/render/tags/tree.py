"""The nodes of the tree while it is being built: elements, pieces of marked content, annotations.

They change until `write` has put them into the PDF, and are seen nowhere outside this package.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

Rectangle = tuple[float, float, float, float]


@dataclass(eq=False, slots=True)
class Leaf:
    """A piece of marked content: `number` is its MCID as WeasyPrint drew it, on page `page` (from 0)."""

    page: int
    number: int
    text: str

    @property
    def blank(self) -> bool:
        return not self.text.strip(" \t\n\r\f\u00a0\u00ad\u200b")


@dataclass(eq=False, slots=True)
class Annotation:
    """A link's clickable area on a page; `dictionary` is the PDF object."""

    page: int
    dictionary: Any


@dataclass(eq=False, slots=True)
class Node:
    """An element: of the HTML as `gather` leaves it (no `type` yet), of the PDF after `shape`.

    `block` is None until the element's own box was met.
    """

    element: Element | None = None
    type: str = ""
    kids: list[Item] = field(default_factory=list)
    block: bool | None = None
    numbering: str = ""
    box: tuple[int, Rectangle] | None = None
    language: str = ""
    alternative: str = ""
    expansion: str = ""
    id: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)

    def walk(self) -> Iterator[Node]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()


Item = Node | Leaf | Annotation


def has_content(items: Sequence[Item]) -> bool:
    return any(not (isinstance(item, Leaf) and item.blank) for item in items)
