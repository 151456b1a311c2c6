"""Lays furniture over the pages: a form for each kind, and the page's own numbers.

All of it is an artifact but for the numbers that are links, which are tagged as such.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

import pikepdf
from pikepdf import Array, Dictionary, Name

from report.join.fonts import FontUnion, add_fonts
from report.join.highlights import number_operators, place_marks, rule_operators
from report.join.tags import Branch, TagTree
from report.model import PageFurniture, Sheets, Slot, SlotLink

_ARTIFACT = b"/Artifact <</Type /Pagination>> BDC"


@dataclass(frozen=True, slots=True)
class _Copied:
    """Sheets of furniture in the PDF: a form for each page, and its size in points.

    Names in resources end with objects' numbers.
    """

    forms: tuple[pikepdf.Object, ...]
    names: tuple[str, ...]
    draws: tuple[bytes, ...]
    fonts: Mapping[str, pikepdf.Object]
    font_names: Mapping[str, str]
    sizes: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Placing:
    """Where furniture goes on a page: made `scale` times as large, moved by `x`; its foot is the page's."""

    scale: float
    x: float

    @property
    def operators(self) -> bytes:
        """What leads from the furniture's own space to the page's, in PDF operators."""
        return b"" if self == AS_IT_IS else f"{self.scale:g} 0 0 {self.scale:g} {self.x:.3f} 0 cm ".encode()


AS_IT_IS = Placing(1.0, 0.0)

_WITH_DIGITS = ("page", "note-1", "annex")
"""Slots of the stamp whose letters the numbers of notes are set in."""


def placing(page: tuple[float, float], paper: tuple[float, float]) -> Placing:
    """On a page of its own size the furniture is as large as the page is, seen as a whole, and centred.

    Whoever prints it on the dossier's paper then finds it as large as on the other pages, about.
    """
    if max(abs(page[0] - paper[0]), abs(page[1] - paper[1])) < 0.5:
        return AS_IT_IS
    scale = min(sqrt(page[0] * page[1] / (paper[0] * paper[1])), page[0] / paper[0])
    return Placing(scale, (page[0] - scale * paper[0]) / 2)


class FurnitureLayer:
    """Lays furniture over pages; its sheets are copied into the PDF once.

    `links` collects the link annotations that it makes, with the anchors that they are to lead to.
    """

    def __init__(self, pdf: pikepdf.Pdf, fonts: FontUnion, tags: TagTree) -> None:
        self._pdf = pdf
        self._fonts = fonts
        self._tags = tags
        self._copied: dict[int, _Copied] = {}
        self._operators: dict[tuple[int, str], bytes] = {}
        self.links: list[tuple[pikepdf.Object, str]] = []

    def lay(self, page: pikepdf.Object, item: PageFurniture | None, branch: Branch, number: int) -> bytes:
        """The operators that draw the furniture, what they use being entered into the page's resources.

        They expect the graphics state with which a page begins. The elements of links go into `branch`,
        behind those of the page, which is its part's `number`th from 0.
        """
        if item is None:
            return b""
        sheets = item.furniture.sheets
        copied = self._copied.get(id(sheets)) or self._copy(sheets)
        resources = page.Resources
        if "/XObject" not in resources:
            resources.XObject = Dictionary()
        forms = resources.XObject
        box = page.MediaBox.as_list()
        size = copied.sizes[next((one for one in item.furniture.layers if not isinstance(one, Slot)), 0)]
        place = placing((float(box[2]), float(box[3])), size)
        begin = b"q " + place.operators
        content = [_ARTIFACT, begin]
        fonts: dict[str, pikepdf.Object] = {}
        paragraph: pikepdf.Object | None = None
        for layer in item.furniture.layers:
            if not isinstance(layer, Slot):
                forms[copied.names[layer]] = copied.forms[layer]
                content.append(copied.draws[layer])
                continue
            fonts[copied.font_names[layer.font][1:]] = copied.fonts[layer.font]
            show = self._shown(layer, item.texts[layer.name], sheets, copied, size[1])
            if link := item.links.get(layer.name):
                if paragraph is None:
                    paragraph = self._paragraph(page, branch, number)
                mark = self._link(page, link, _rectangle(layer, place, size[1]), paragraph)
                # A link is not an artifact, and stands in none.
                content += [b"Q EMC /Link <</MCID %d>> BDC" % mark, begin, show, b"Q EMC", _ARTIFACT, begin]
            else:
                content.append(show)
        content.append(b"Q EMC")
        if item.highlights:
            content.append(_ARTIFACT)
            placed = place_marks(item.highlights, (0.0, 0.0, float(box[2]), float(box[3])))
            content += [rule_operators(placed), b"EMC"]
            slot = next((one for one in item.furniture.slots if one.name in _WITH_DIGITS), None)
            if slot is not None:
                fonts[copied.font_names[slot.font][1:]] = copied.fonts[slot.font]
                if paragraph is None:
                    paragraph = self._paragraph(page, branch, number)
                for one in placed:
                    if one.number is None:
                        continue
                    link = SlotLink(f"note:{one.note}", one.name)
                    sides = Array([round(side, 2) for side in one.number])
                    mark = self._link(page, link, sides, paragraph)
                    shown = number_operators(
                        one.note, one.number, one.turn, slot, copied.font_names[slot.font]
                    )
                    content += [b"/Link <</MCID %d>> BDC" % mark, shown, b"EMC"]
        add_fonts(resources, fonts)
        return b"\n".join(content)

    def _paragraph(self, page: pikepdf.Object, branch: Branch, number: int) -> pikepdf.Object:
        """For the links of a page."""
        paragraph = self._tags.element(Name.P, branch.parent, Pg=page, K=Array())
        branch.kids[number].append(paragraph)
        return paragraph

    def _shown(self, slot: Slot, text: str, sheets: Sheets, copied: _Copied, height: float) -> bytes:
        """The operators that set a slot's text, which often is the one of other pages."""
        key = (id(slot), text)
        if key not in self._operators:
            widths, name = sheets.fonts[slot.font].widths, copied.font_names[slot.font]
            self._operators[key] = _show(slot, text, widths, name, height)
        return self._operators[key]

    def _link(
        self,
        page: pikepdf.Object,
        link: SlotLink,
        rectangle: Array,
        paragraph: pikepdf.Object,
    ) -> int:
        """Make the annotation and its element; gives the number that marks the slot's content."""
        tags = self._tags
        annotation = self._pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=rectangle,
                Border=Array([0, 0, 0]),
                F=4,  # printed: ISO 14289-1, 7.18.1, and PDF/A
                Contents=link.name,
            )
        )
        if "/Annots" not in page:
            page.Annots = Array()
        page.Annots.append(annotation)
        element = tags.element(Name.Link, paragraph, Pg=page)
        mark = tags.mark(page, element)
        element.K = Array([mark, Dictionary(Type=Name.OBJR, Pg=page, Obj=annotation)])
        tags.own(annotation, element)
        paragraph.K.append(element)
        self.links.append((annotation, link.anchor))
        return mark

    def _copy(self, sheets: Sheets) -> _Copied:
        with pikepdf.open(io.BytesIO(sheets.pdf)) as source:
            fonts = self._fonts.take(source, sheets)
            sizes = tuple((float(page.mediabox[2]), float(page.mediabox[3])) for page in source.pages)
            forms = [
                self._pdf.copy_foreign(source.make_indirect(page.as_form_xobject())) for page in source.pages
            ]
        for form in forms:
            add_fonts(form.Resources, fonts)
        copied = self._copied[id(sheets)] = _Copied(
            tuple(forms),
            names := tuple(f"/Furniture{form.objgen[0]}" for form in forms),
            tuple(f"{name} Do".encode() for name in names),
            fonts,
            {key: f"/Slot{font.objgen[0]}" for key, font in fonts.items()},
            sizes,
        )
        return copied


def _rectangle(slot: Slot, place: Placing, height: float) -> Array:
    """Where the link is, in the page's own space; `height` is that of the furniture's paper."""
    left, top, right, bottom = slot.area
    sides = (
        place.x + left * place.scale,
        (height - bottom) * place.scale,
        place.x + right * place.scale,
        (height - top) * place.scale,
    )
    return Array([round(side, 2) for side in sides])


def _show(slot: Slot, text: str, widths: Mapping[int, float], font_name: str, height: float) -> bytes:
    """The operators that set a slot's text. Raises KeyError for a character that a slot cannot hold."""
    glyphs = [slot.glyphs[character] for character in text]
    width = sum(widths[glyph] for glyph in glyphs) * slot.size / 1000 + slot.spacing * (len(glyphs) - 1)
    x = slot.x - {"left": 0.0, "center": width / 2, "right": width}[slot.align]
    code = "".join(f"{glyph:04x}" for glyph in glyphs)
    return (
        b"BT "
        + slot.paint
        + f"{font_name} {slot.size:g} Tf {slot.spacing:g} Tc "
        f"1 0 0 1 {x:.3f} {height - slot.y:.3f} Tm <{code}> Tj ET".encode()
    )
