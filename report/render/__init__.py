"""From a section's HTML to its pages: a pure function, by WeasyPrint.

In go the HTML, complete but for stylesheets, and the look; out come `Sheets` (a small tagged PDF, and
where its anchors fell) and what went wrong. Nothing is kept between calls but parsed stylesheets and the
list of the system's fonts, so that it can be cached, or run elsewhere, by its input alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from report.look import Look, Stylesheet
from report.model import Sheets, Spot
from report.render.bars import draw_bars
from report.render.fetcher import DossierFetcher, Refusal
from report.render.fonts import FontLedger
from report.render.notes import Misfit, lay_out
from report.render.tags import write_tagged_pdf
from report.render.units import PX
from report.resources import style_folder, template_folder


@dataclass(frozen=True, slots=True)
class Rendered:
    """`misfits` are notes that do not stand on their mark's page, or not whole on the paper."""

    sheets: Sheets
    refusals: tuple[Refusal, ...] = ()
    misfits: tuple[Misfit, ...] = ()


def render(html: str, look: Look, name: str = "") -> Rendered:
    """Lay out one section and write it as a small PDF, tagged after PDF/UA-1 (ISO 14289-1).

    `name` is put before the IDs of its tags, so that they are unique in the whole dossier.
    """
    fetcher = DossierFetcher((look.root, style_folder().resolve(), template_folder().resolve()))
    document, misfits = _lay_out(html, look, fetcher)
    draw_bars(document, html)
    document.fonts = fonts = FontLedger()
    pdf = write_tagged_pdf(document, name)
    sheets = Sheets(pdf, len(document.pages), _anchors(document), fonts.uses(), _margins(document))
    return Rendered(sheets, all_refusals(look, fetcher), misfits)


def all_refusals(look: Look, fetcher: DossierFetcher) -> tuple[Refusal, ...]:
    """What the stylesheets and what the HTML asked for in vain, each once."""
    of_styles = (refusal for style in look.styles for refusal in _read(style)[1])
    return tuple(dict.fromkeys((*of_styles, *fetcher.refusals)))


def _lay_out(html: str, look: Look, fetcher: DossierFetcher) -> tuple[Any, tuple[Misfit, ...]]:
    source = HTML(string=html, base_url=f"{look.root.as_uri()}/", url_fetcher=fetcher)
    styles = [parsed(style) for style in look.styles]

    def render_with(css: str) -> Any:
        extra = [CSS(string=css)] if css else []
        return source.render(
            stylesheets=styles + extra, font_config=font_configuration(), pdf_variant="pdf/ua-1"
        )

    return lay_out(render_with)


@cache
def font_configuration() -> FontConfiguration:
    """The one of this process: making one costs more than laying out a page."""
    return FontConfiguration()


def parsed(style: Stylesheet) -> CSS:
    """A stylesheet, parsed once a process."""
    return _read(style)[0]


@cache
def _read(style: Stylesheet) -> tuple[CSS, tuple[Refusal, ...]]:
    """The stylesheet, and what it wanted to import or to load as a font and must not."""
    folders = (style.path.parent.parent.resolve(), style_folder().resolve())
    fetcher = DossierFetcher(folders, f"styles/{style.name}")
    css = CSS(
        string=style.css,
        base_url=style.path.resolve().as_uri(),
        font_config=font_configuration(),
        url_fetcher=fetcher,
    )
    return css, tuple(fetcher.refusals)


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
