"""Lays furniture over the pages, as artifacts: a form for each kind, and the page's own numbers."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary

from report.join.fonts import FontUnion, add_fonts
from report.model import PageFurniture, Sheets, Slot

_ARTIFACT = b"/Artifact <</Type /Pagination>> BDC"


@dataclass(frozen=True, slots=True)
class _Copied:
    """Sheets of furniture in the PDF: a form for each page. Names in resources end with objects' numbers."""

    forms: tuple[pikepdf.Object, ...]
    fonts: Mapping[str, pikepdf.Object]

    def font_name(self, key: str) -> str:
        return f"/Slot{self.fonts[key].objgen[0]}"


class FurnitureLayer:
    """Lays furniture over pages; its sheets are copied into the PDF once."""

    def __init__(self, pdf: pikepdf.Pdf, fonts: FontUnion) -> None:
        self._pdf = pdf
        self._fonts = fonts
        self._copied: dict[int, _Copied] = {}
        self._save_state = pdf.make_stream(b"q")

    def lay(self, pages: Sequence[pikepdf.Page], furniture: Sequence[PageFurniture | None]) -> None:
        for page, item in zip(pages, furniture, strict=True):
            if item is not None:
                self._lay(page.obj, item)

    def _lay(self, page: pikepdf.Object, item: PageFurniture) -> None:
        sheets = item.furniture.sheets
        copied = self._copied.get(id(sheets)) or self._copy(sheets)
        form = copied.forms[item.furniture.page]
        form_name = f"/Furniture{form.objgen[0]}"
        resources = page.Resources
        if "/XObject" not in resources:
            resources.XObject = Dictionary()
        resources.XObject[form_name] = form
        content = [b"Q", _ARTIFACT, f"q {form_name} Do Q".encode(), b"EMC"]
        height = float(page.MediaBox[3])
        for slot in item.furniture.slots:
            font_name = copied.font_name(slot.font)
            add_fonts(resources, {font_name[1:]: copied.fonts[slot.font]})
            widths = sheets.fonts[slot.font].widths
            content += [_ARTIFACT, _show(slot, item.texts[slot.name], widths, font_name, height), b"EMC"]
        page.Contents = Array([self._save_state, page.Contents, self._pdf.make_stream(b"\n".join(content))])

    def _copy(self, sheets: Sheets) -> _Copied:
        with pikepdf.open(io.BytesIO(sheets.pdf)) as source:
            fonts = self._fonts.take(source, sheets)
            forms = [
                self._pdf.copy_foreign(source.make_indirect(page.as_form_xobject())) for page in source.pages
            ]
        for form in forms:
            add_fonts(form.Resources, fonts)
        copied = self._copied[id(sheets)] = _Copied(tuple(forms), fonts)
        return copied


def _show(slot: Slot, text: str, widths: Mapping[int, float], font_name: str, height: float) -> bytes:
    """The operators that set a slot's text. Raises KeyError for a character that a slot cannot hold."""
    glyphs = [slot.glyphs[character] for character in text]
    width = sum(widths[glyph] for glyph in glyphs) * slot.size / 1000 + slot.spacing * (len(glyphs) - 1)
    x = slot.x - {"left": 0.0, "center": width / 2, "right": width}[slot.align]
    code = "".join(f"{glyph:04x}" for glyph in glyphs)
    return (
        b"q BT "
        + slot.paint
        + f"{font_name} {slot.size:g} Tf {slot.spacing:g} Tc "
        f"1 0 0 1 {x:.3f} {height - slot.y:.3f} Tm <{code}> Tj ET Q".encode()
    )
