"""Places on pages: where links, bookmarks and names lead.

In go the parts and the numbers of their pages; out come destinations (ISO 32000-1, 12.3.2), made when they
are wanted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from report.model import Spot
from report.objects.body import PageBody
from report.objects.template import string, string_bytes


@dataclass(frozen=True, slots=True)
class Placed:
    """A part's pages where they stand: `base` is the number of the first one's object.

    `shifts` are how far each is moved to the right, in points.
    """

    anchors: Mapping[str, Spot]
    pages: Sequence[PageBody]
    base: int
    shifts: Sequence[float]

    def destination(self, page: int, x: float, y: float) -> bytes:
        """A place on a page, from 0; the distance is from its top left, in points.

        Keeps the reader's zoom (ISO 32000-1, 12.3.2.2: a null leaves it as it is).
        """
        return b"[%d 0 R /XYZ %.2f %.2f null]" % (self.base + page, x, self.pages[page].height - y)


class Places(dict[str, bytes]):
    """The destination of each anchor; of two parts that have it the first counts."""

    def __init__(self, parts: Sequence[Placed]) -> None:
        super().__init__()
        self._owners: dict[str, Placed] = {}
        for part in reversed(parts):
            self._owners.update(dict.fromkeys(part.anchors, part))

    def __missing__(self, anchor: str) -> bytes:
        part = self._owners[anchor]
        spot = part.anchors[anchor]
        self[anchor] = place = part.destination(spot.page, spot.x + part.shifts[spot.page], spot.y)
        return place

    def names(self) -> bytes:
        """Names that an address can end with (`dossier.pdf#edm-448`): the entries and the annexes."""
        found = {}
        for anchor in self._owners:
            kind, _, rest = anchor.partition(":")
            if kind in ("entry", "annex") and ":" not in rest:
                found[rest if kind == "entry" else f"annex-{rest}"] = self[anchor]
        return b"".join(string(name) + b" " + found[name] for name in sorted(found, key=string_bytes))
