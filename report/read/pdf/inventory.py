"""What a stranger's PDF holds beside its pages: in goes its catalog, out come counts and names.

Nothing of it is copied; this is what readers are told that it was there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from report.read.pdf.clean import ACTIONS
from report.read.pdf.destinations import name_tree
from report.read.pdf.links import harmless
from report.read.pdf.tree import SourcePage
from report.read.pdf.values import entries, integer, items, lookup, name, printable, text

_MEDIA = ("/RichMedia", "/3D", "/Movie", "/Sound", "/Screen", "/FileAttachment")
"""Annotations that play or hold something (ISO 32000-1, table 169)."""

_IDLE = ("/ResetForm", "/Named", "/Hide", "/SetOCGState", "/Thread")
_ASIDE = frozenset(
    "/Parent /P /Pg /Prev /Last /Popup /IRT /DR /Resources /AP /MK /Dest /D /StructParent /Contents".split()
)
"""Keys that lead back, or to what is not looked at here."""


@dataclass(slots=True)
class Inventory:
    """`active` counts what acts by its name in PDF, `embedded` are names of files in the file.

    `signatures` are the signed ones; `fields` says whether there is any field of a form.
    """

    active: Counter[str] = field(default_factory=Counter)
    embedded: dict[str, None] = field(default_factory=dict)
    signatures: int = 0
    fields: bool = False


def inventory(root: Any, pages: Iterable[SourcePage]) -> Inventory:
    """Looks at the catalog, the form, the outline, and all annotations, seen or not."""
    found = Inventory()
    found.active["OpenAction"] += lookup(root, "/OpenAction") is not None
    for label, file in name_tree(lookup(root, "/Names", "/EmbeddedFiles")):
        found.active["EmbeddedFiles"] += 1
        _file(file, found, label.decode("utf-8", "replace"))
    start = [lookup(root, key) for key in ("/OpenAction", "/AA", "/AF", "/AcroForm", "/Outlines")]
    start.append(lookup(root, "/Names", "/JavaScript"))
    found.active["AA"] += lookup(root, "/AA") is not None
    for page in pages:
        found.active["AA"] += lookup(page.object, "/AA") is not None
        start += [lookup(page.object, key) for key in ("/AA", "/AF", "/Annots")]
    _walk(start, found)
    found.active = +found.active
    return found


def _walk(start: list[Any], found: Inventory) -> None:
    stack = list(reversed(start))
    seen: set[tuple[int, int]] = set()
    while stack:
        holder = stack.pop()
        if not isinstance(holder, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)):
            continue
        if holder.is_indirect:
            if holder.objgen in seen:
                continue
            seen.add(holder.objgen)
        if isinstance(holder, pikepdf.Array):
            stack.extend(reversed(list(holder)))
            continue
        _note(holder, found)
        stack.extend(value for key, value in reversed(entries(holder)) if key not in _ASIDE)


def _note(holder: Any, found: Inventory) -> None:
    action = name(holder, "/S")
    if action in ACTIONS and action not in _IDLE and not (action == "/URI" and harmless(holder)):
        found.active[action[1:]] += 1
    for key in ("/AA", "/XFA"):
        found.active[key[1:]] += lookup(holder, key) is not None
    subtype = name(holder, "/Subtype")
    if subtype in _MEDIA and lookup(holder, "/Rect") is not None:
        found.active[subtype[1:]] += 1
    if lookup(holder, "/EF") is not None:
        _file(holder, found, "")
    kind = name(holder, "/FT")
    found.fields |= bool(kind) or subtype == "/Widget"
    if kind == "/Sig" and isinstance(lookup(holder, "/V"), pikepdf.Dictionary):
        found.signatures += 1


def _file(file: Any, found: Inventory, label: str) -> None:
    names = (text(lookup(file, key)) for key in ("/UF", "/F"))
    title = next((item for item in names if item), printable(label)) or "unnamed file"
    found.embedded.setdefault(title[:200])


def dynamic_form(root: Any, found: Inventory) -> bool:
    """Whether the pages are made by an XFA program alone, and what stands in the file only asks to wait."""
    form = lookup(root, "/AcroForm", "/XFA")
    if form is None or (isinstance(form, pikepdf.Array) and len(form) == 0):
        return False
    return lookup(root, "/NeedsRendering") is True or not found.fields


def needs_appearances(root: Any) -> bool:
    """Whether the file leaves it to readers to draw the values of its fields (table 218)."""
    return lookup(root, "/AcroForm", "/NeedAppearances") is True


def has_form(root: Any) -> bool:
    """Whether there are fields that may be filled."""
    return (
        any(True for _ in items(root, "/AcroForm", "/Fields")) or integer(root, "/AcroForm", "/SigFlags") > 0
    )
