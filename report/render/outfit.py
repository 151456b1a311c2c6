"""Stylesheets, parsed, with the fonts that they bring: what a process keeps from request to request.

Making a font configuration costs more than laying out a page, so there is one for all stylesheets that bring
no fonts of their own. Those that do have one for themselves: a font that one dossier brings, or an earlier
version of it, must not be seen by another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from weasyprint import CSS
from weasyprint.text.fonts import FontConfiguration

from report.door import Resource
from report.look import Stylesheet
from report.render.fetcher import GivenFetcher
from report.render.values import Refusal

_REFERS = re.compile(r"url\(|@import", re.IGNORECASE)
_FONTS = re.compile(r"@font-face|@import", re.IGNORECASE)
_KEPT = 64
"""Sets of stylesheets."""


@dataclass(frozen=True, slots=True)
class Outfit:
    """Parsed stylesheets. `refusals` and `wanted` are addresses in them that were not read, or not given."""

    styles: tuple[CSS, ...]
    fonts: FontConfiguration
    refusals: tuple[Refusal, ...] = ()
    wanted: tuple[str, ...] = ()


def dress(styles: Sequence[Stylesheet], resources: Sequence[Resource]) -> Outfit:
    """The outfit for these stylesheets, parsed once a process as long as what they refer to is the same."""
    refers = any(_REFERS.search(style.css) for style in styles)
    return _dress(tuple(styles), tuple(resources) if refers else ())


@lru_cache(maxsize=_KEPT)
def _dress(styles: tuple[Stylesheet, ...], resources: tuple[Resource, ...]) -> Outfit:
    brings_fonts = any(_FONTS.search(style.css) for style in styles)
    fonts = FontConfiguration() if brings_fonts else font_configuration()
    parsed: list[CSS] = []
    refusals: list[Refusal] = []
    wanted: list[str] = []
    for style in styles:
        fetcher = GivenFetcher(resources, f"styles/{style.name}")
        css = CSS(string=style.css, base_url=style.url, font_config=fonts, url_fetcher=fetcher)
        parsed.append(css)
        refusals += fetcher.refusals
        wanted += fetcher.wanted
    return Outfit(tuple(parsed), fonts, tuple(refusals), tuple(wanted))


@cache
def font_configuration() -> FontConfiguration:
    """The one of this process for stylesheets that bring no fonts."""
    return FontConfiguration()
