"""PDF page labels: what a viewer shows as the page's number, the same as the printed folio."""

from __future__ import annotations

from collections.abc import Sequence

from report.numerals import Label
from report.objects.template import string


def label_ranges(labels: Sequence[Label]) -> bytes:
    """The number tree: one range for each run of pages that count on (ISO 32000-1, 12.4.2)."""
    ranges: list[bytes] = []
    before: Label | None = None
    for page, label in enumerate(labels):
        if (
            before is None
            or not label.style
            or (label.style, label.prefix, label.value) != (before.style, before.prefix, before.value + 1)
        ):
            ranges.append(b"%d <<%b>>" % (page, _range(label)))
        before = label
    return b"<</Nums [" + b" ".join(ranges) + b"]>>"


def _range(label: Label) -> bytes:
    entry = f"/S /{label.style}/St {label.value}".encode() if label.style else b""
    return entry + (b"/P " + string(label.prefix) if label.prefix else b"")
