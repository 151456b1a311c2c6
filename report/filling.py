"""Fills the late numbers of a section's HTML: what it prints where it mentions a page or a note.

A number that is not known yet, or changes with what stands before it, is an empty `span` or `a`: with
`data-folio="ANCHOR"` the page of an anchor, with `data-note="NAME"` the number of a note, with
`data-folios="ANCHOR ANCHOR …"` a list of pages. `Late` fills them for a layout, mostly with samples
(`report/late.py`); in a column (`data-column`) one does for fewer digits as well.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from markupsafe import escape

from report.folios import Folios

UNKNOWN = "00"
"""Stands for a folio in a first layout; as wide as the most of them."""

_MARK = re.compile(r" data-(?:folio|note)")
_SLOT = re.compile(r'<(span|a)([^<>]*?) data-(folios?|note)="([^"<>]*)"([^<>]*)></\1>')
_COLUMN = re.compile(r" data-column(?![\w-])")
_DIGIT = re.compile(r"[0-9]")


def mentioned(html: str) -> frozenset[str]:
    """The anchors whose folios the HTML prints."""
    if " data-folio" not in html:
        return frozenset()
    slots = (match for match in _SLOT.finditer(html) if match[3] != "note")
    return frozenset(anchor for match in slots for anchor in match[4].split())


@dataclass(frozen=True)
class Late:
    """The numbers as far as they are known: folios, and the numbers of notes by their names."""

    folios: Folios
    notes: Mapping[str, int]

    def text(self, key: str) -> str:
        """What is printed for a key: `note:NAME`, `folio:ANCHOR`."""
        kind, _, name = key.partition(":")
        return str(self.notes[name]) if kind == "note" else self.folios.get(name) or UNKNOWN

    def texts(self, keys: Iterable[str]) -> dict[str, str]:
        return {key: self.text(key) for key in keys}

    def fill(self, html: str, exact: Collection[str] = ()) -> str:
        """Fill the empty elements: with samples, but for those keys that are to be `exact`."""
        if _MARK.search(html) is None:
            return html

        def write(match: re.Match[str]) -> str:
            name, before, kind, keys, behind = match.groups()
            if kind == "folios":
                return f"<{name}{before}{behind}>{self._pages(keys.split())}</{name}>"
            return self._number(name, f"{kind}:{keys}", before + behind, exact)

        return _SLOT.sub(write, html)

    def _number(self, name: str, key: str, attributes: str, exact: Collection[str]) -> str:
        text = self.text(key)
        column = _COLUMN.search(attributes) is not None
        # In running text a folio's digits are mostly not of one width: they are laid out as they are at once.
        if key in exact or _DIGIT.search(text) is None or not (column or key.startswith("note:")):
            return f"<{name}{attributes}>{escape(text)}</{name}>"
        sample = _DIGIT.sub("0", text)
        if text.isdecimal() and column:
            sample = "0" * max(len(text), self._widest[key.partition(":")[0]])
        return f'<{name}{attributes} data-late="{key}">{escape(sample)}</{name}>'

    @cached_property
    def _widest(self) -> dict[str, int]:
        """The digits of the largest number of each kind."""
        folios = (folio for _, folio in self.folios.by_anchor.values() if folio.isdecimal())
        return {
            "folio": max(map(len, folios), default=1),
            "note": len(str(max(self.notes.values(), default=1))),
        }

    def _pages(self, anchors: Iterable[str]) -> str:
        """`3, 5–7`: each page once, in order, a link to the first anchor on it; three or more as a run."""
        pages: dict[int, tuple[str, str]] = {}
        for anchor in anchors:
            position, folio = self.folios.by_anchor.get(anchor, (0, UNKNOWN))
            pages.setdefault(position, (folio, anchor))
        runs: list[list[int]] = []
        for position in sorted(pages):
            follows = bool(runs) and position == runs[-1][-1] + 1
            if follows and _same_series(pages[position][0], pages[runs[-1][0]][0]):
                runs[-1].append(position)
            else:
                runs.append([position])
        links = {
            at: f'<a href="dossier:{anchor}">{escape(folio)}</a>' for at, (folio, anchor) in pages.items()
        }
        return ", ".join(
            f"{links[run[0]]}–{links[run[-1]]}" if len(run) > 2 else ", ".join(links[at] for at in run)
            for run in runs
        )


def _same_series(folio: str, other: str) -> bool:
    return folio.isdecimal() == other.isdecimal()
