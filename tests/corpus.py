"""The strangers' files that may be at hand, and how a copy of one is judged: by pdfium, against the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pypdfium2

SHARED = Path(__file__).parents[1].parent / "shared"
FILES = sorted(file for folder in ("corpus", "real") for file in (SHARED / folder).glob("*.pdf"))

_PAGES = 8
"""Pages of one file that are compared, evenly spread."""

_DPI = 72


def open_pdf(data: bytes) -> pypdfium2.PdfDocument | None:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return None
    document.init_forms()  # else pdfium draws no fields
    return document


def shown(document: pypdfium2.PdfDocument | None) -> list[int]:
    """Indices of the pages that pdfium can show."""
    found = []
    for index in range(0 if document is None else len(document)):
        try:
            document[index].close()  # type: ignore[index]
        except pypdfium2.PdfiumError:
            continue
        found.append(index)
    return found


def faults(source: bytes, copy: bytes, scales: Sequence[float] | None = None) -> list[str]:
    """What is wrong with a copy. `scales` are those of its pages; None where they have their own size."""
    one, other = open_pdf(source), open_pdf(copy)
    if other is None:
        return ["pdfium cannot open it"]
    if one is None:
        return []
    pages = shown(one)
    if len(other) < len(pages):
        return [f"{len(other)} pages of {len(pages)}"]
    if len(pages) < len(one) or len(other) != len(one):
        return []  # which page is which cannot be told
    found: list[str] = []
    for index in pages[:: max(1, len(pages) // _PAGES)]:
        scale = 1.0 if scales is None else scales[index]
        lacking = letters(one, index) - letters(other, index)
        if lacking:
            found.append(f"page {index + 1} lacks {dict(lacking.most_common(5))}")
        before, after = ink(one, index, 1.0), ink(other, index, scale)
        # A line that the page's edge cuts in half is drawn a point thicker or thinner.
        edge = 2 * sum(one[index].get_size())
        if abs(before - after) > 0.08 * max(before, after) + edge:
            found.append(f"page {index + 1} has {after:.0f} of ink, not {before:.0f}")
    return found


def letters(document: pypdfium2.PdfDocument, index: int) -> Counter[str]:
    return Counter(sign for sign in document[index].get_textpage().get_text_bounded() if sign.isalnum())


def ink(document: pypdfium2.PdfDocument, index: int, scale: float) -> float:
    """How dark a page is: the sum over its points, 1 for black. As seen in the size of the page itself, of
    which it is `scale` times the size: lines thinner than a pixel count as a pixel.
    """
    page = document[index]
    zoom = min(_DPI / 72, 1000 * scale / max(page.get_size()))
    histogram = page.render(scale=zoom / scale).to_pil().convert("L").histogram()
    return float(sum((255 - value) / 255 * count for value, count in enumerate(histogram)) / zoom**2)
