"""Holds the file's tags against the content of its pages: in goes a tree, out comes what may be kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from report.read.pdf.assemble import Fitted
from report.read.pdf.operators import marks
from report.read.pdf.structure import Linked, Mark, Node, pruned
from report.read.pdf.tree import SourcePage
from report.read.pdf.unpacking import decoded
from report.read.pdf.values import dictionary, entries, key, lookup, number

_LARGEST = 20_000_000
"""Bytes of content of one file that are scanned for marks; a file with more has its pages as figures."""


def sound(top: Node, pages: Sequence[SourcePage], fitted: Sequence[Fitted]) -> Node | None:
    """The tree as far as it speaks of these pages; None where tags and content differ.

    Every marked piece belongs to one element, all else is marked as an artifact, nothing was drawn over the
    pages that the tree does not know, and each link is in the tree.
    """
    kept = {found: index for index, page in enumerate(pages) if (found := key(page.object)) is not None}
    streams = [one.content.objgen for one in fitted]
    if len(kept) < len(pages) or len(set(streams)) < len(streams) or any(one.drawings for one in fitted):
        return None
    tree = pruned(top, kept)
    told = Counter(_marks(tree))
    if any(count > 1 for count in told.values()) or any(mark.stream is not None for mark in told):
        return None
    left = _LARGEST
    for page, one in zip(pages, fitted, strict=True):
        data = decoded(one.content, left + 1)
        left -= len(data)
        if left < 0:
            return None
        seen = marks(data, _properties(page.resources), frozenset())
        mine = {mark.number for mark in told if mark.page == key(page.object)}
        if seen.loose or len(set(seen.numbers)) < len(seen.numbers) or set(seen.numbers) != mine:
            return None
    linked = {kid.annotation for kid in _linked(tree)}
    if any(source is None or source not in linked for one in fitted for source, _ in one.links):
        return None
    return tree


def _marks(top: Node) -> list[Mark]:
    return [kid for node in _all(top) for kid in node.kids if isinstance(kid, Mark)]


def _linked(top: Node) -> list[Linked]:
    return [kid for node in _all(top) for kid in node.kids if isinstance(kid, Linked)]


def _all(top: Node) -> list[Node]:
    found = [top]
    for node in found:
        found.extend(kid for kid in node.kids if isinstance(kid, Node))
    return found


def _properties(resources: Any) -> dict[bytes, int]:
    """Marked-content numbers of named property lists."""
    lists = dictionary(resources, "/Properties")
    if lists is None:
        return {}
    found = {label: number(lookup(value, "/MCID")) for label, value in entries(lists)}
    return {
        label[1:].encode("utf-8", "surrogateescape"): int(value)
        for label, value in found.items()
        if value is not None
    }
