"""Lays furniture over the pages, as artifacts: a form for each kind, and the page's own numbers."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary

from report.join.fonts import FontUnion, add_fonts
from report.model import Furniture, PageFurniture, Slot

_ARTIFACT = b"/Artifact <</Type /Pagination>> BDC"


@dataclass(frozen=True, slots=True)
class _Form:
    """A kind of furniture in the PDF. Its names in a page's resources end with its object's number."""

    xobject: pikepdf.Object
    fonts: Mapping[str, pikepdf.Object]

    @property
    def name(self) -> str:
        return f"/Furniture{self.xobject.objgen[0]}"

    def font_name(self, key: str) -> str:
        return f"/Slot{self.fonts[key].objgen[0]}"


class FurnitureLayer:
    """Lays furniture over pages; each kind of it is copied into the PDF once."""

    def __init__(self, pdf: pikepdf.Pdf, fonts: FontUnion) -> None:
        self._pdf = pdf
        self._fonts = fonts
        self._forms: dict[int, _Form] = {}
        self._save_state = pdf.make_stream(b"q")

    def lay(self, pages: Sequence[pikepdf.Page], furniture: Sequence[PageFurniture | None]) -> None:
        for page, item in zip(pages, furniture, strict=True):
            if item is not None:
                self._lay(page.obj, item)

    def _lay(self, page: pikepdf.Object, item: PageFurniture) -> None:
        form = self._forms.get(id(item.furniture)) or self._adopt(item.furniture)
        resources = page.Resources
        if "/XObject" not in resources:
            resources.XObject = Dictionary()
        resources.XObject[form.name] = form.xobject
        content = [b"Q", _ARTIFACT, f"q {form.name} Do Q".encode(), b"EMC"]
        height = float(page.MediaBox[3])
        for slot in item.furniture.slots:
            font_name = form.font_name(slot.font)
            add_fonts(resources, {font_name[1:]: form.fonts[slot.font]})
            widths = item.furniture.sheets.fonts[slot.font].widths
            content += [_ARTIFACT, _show(slot, item.texts[slot.name], widths, font_name, height), b"EMC"]
        page.Contents = Array([self._save_state, page.Contents, self._pdf.make_stream(b"\n".join(content))])

    def _adopt(self, furniture: Furniture) -> _Form:
        with pikepdf.open(io.BytesIO(furniture.sheets.pdf)) as source:
            fonts = self._fonts.take(source, furniture.sheets)
            xobject = self._pdf.copy_foreign(source.make_indirect(source.pages[0].as_form_xobject()))
        add_fonts(xobject.Resources, fonts)
        form = self._forms[id(furniture)] = _Form(xobject, fonts)
        return form


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
