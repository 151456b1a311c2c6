"""The PDF while it is put together: part after part is taken in, and what they share is written last."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
from pikepdf import Array

from report.join.files import take_file
from report.join.fonts import FontUnion, add_fonts
from report.join.furniture import FurnitureLayer
from report.join.layers import Layers
from report.join.links import Target, lead, resolve_links
from report.join.mirror import move
from report.join.pages import PageTree
from report.join.parts import Part, shift
from report.join.tags import TagTree


class Whole:
    """`targets` are the places of all anchors; `file_pages` the pages of archived files, by section."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._pages = PageTree(pdf)
        self._fonts = FontUnion(pdf)
        self._tags = TagTree(pdf)
        self._furniture = FurnitureLayer(pdf, self._fonts, self._tags)
        self._layers = Layers(pdf)
        self._own: list[pikepdf.Object] = []
        self._starts: dict[float, pikepdf.Object] = {}
        self.targets: dict[str, Target] = {}
        self.file_pages: dict[str, Sequence[pikepdf.Object]] = {}

    def take(self, part: Part) -> None:
        """The part's pages, behind those that are there."""
        if part.blank is not None:
            self._pages.add_blank()
        first = len(self._pages)
        pages = self._take_sheets(part) if part.section.file is None else self._take_file(part)
        for anchor, spot in part.sheets.anchors.items():
            moved = spot.x + shift(part, first + spot.page)
            self.targets.setdefault(anchor, Target(pages[spot.page], moved, spot.y))

    def _take_sheets(self, part: Part) -> list[pikepdf.Object]:
        first = len(self._pages)
        with pikepdf.open(io.BytesIO(part.sheets.pdf)) as source:
            united = self._fonts.take(source, part.sheets)
            pages = self._pages.copy(source)
            branch = self._tags.adopt(source, pages)
        add_fonts(pages[0].Resources, united)
        shifts = [shift(part, first + number) for number in range(len(pages))]
        if any(shifts):
            move(pages, branch, shifts)
        for number, page in enumerate(pages):
            over = self._furniture.lay(page, part.furniture[number], branch, number)
            if over or shifts[number]:
                end = self._pdf.make_stream(b"Q\n" + over)
                page.Contents = Array([self._start(shifts[number]), page.Contents, end])
        self._own += pages
        return pages

    def _start(self, moved: float) -> pikepdf.Object:
        """Goes before a page's content: keeps the state in which it begins, and moves it."""
        if moved not in self._starts:
            operators = f"q 1 0 0 1 {moved:.3f} 0 cm" if moved else "q"
            self._starts[moved] = self._pdf.make_stream(operators.encode())
        return self._starts[moved]

    def _take_file(self, part: Part) -> list[pikepdf.Object]:
        pages, branch, contents = take_file(part.section, part.names, self._pages, self._tags, self._layers)
        for number, (page, content) in enumerate(zip(pages, contents, strict=True)):
            over = self._furniture.lay(page, part.furniture[number], branch, number)
            page.Contents = self._pdf.make_stream(content + over)
        self.file_pages[part.section.id] = pages
        return pages

    def finish(self, language: str) -> None:
        """Raises KeyError with the anchor of a link that no section has."""
        self._pages.write()
        resolve_links(self._own, self.targets)
        lead(self._furniture.links, self.targets)
        self._fonts.write()
        self._tags.write(language)
        self._layers.write()
