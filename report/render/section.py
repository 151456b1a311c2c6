"""From a section's HTML to its pages: a pure function, by WeasyPrint.

In goes a `Request`, complete with every file that it names; out come `Sheets` (a small tagged PDF, and where
its anchors fell), the objects of that PDF for `join`, and what went wrong. Nothing is kept between calls
but parsed stylesheets and the list of the system's fonts, so that it can be cached, or run elsewhere, by its
input alone.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from weasyprint import CSS, HTML

from report.door import DOSSIER
from report.late import late_keys
from report.model import Sheets, Spot
from report.objects.sheet import read_sheet
from report.render.bars import draw_bars
from report.render.fetcher import GivenFetcher
from report.render.fonts import FontLedger
from report.render.late import CSS as LATE_CSS
from report.render.late import can_be_exchanged, samples_drawn
from report.render.notes import lay_out
from report.render.outfit import Outfit, dress
from report.render.tags import write_tagged_pdf
from report.render.units import PX
from report.render.values import Misfit, Refusal, Rendered, Request


def render(request: Request) -> Rendered:
    """Lay out one section and write it as a small PDF, tagged after PDF/UA-1 (ISO 14289-1)."""
    outfit = dress(request.styles, request.resources)
    fetcher = GivenFetcher(request.resources)
    document, misfits = _lay_out(request.html, outfit, fetcher)
    draw_bars(document, request.html)
    document.fonts = fonts = FontLedger()
    with samples_drawn() as samples:
        pdf = write_tagged_pdf(document, request.name, samples.place)
    if not can_be_exchanged([style.css for style in request.styles]):
        samples.exact.update(dict.fromkeys(late_keys(request.html)))
    sheets = Sheets(
        pdf, len(document.pages), _anchors(document), fonts.uses(), _margins(document), samples.numbers
    )
    told = all_refusals(outfit, fetcher), misfits, all_wanted(outfit, fetcher)
    return Rendered(sheets, *told, tuple(samples.exact), read_sheet(sheets))


def all_refusals(outfit: Outfit, fetcher: GivenFetcher) -> tuple[Refusal, ...]:
    """What the stylesheets and what the HTML asked for in vain, each once."""
    return tuple(dict.fromkeys((*outfit.refusals, *fetcher.refusals)))


def all_wanted(outfit: Outfit, fetcher: GivenFetcher) -> tuple[str, ...]:
    """The addresses that were not given, each once."""
    return tuple(dict.fromkeys((*outfit.wanted, *fetcher.wanted)))


def _lay_out(html: str, outfit: Outfit, fetcher: GivenFetcher) -> tuple[Any, tuple[Misfit, ...]]:
    source = HTML(string=html, base_url=DOSSIER, url_fetcher=fetcher)

    late = [_late_css()] if late_keys(html) else []

    def render_with(css: str) -> Any:
        extra = [*late, *([CSS(string=css)] if css else [])]
        return source.render(
            stylesheets=[*outfit.styles, *extra], font_config=outfit.fonts, pdf_variant="pdf/ua-1"
        )

    return lay_out(render_with, html)


@cache
def _late_css() -> CSS:
    return CSS(string=LATE_CSS)


def _anchors(document: Any) -> dict[str, Spot]:
    """The first place of every anchor, in points from the top left of its page."""
    anchors: dict[str, Spot] = {}
    for number, page in enumerate(document.pages):
        for name, (x, y, _, _) in page.anchors.items():
            anchors.setdefault(name, Spot(number, x * PX, y * PX))
    return anchors


def _margins(document: Any) -> tuple[float, float]:
    """Those of the first page on its left and right, in points."""
    page = document.pages[0]._page_box
    return page.margin_left * PX, page.margin_right * PX
