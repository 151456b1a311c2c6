"""Shares out what is laid out into lots, each by what is in it alone.

In go texts, one for each thing; out come lots of their numbers. Where one thing is new or gone, one lot is
another; only when their number doubles or halves are all.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

LARGEST = 32
"""Pages of furniture in a lot, on the average: to begin one takes as long as some ten pages."""


def lots_of(texts: Sequence[str], largest: int = LARGEST) -> list[list[int]]:
    """The numbers of the texts, in lots of `largest` on the average. In a lot they are in an order of their
    own, which does not depend on where they stood.
    """
    many = 1
    while len(texts) > many * largest:
        many *= 2
    lots: list[list[tuple[bytes, int]]] = [[] for _ in range(many)]
    for number, text in enumerate(texts):
        digest = sha256(text.encode("utf-8", "surrogatepass")).digest()
        lots[int.from_bytes(digest[:4], "big") % many].append((digest, number))
    return [[number for _, number in sorted(lot)] for lot in lots if lot]
