"""Puts the dossier together: one PDF out of the sections' sheets, in one pass.

In go the sections in order, each with its sheets, the labels of its pages and their furniture, and the
facts about the document; out come the bytes of the PDF. One file here for one thing that a PDF has.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import pikepdf

from report.folios import Label
from report.join.fonts import FontUnion, add_fonts
from report.join.furniture import FurnitureLayer
from report.join.labels import write_labels
from report.join.links import Target, resolve_links, write_destinations
from report.join.metadata import DocumentFacts, write_metadata
from report.join.outline import write_outline
from report.join.tags import TagTree
from report.model import PageFurniture, Section, Sheets


@dataclass(frozen=True, slots=True)
class Part:
    """A section ready to be joined. `labels` and `furniture` have one item for each of its pages."""

    section: Section
    sheets: Sheets
    labels: tuple[Label, ...]
    furniture: tuple[PageFurniture | None, ...]


def first_pages(parts: Sequence[Part]) -> tuple[int, ...]:
    """The page of the PDF, from 0, on which each part begins, and last the number of all pages."""
    return tuple(accumulate((part.sheets.pages for part in parts), initial=0))


def join(parts: Sequence[Part], facts: DocumentFacts) -> bytes:
    """The whole dossier as PDF 1.7.

    Raises KeyError for a link whose anchor no section has: a fault of the program.
    """
    pdf = pikepdf.new()
    fonts = FontUnion(pdf)
    tags = TagTree(pdf)
    layer = FurnitureLayer(pdf, fonts)
    targets: dict[str, Target] = {}
    for part in parts:
        first = len(pdf.pages)
        with pikepdf.open(io.BytesIO(part.sheets.pdf)) as source:
            united = fonts.take(source, part.sheets)
            pdf.pages.extend(source.pages)
            pages = [pdf.pages[number] for number in range(first, len(pdf.pages))]
            tags.adopt(source, pages)
        add_fonts(pages[0].obj.Resources, united)
        layer.lay(pages, part.furniture)
        for anchor, spot in part.sheets.anchors.items():
            targets.setdefault(anchor, Target(pages[spot.page].obj, spot.x, spot.y))
    resolve_links(pdf, targets)
    fonts.write()
    tags.write(facts.language)
    write_labels(pdf, [label for part in parts for label in part.labels])
    write_outline(pdf, [mark for part in parts for mark in part.section.bookmarks], targets)
    write_destinations(pdf, targets)
    write_metadata(pdf, facts)
    return _saved(pdf)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    pdf.save(
        target,
        min_version="1.7",
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        deterministic_id=True,
        fix_metadata_version=False,
    )
    return target.getvalue()
