"""Writes the fitted pages: in go forms and where they stand, out comes a PDF of the pages alone."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from report.read.pdf.annotations import Drawing
from report.read.pdf.fit import Fit
from report.read.pdf.geometry import Box, written
from report.read.pdf.values import Key

_BRANCH = 64
"""Pages under one node of the page tree."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A page to be written: its content, what annotations draw over it, the links on it, where it stands.

    A link comes with the key of the annotation that it was. `box` is what is shown of the page, in its
    default user space, as are the matrices of the drawings.
    """

    content: Stream
    drawings: tuple[Drawing, ...]
    links: tuple[tuple[Key | None, pikepdf.Object], ...]
    box: Box
    fit: Fit


def assemble(
    pdf: pikepdf.Pdf, fitted: Sequence[Fitted], layers: pikepdf.Object | None
) -> list[pikepdf.Object]:
    """Gives the PDF a new catalog with just these pages; what the old one had is not written any more."""
    pages = [pdf.make_indirect(_page(pdf, one)) for one in fitted]
    root = Dictionary(Type=Name.Catalog, Pages=_tree(pdf, pages))
    if layers is not None:
        root.OCProperties = layers
    pdf.trailer.Root = pdf.make_indirect(root)
    pdf.trailer.Size = 1  # qpdf writes the right number, but only where there was one
    for entry in list(pdf.trailer.keys()):  # also those that no rule knows
        if entry not in ("/Root", "/Size"):
            del pdf.trailer[entry]
    return pages


def picture(pdf: pikepdf.Pdf, page: pikepdf.Object, form: Stream, fitted: Fitted) -> None:
    """Puts a picture in the place of a written page's content and of what was drawn over it."""
    pictured = _page(pdf, Fitted(form, (), fitted.links, fitted.box, fitted.fit))
    page.Resources, page.Contents = pictured.Resources, pictured.Contents


def save(pdf: pikepdf.Pdf) -> bytes:
    """The bytes: streams as they are where they have a filter, the same for the same input."""
    target = io.BytesIO()
    with warnings.catch_warnings():
        # Of fields without a form: those of the old pages, which are not written.
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        pdf.save(
            target,
            preserve_pdfa=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
            encryption=False,
        )
    return target.getvalue()


def _page(pdf: pikepdf.Pdf, one: Fitted) -> pikepdf.Object:
    forms = Dictionary(Page=one.content)
    parts = [b"q " + written(one.fit.matrix) + b" cm /Page Do"]
    if one.drawings:
        left, bottom, right, top = one.box
        parts.append(written((left, bottom, right - left, top - bottom)) + b" re W n")
    for number, drawing in enumerate(one.drawings, start=1):
        forms[f"/A{number}"] = drawing.form
        parts.append(b"q " + written(drawing.matrix) + b" cm /A%d Do Q" % number)
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, one.fit.width, one.fit.height]),
        Resources=Dictionary(XObject=forms),
        Contents=Stream(pdf, b"\n".join(parts) + b" Q"),
    )
    if one.links:
        page.Annots = Array([link for _, link in one.links])
    return page


def _tree(pdf: pikepdf.Pdf, pages: list[pikepdf.Object]) -> pikepdf.Object:
    """A balanced tree: readers look up a page of a hundred thousand in three steps."""
    level: list[tuple[pikepdf.Object, int]] = [(page, 1) for page in pages]
    while True:
        nodes: list[tuple[pikepdf.Object, int]] = []
        for start in range(0, max(len(level), 1), _BRANCH):
            part = level[start : start + _BRANCH]
            kids = [kid for kid, _ in part]
            count = sum(leaves for _, leaves in part)
            node = pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=Array(kids), Count=count))
            for kid in kids:
                kid.Parent = node
            nodes.append((node, count))
        if len(nodes) == 1:
            return nodes[0][0]
        level = nodes
