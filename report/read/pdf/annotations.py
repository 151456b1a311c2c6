"""Annotations that are part of what a page shows: in go those of a page, out come forms to draw over it.

Filled fields, stamps, notes and marks keep their looks and lose their life (ISO 32000-1, 12.5.5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Stream

from report.read.pdf.content import as_form, raw_copy
from report.read.pdf.geometry import IDENTITY, Matrix, after, moved_box, sorted_box
from report.read.pdf.strokes import strokes
from report.read.pdf.tree import SourcePage
from report.read.pdf.values import dictionary, integer, lookup, name, number, numbers, stream

_UNSEEN = 2 | 32  # table 165: Hidden, NoView
_UPRIGHT = 16  # table 165: NoRotate
_NEVER = ("/Popup",)
_WORDS = {
    "/Widget": "form field",
    "/Stamp": "stamp",
    "/Link": "link",
    "/Screen": "player",
    "/RichMedia": "player",
    "/Movie": "player",
    "/3D": "player",
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """An appearance stream and the matrix that puts it in its place on the source page.

    `kind` is what it was, in a word for people.
    """

    form: pikepdf.Stream
    matrix: Matrix
    kind: str


def page_annotations(page: SourcePage) -> list[Any]:
    """The page's annotation dictionaries."""
    value = lookup(page.object, "/Annots")
    if not isinstance(value, pikepdf.Array):
        return []
    return [item for item in value if isinstance(item, pikepdf.Dictionary)]


def drawings(pdf: pikepdf.Pdf, found: Iterable[Any], page: SourcePage) -> Iterator[Drawing]:
    """What is seen of annotations on a screen, in their order; fields lie over all others, as in pdfium."""
    for annotation in sorted(found, key=lambda one: name(one, "/Subtype") == "/Widget"):
        kind = name(annotation, "/Subtype")
        if kind in _NEVER or integer(annotation, "/F") & _UNSEEN:
            continue
        appearance = normal_appearance(annotation)
        if appearance is None:
            form = _stroked(pdf, annotation, page)
            if form is not None:
                yield Drawing(form, IDENTITY, "comment")
            continue
        matrix = _placing(annotation, appearance)
        if matrix is None:
            continue
        if page.rotate and integer(annotation, "/F") & _UPRIGHT:
            matrix = _upright(matrix, annotation, page.rotate)
        yield Drawing(_form(pdf, annotation, appearance, page), matrix, _WORDS.get(kind, "comment"))


def normal_appearance(annotation: Any) -> pikepdf.Stream | None:
    """The stream of the state that the annotation is in (ISO 32000-1, 12.5.5, AP and AS)."""
    normal = lookup(annotation, "/AP", "/N")
    if isinstance(normal, pikepdf.Stream):
        return normal
    if not isinstance(normal, pikepdf.Dictionary):
        return None
    state = name(annotation, "/AS")
    if not state:
        # As pdfium does: the field's value names the state.
        state = name(annotation, "/V") or name(annotation, "/Parent", "/V") or "/Off"
    return stream(normal, state)


def _placing(annotation: Any, appearance: pikepdf.Stream | None) -> Matrix | None:
    """Algorithm 8.1 of ISO 32000-1, 12.5.5: the transformed appearance box is fitted to the rectangle."""
    rect = numbers(lookup(annotation, "/Rect"), 4)
    bbox = numbers(lookup(appearance, "/BBox"), 4)
    if rect is None or bbox is None:
        return None
    own = numbers(lookup(appearance, "/Matrix"), 6)
    box = moved_box(IDENTITY if own is None else _matrix(own), sorted_box(bbox))
    left, bottom, right, top = sorted_box(rect)
    if box[2] - box[0] <= 0 or box[3] - box[1] <= 0 or right <= left or top <= bottom:
        return None
    across, up = (right - left) / (box[2] - box[0]), (top - bottom) / (box[3] - box[1])
    return across, 0.0, 0.0, up, left - box[0] * across, bottom - box[1] * up


def _upright(matrix: Matrix, annotation: Any, rotate: int) -> Matrix:
    """The page turns, the annotation does not, but for its upper left corner (table 165, NoRotate)."""
    left, _, _, top = sorted_box(numbers(lookup(annotation, "/Rect"), 4) or (0.0, 0.0, 0.0, 0.0))
    a, b = {90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}[rotate]
    turned = a, b, -b, a, left - a * left + b * top, top - b * left - a * top
    return after(matrix, turned)


def _matrix(values: tuple[float, ...]) -> Matrix:
    a, b, c, d, e, f = values
    return a, b, c, d, e, f


def _form(pdf: pikepdf.Pdf, annotation: Any, appearance: pikepdf.Stream, page: SourcePage) -> pikepdf.Stream:
    """The appearance as a form of its own right: another annotation may share the stream."""
    form = raw_copy(pdf, appearance)
    form.Type = Name.XObject
    form.Subtype = Name.Form
    for entry in ("/BBox", "/Matrix", "/Group", "/OC"):
        value = appearance.get(entry)
        if value is not None:
            form[entry] = value
    own = dictionary(appearance, "/Resources")
    resources = page.resources if own is None else own
    if resources is not None:
        form.Resources = resources
    layer = dictionary(annotation, "/OC")
    if layer is not None:
        form.OC = layer
    return form


def _stroked(pdf: pikepdf.Pdf, annotation: Any, page: SourcePage) -> pikepdf.Stream | None:
    """What readers draw for a mark without an appearance."""
    operators, darkens = strokes(annotation)
    if not operators:
        return None
    form = as_form(Stream(pdf, b"/State gs " + operators), page.box)
    opacity = number(lookup(annotation, "/CA"))
    opacity = 1.0 if opacity is None else min(max(opacity, 0.0), 1.0)
    state = Dictionary(CA=opacity, ca=opacity, BM=Name.Multiply if darkens else Name.Normal)
    form.Resources = Dictionary(ExtGState=Dictionary(State=state))
    layer = dictionary(annotation, "/OC")
    if layer is not None:
        form.OC = layer
    return form
