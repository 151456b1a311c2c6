"""PDF page labels: what a viewer shows as the page's number, the same as the printed folio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pikepdf
from pikepdf import Array, Dictionary, Name

from report.numerals import Label


def write_labels(pdf: pikepdf.Pdf, labels: Sequence[Label]) -> None:
    """One range for each run of pages that count on (ISO 32000-1, 12.4.2)."""
    ranges: list[object] = []
    expected: Label | None = None
    for page, label in enumerate(labels):
        if not label.style or label != expected:
            ranges += [page, _range(label)]
        expected = replace(label, value=label.value + 1)
    pdf.Root.PageLabels = Dictionary(Nums=Array(ranges))


def _range(label: Label) -> Dictionary:
    entry = Dictionary()
    if label.style:
        entry.S = Name(f"/{label.style}")
        entry.St = label.value
    if label.prefix:
        entry.P = label.prefix
    return entry
