"""The document that Pandoc is given: one paragraph a citation.

Positions, references and a style go in, Pandoc's JSON comes out. A citation travels without its
sentence; the number of its note goes with it, so that notes without a citation are counted too.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from typing import Any

from report.cite.order import Position
from report.cite.rich import Inline, plain, typed
from report.cite.sheet import LABELS, Sheet, label_mark
from report.model import CitationItem

# The JSON of Pandoc 3 (pandoc-types 1.23).
_API = [1, 23, 1]

# citeproc takes a pinpoint with white space for several, and "para. 5 (a)" is one. Private to this
# exchange: what comes back is a space again.
SPACE = "\ue000"
_AND_MORE = re.compile(r",?\s+(?:and|et|und|y|&)\s+\d[\w.()–-]*(?: \(\w{1,4}\))*(?=$|[\s,;.)}])")
_SEVERAL = re.compile(r"[\divxlc]\s*[-‐‑–—]\s*[\divxlc]|[,;&]|\d\S*\s+\w+\s+\S*\d")


def document(
    positions: Iterable[Position],
    references: Sequence[dict[str, Any]],
    keys: Iterable[str],
    sheet: Sheet,
    locale: str,
) -> dict[str, Any]:
    """A document that cites at `positions`; its bibliography has `keys` besides what is cited."""
    style = "data:application/xml;base64," + base64.b64encode(sheet.xml).decode()
    nocite = _cite([_citation(key) for key in keys])
    return {
        "pandoc-api-version": _API,
        "meta": {
            "csl": {"t": "MetaString", "c": style},
            "lang": {"t": "MetaString", "c": locale},
            "references": {"t": "MetaList", "c": list(references)},
            "nocite": {"t": "MetaInlines", "c": [nocite]},
        },
        "blocks": [{"t": "Para", "c": [_positioned(position, sheet)]} for position in positions],
    }


def _positioned(position: Position, sheet: Sheet) -> Inline:
    # "See Smith (n 4) 12" within a note is one reference; only in running text does the author stand
    # in the sentence and the rest in a note.
    one = position.inside and sheet.notes
    return _cite(
        [
            _citation(item.key, _mode(item, one), typed(item.prefix.strip()), pinpoint(item), position.note)
            for item in position.citation.items
        ]
    )


def _mode(item: CitationItem, one: bool) -> str:
    if item.suppress_author:
        return "SuppressAuthor"
    return "AuthorInText" if item.author_in_text and not one else "NormalCitation"


def pinpoint(item: CitationItem) -> list[Inline]:
    """The suffix, its locator told in a way that Pandoc understands in every language."""
    suffix, locator = item.suffix, item.locator
    if locator is None:
        return typed(suffix)
    before, value, after = suffix.partition(locator.value)
    if "{" in before:
        before, after = before.replace("{", "", 1), after.replace("}", "", 1)
    if not value or locator.label not in LABELS or re.search(r"[{}]", value):
        # "art. 6" is no locator to Pandoc; it stands where it was typed, behind the citation.
        return typed(before + value + after)
    if more := _AND_MORE.match(after):
        value, after = value + more[0], after[more.end() :]
    if not _SEVERAL.search(value):
        value = re.sub(r"\s+", SPACE, value)
    return plain(f", {{{label_mark(locator.label)} {value}}}") + typed(after)


def _cite(citations: list[dict[str, Any]]) -> Inline:
    return {"t": "Cite", "c": [citations, []]}


def _citation(
    key: str,
    mode: str = "NormalCitation",
    prefix: Sequence[Inline] = (),
    suffix: Sequence[Inline] = (),
    note: int = 0,
) -> dict[str, Any]:
    return {
        "citationId": key,
        "citationPrefix": list(prefix),
        "citationSuffix": list(suffix),
        "citationMode": {"t": mode},
        "citationNoteNum": note,
        "citationHash": 0,
    }
