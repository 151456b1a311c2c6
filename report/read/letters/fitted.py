"""What the fitted pages are like: in go their PDF and which are wanted, out come where each page's content
stands on the paper, and a PDF whose letters pdfium places rightly.

Of letters that a file spells out beside the glyphs (ActualText, ISO 32000-1, 14.9.4) pdfium tells the place
in the form that they are in, not on the page (seen with pdfium 8149). Where a page's content has such, it is
taken out of its form.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Stream

from report.read.pdf.assemble import save
from report.read.pdf.geometry import Box, Matrix, moved_box, sorted_box
from report.read.pdf.unpacking import decoded
from report.read.pdf.values import BROKEN, dictionary, lookup

_HEAD = re.compile(rb"q ((?:[-\d.]+ ){6})cm /Page Do")
"""How the content of a fitted page begins (`report.read.pdf.assemble`)."""
_DRAWING = re.compile(rb"/A(\d+) Do")
_SPELLED = b"/ActualText"
_LARGEST = 50_000_000
"""Bytes of content that are searched."""


@dataclass(frozen=True, slots=True)
class FittedPages:
    """`boxes` are those of the wanted pages' content, by number, where it could be told."""

    pdf: bytes = field(repr=False)
    boxes: Mapping[int, Box]


def fitted_pages(data: bytes, wanted: Collection[int]) -> FittedPages:
    """`wanted` are numbers from 1; all pages where there are none."""
    boxes: dict[int, Box] = {}
    changed = False
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for number, page in enumerate(pdf.pages, 1):
                if wanted and number not in wanted:
                    continue
                content = page.obj.Contents.read_bytes()
                head = _HEAD.match(content)
                form = lookup(page.obj, "/Resources", "/XObject", "/Page")
                if head is None or not isinstance(form, Stream):
                    continue
                boxes[number] = _box(form, head[1])
                if _spells_out(form):
                    _unwrap(pdf, page.obj, form, head, content)
                    changed = True
            return FittedPages(save(pdf) if changed else data, boxes)
    except BROKEN:
        return FittedPages(data, boxes)


def _box(form: Stream, operands: bytes) -> Box:
    a, b, c, d, e, f = (float(value) for value in operands.split())
    matrix: Matrix = (a, b, c, d, e, f)
    return moved_box(matrix, sorted_box(tuple(float(value) for value in form.BBox)))


def _spells_out(form: Stream) -> bool:
    properties = dictionary(form, "/Resources", "/Properties")
    named = [] if properties is None else [properties[name] for name in properties.keys()]  # noqa: SIM118
    if any(isinstance(one, Dictionary) and _SPELLED.decode() in one for one in named):
        return True
    return _SPELLED in decoded(form, _LARGEST)


def _unwrap(
    pdf: pikepdf.Pdf, page: pikepdf.Object, form: Stream, head: re.Match[bytes], content: bytes
) -> None:
    """Make the form's content the page's own, what annotations draw behind it as before."""
    drawn = page.Resources.XObject
    page.Resources = Dictionary(dict(form.Resources.items()))
    own = dictionary(form, "/Resources", "/XObject")
    named = Dictionary() if own is None else Dictionary(dict(own.items()))
    prefix = "/Drawn"
    while any(name.startswith(prefix) for name in named.keys()):  # noqa: SIM118
        prefix += "X"
    for name in drawn.keys():  # noqa: SIM118
        if name != "/Page":
            named[prefix + name[2:]] = drawn[name]
    page.Resources.XObject = named
    rest = _DRAWING.sub(prefix.encode() + rb"\1 Do", content[head.end() :])
    page.Contents = Array(
        [
            Stream(pdf, b"q " + head[1] + b"cm\n"),
            pdf.make_indirect(form),
            Stream(pdf, b"\n" + rest),
        ]
    )
