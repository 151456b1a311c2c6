"""The PDF's outline ("bookmarks"): what stands in the contents, as a tree; files' own hang below theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from report.objects.template import string


@dataclass(slots=True)
class _Item:
    title: str
    destination: bytes
    level: int
    number: int
    above: int = 0
    before: int = 0
    after: int = 0
    below: list[_Item] = field(default_factory=list)

    def visible(self) -> int:
        """How many lines are shown below it when it is open: those below the first level are closed."""
        return len(self.below) + (sum(item.visible() for item in self.below) if self.level < 1 else 0)


def outline_objects(bookmarks: Iterable[tuple[int, str, bytes]], first: int) -> Iterator[bytes]:
    """The objects of the outline, the root first; their numbers begin with `first`.

    A bookmark (its level, from 1, its title and its destination) hangs below the last one before it that has
    a lower level (ISO 32000-1, 12.3.3).
    """
    root = _Item("", b"", 0, first)
    items = [root]
    branch = [root]
    for level, title, destination in bookmarks:
        while branch[-1].level >= level:
            branch.pop()
        above = branch[-1]
        item = _Item(title, destination, level, first + len(items), above.number)
        if above.below:
            item.before = above.below[-1].number
            above.below[-1].after = item.number
        above.below.append(item)
        branch.append(item)
        items.append(item)
    yield b"<</Type /Outlines%b>>" % _below(root)
    for item in items[1:]:
        beside = b"/Prev %d 0 R" % item.before if item.before else b""
        beside += b"/Next %d 0 R" % item.after if item.after else b""
        yield b"<</Title %b/Dest %b/Parent %d 0 R%b%b>>" % (
            string(item.title),
            item.destination,
            item.above,
            beside,
            _below(item),
        )


def _below(item: _Item) -> bytes:
    if not item.below:
        return b""
    count = item.visible() if item.level <= 1 else -item.visible()
    return b"/First %d 0 R/Last %d 0 R/Count %d" % (item.below[0].number, item.below[-1].number, count)
