"""Draws the values of form fields that the file leaves to readers: in goes a PDF, changed in place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pikepdf
from pikepdf import Name

from report.read.pdf.annotations import normal_appearance, page_annotations
from report.read.pdf.inventory import needs_appearances
from report.read.pdf.tree import SourcePage
from report.read.pdf.values import BROKEN, lookup, name, number, text

_DEEPEST = 32
_PASSWORD = 1 << 13  # table 228: what is typed is never shown


def draw_values(pdf: pikepdf.Pdf, root: Any, pages: Iterable[SourcePage]) -> tuple[str, ...]:
    """The names of fields whose value cannot be drawn: the letters of their fonts are not told."""
    anew, lost = needs_appearances(root), []
    for page in pages:
        for widget in page_annotations(page):
            if name(widget, "/Subtype") != "/Widget" or not _written(widget):
                continue
            if (anew or normal_appearance(widget) is None) and not _draw(pdf, widget):
                lost.append(text(_inherited(widget, "/T")) or "unnamed field")
    return tuple(lost)


def _written(widget: Any) -> str:
    """The value of a field of text or choice, "" for another."""
    if _inherited(widget, "/FT") not in (Name.Tx, Name.Ch):
        return ""
    if _flags(widget) & _PASSWORD:
        return ""
    return text(_inherited(widget, "/V"))


def _flags(widget: Any) -> int:
    return int(number(_inherited(widget, "/Ff")) or 0)


def _inherited(widget: Any, entry: str) -> Any:
    """What a field has from the fields above it (ISO 32000-1, 12.7.3.1)."""
    node = widget
    for _ in range(_DEEPEST):
        value = lookup(node, entry)
        if value is not None:
            return value
        node = lookup(node, "/Parent")
    return None


def _draw(pdf: pikepdf.Pdf, widget: Any) -> bool:
    """Qpdf draws what is written in Latin letters; a value that it cannot draw is left as it was."""
    try:
        _written(widget).encode("cp1252")
        form = pdf.acroform
        if not widget.is_indirect:
            return False
        annotation = pikepdf.Annotation(widget)
        field = form.get_field_for_annotation(annotation)
        if field.is_null:
            return False
        field.generate_appearance(annotation)
    except BROKEN:
        return normal_appearance(widget) is not None
    return normal_appearance(widget) is not None
