"""PDF page labels: what a viewer shows as the page's number, the same as the printed folio."""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name

from report.folios import Label


def write_labels(pdf: pikepdf.Pdf, labels: Sequence[Label]) -> None:
    """One range for each run of pages that count on (ISO 32000-1, 12.4.2)."""
    ranges: list[object] = []
    previous: Label | None = None
    for page, label in enumerate(labels):
        counts_on = (
            previous is not None
            and label.style
            and (label.prefix, label.style, label.value)
            == (previous.prefix, previous.style, previous.value + 1)
        )
        if not counts_on:
            ranges += [page, _range(label)]
        previous = label
    pdf.Root.PageLabels = Dictionary(Nums=Array(ranges))


def _range(label: Label) -> Dictionary:
    entry = Dictionary()
    if label.style:
        entry.S = Name(f"/{label.style}")
        entry.St = label.value
    if label.prefix:
        entry.P = label.prefix
    return entry
