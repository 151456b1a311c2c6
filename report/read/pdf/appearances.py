"""Draws the values of form fields and the texts of comments that the file leaves to readers: in goes a PDF,
changed in place.

pdfium draws them, in a copy: it wraps lines, finds a size and centres where the field wants it. What it made
is taken over. Letters that the field's font lacks stay undrawn, so the values are given back to be looked up.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Name

from report.read.pdf.annotations import normal_appearance, page_annotations
from report.read.pdf.inventory import needs_appearances
from report.read.pdf.tree import SourcePage, source_pages
from report.read.pdf.unpacking import decoded
from report.read.pdf.values import BROKEN, dictionary, lookup, name, number, text

_DEEPEST = 32
_PASSWORD = 1 << 13  # ISO 32000-1, table 228: what is typed is never shown
_LARGEST = 1_000_000
"""Bytes of an appearance that are looked at."""

_SMALL = 0.02
"""Scale of a rendering that nobody looks at: pdfium makes appearances when it renders."""


@dataclass(frozen=True, slots=True)
class Value:
    """What is filled in at the field `name`, on the page with this index; `text` is "" for a list of which
    nothing is chosen.
    """

    page: int
    name: str
    text: str
    widget: Any = field(repr=False, compare=False)
    place: int = 0


def draw_values(pdf: pikepdf.Pdf, root: Any, pages: Sequence[SourcePage]) -> tuple[Value, ...]:
    """Gives an appearance to each filled field, list and text comment that lacks one, or to all if the file
    asks for it.
    """
    anew = needs_appearances(root)
    found = [
        value for index, page in enumerate(pages) for value in _values(index, page) if _is_needy(value, anew)
    ]
    if found:
        # What is not drawn is told of, once the text of the pages is known.
        with suppress(*BROKEN):
            _draw(pdf, root, pages, found)
    return tuple(found)


def _is_needy(value: Value, anew: bool) -> bool:
    appearance = normal_appearance(value.widget)
    if appearance is None or (name(value.widget, "/Subtype") == "/Widget" and _is_silent(appearance)):
        return True
    # pdfium draws little more than Latin: what is there may be better, if it says anything.
    return anew and bool(value.text) and all(ord(sign) < 256 for sign in value.text)


def _is_silent(appearance: pikepdf.Stream) -> bool:
    """Whether an appearance shows neither text nor a picture of it."""
    data = decoded(appearance, _LARGEST)
    return not any(operator in data for operator in (b"Tj", b"TJ", b"'", b'"', b"Do", b"EI"))


def _values(index: int, page: SourcePage) -> list[Value]:
    found = []
    for place, note in enumerate(page_annotations(page)):
        kind = name(note, "/Subtype")
        if kind == "/FreeText" and normal_appearance(note) is None:
            found.append(Value(index, "a comment", text(lookup(note, "/Contents")), note, place))
        if kind != "/Widget" or _inherited(note, "/FT") not in (Name.Tx, Name.Ch):
            continue
        written, flags = text(_inherited(note, "/V")), int(number(_inherited(note, "/Ff")) or 0)
        listed = _inherited(note, "/FT") == Name.Ch and _inherited(note, "/Opt") is not None
        if listed or (written and not flags & _PASSWORD):
            label = text(_inherited(note, "/T")) or "a field without a name"
            found.append(Value(index, label, written, note, place))
    return found


def _inherited(widget: Any, entry: str) -> Any:
    """What a field has from the fields above it (ISO 32000-1, 12.7.3.1)."""
    node = widget
    for _ in range(_DEEPEST):
        value = lookup(node, entry)
        if value is not None:
            return value
        node = lookup(node, "/Parent")
    return None


def _draw(pdf: pikepdf.Pdf, root: Any, pages: Sequence[SourcePage], values: Sequence[Value]) -> None:
    if dictionary(root, "/AcroForm") is not None:
        root.AcroForm.NeedAppearances = True
    if "/Metadata" in root:  # pikepdf would read them when it saves, with a library that it then looks for
        del root["/Metadata"]
    numbers = sorted({pages[value.page].number for value in values})
    with pikepdf.open(io.BytesIO(_rendered(pdf, numbers)), inherit_page_attributes=False) as copy:
        copied = list(source_pages(copy.Root))
        for value in values:
            notes = page_annotations(copied[pages[value.page].number - 1])
            made = normal_appearance(notes[value.place])
            if made is not None and made.read_bytes().strip():
                value.widget.AP = Dictionary(N=pdf.copy_foreign(made))


def _rendered(pdf: pikepdf.Pdf, numbers: Sequence[int]) -> bytes:
    """The PDF as pdfium writes it after rendering these pages."""
    before, after = io.BytesIO(), io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)  # of fields that no form lists
        pdf.save(before, encryption=False, preserve_pdfa=False)
    document = pypdfium2.PdfDocument(before.getvalue())
    try:
        document.init_forms()  # without it pdfium draws Latin alone
        for number_ in numbers:
            document[number_ - 1].render(scale=_SMALL, draw_annots=True)
        document.save(after)
    finally:
        document.close()
    return after.getvalue()


def undrawn(values: Sequence[Value], texts: Sequence[str]) -> tuple[str, ...]:
    """The names of fields whose letters are not all on their page."""
    names = (value.name for value in values if not set(_letters(value.text)) <= set(texts[value.page]))
    return tuple(dict.fromkeys(names))


def _letters(written: str) -> list[str]:
    return [sign for sign in written if sign.isalnum()]
