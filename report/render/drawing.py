"""Lays out pages of furniture, whose varying texts are elements with a `data-slot`: a pure function.

In goes a request whose slots are numbered (`data-number`); out come the pages and where each slot stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from weasyprint import HTML

from report.door import DOSSIER
from report.model import Sheets
from report.render.fetcher import GivenFetcher
from report.render.fonts import FontLedger
from report.render.outfit import dress
from report.render.section import all_refusals, all_wanted
from report.render.slots import placed_slots
from report.render.values import Drawn, Request


def draw(request: Request) -> Drawn:
    """Untagged: furniture is an artifact of the page that it is laid over."""
    outfit = dress(request.styles, request.resources)
    fetcher = GivenFetcher(request.resources)
    source = HTML(string=request.html, base_url=DOSSIER, url_fetcher=fetcher)
    document = source.render(stylesheets=list(outfit.styles), font_config=outfit.fonts)
    document.fonts = fonts = FontLedger()
    pdf = document.write_pdf(pdf_version="1.7")
    sheets = Sheets(pdf, len(document.pages), {}, fonts.uses())
    told = (all_refusals(outfit, fetcher), all_wanted(outfit, fetcher))
    try:
        placed = tuple(tuple(placed_slots(page._page_box)) for page in document.pages)
    except ValueError as fault:
        return Drawn(sheets, (), *told, str(fault))
    return Drawn(sheets, placed, *told)


def draw_all(requests: Sequence[Request]) -> list[Drawn]:
    """One after the other, in this process."""
    return list(map(draw, requests))
