"""Nothing that acts by itself: what the catalog, pages and links of the finished PDF may have.

The pages of archived files are looked at here as well, their dictionaries and links, not their content. For
these pikepdf is used: reading thousands of pages takes pypdf a second.
"""

from __future__ import annotations

import io
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pikepdf

from report.inspect.navigation import OUTSIDE
from report.join import Part, first_pages

_CATALOG = frozenset(
    "/Type /Pages /Lang /MarkInfo /ViewerPreferences /Metadata /Outlines /PageMode /PageLabels /Names"
    " /StructTreeRoot /OCProperties /AF".split()
)
_NAMES = frozenset(("/Dests", "/EmbeddedFiles"))
_PAGE = frozenset("/Type /Parent /MediaBox /Resources /Contents /Tabs /StructParents /Annots".split())
_LINK = frozenset(
    "/Type /Subtype /Rect /Border /BS /C /F /H /QuadPoints /Contents /StructParent /Dest /A".split()
)
_ACTION = frozenset(("/Type", "/S", "/URI"))


def check_catalog(root: Mapping[str, Any]) -> Iterator[str]:
    """The catalog has nothing but what `join` writes: no script, no action, no form."""
    yield from (f"its catalog has {key}" for key in sorted(root.keys() - _CATALOG))
    names = root.get("/Names", {}).get_object() if "/Names" in root else {}
    yield from (f"its names have {key}" for key in sorted(names.keys() - _NAMES))


def check_file_pages(pdf: bytes | Path, parts: Sequence[Part], among: Container[str]) -> Iterator[str]:
    """Pages of archived files and their links have nothing but what they may: of the sections `among` all."""
    wanted = [
        page
        for part, first in zip(parts, first_pages(parts), strict=False)
        if part.section.file is not None and part.section.id in among
        for page in range(first, first + part.sheets.pages)
    ]
    if not wanted:
        return
    with pikepdf.open(io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf) as document:
        pages = [page.obj for page in document.pages]
        numbers = {page.objgen[0] for page in pages}
        for number in wanted:
            yield from (f"page {number + 1} has {key}" for key in sorted(pages[number].keys() - _PAGE))
            for link in pages[number].get("/Annots", ()):
                yield from (f"{fault} on page {number + 1}" for fault in _link_faults(link, numbers))


def _link_faults(link: pikepdf.Object, pages: set[int]) -> Iterator[str]:
    if link.get("/Subtype") != "/Link":
        yield "an annotation that is no link"
        return
    yield from (f"a link with {key}" for key in sorted(link.keys() - _LINK))
    if "/Dest" in link:
        if link.Dest[0].objgen[0] not in pages:
            yield "a link that leads nowhere"
        return
    action = link.get("/A", pikepdf.Dictionary())
    address = str(action.get("/URI", ""))
    if action.keys() - _ACTION or not address.startswith(OUTSIDE):
        yield f"a link that leads to {address or 'nothing'}"
