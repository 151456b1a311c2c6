"""Lays out what strangers wrote (web pages, mails) on pages of the dossier's paper, by WeasyPrint.

In goes a cleaned tree, out come the bytes of a tagged PDF. The pages are as high as the room above the
stamp, so that nothing is scaled later; what is wider than the paper gets wider pages, which are scaled
down to it, as browsers do. The look is `styles/capture.css`.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

import cssselect2
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from report.read.convert.markup import depth_of, parsed, text_alone, without_styles
from report.read.convert.parts import PartsFetcher
from report.read.convert.tags import tidied
from report.read.settings import BAND, ReadSettings, UnreadableError
from report.resources import style_folder

NOWHERE = "http://capture.invalid/"
"""The address from which a capture's parts are found when it does not say its own (RFC 2606, 2)."""

WIDEST = 4.0
"""Times the paper's width that a page is laid out; beyond it could not be read when scaled down."""

_PICTURE_WORDS = {"fr": "Image", "es": "Imagen", "de": "Bild", "ar": "صورة", "fa": "تصویر"}

_MARGIN = 42.0
_LEEWAY = 18.0  # points that may reach into the margin: spaces at a line's end, a letter
_PX = 0.75  # points

_CSS = (style_folder() / "capture.css").read_text("utf-8")
_GENERATED = (
    "*::before, *::after { position: static !important; color: #000 !important; background: none !important }"
)
"""What else a page's own styles can lay over it. Without such it would only cost time: half as much again."""

_DEEPEST = 700
"""Elements within one another that are laid out; more are a trap, or the work of a broken program."""

_FRAMES = 12_000
"""Python's frames for so deep a page: WeasyPrint takes some 15 an element."""


Strip = Callable[[Element], Element]
"""Takes out of a tree what kept it from being laid out."""


class LayoutError(Exception):
    """WeasyPrint cannot lay it out."""


class _SystemFonts(FontConfiguration):  # type: ignore[misc]  # WeasyPrint has no types
    """The system's fonts alone.

    A page's own would have to be written to a file, which a reader that has shut itself in cannot do; and
    fonts of strangers are programs.
    """

    def add_font_face(self, rule_descriptors: object, url_fetcher: object) -> None:
        """Read nothing."""


class _Tree(HTML):  # type: ignore[misc]  # WeasyPrint has no types
    """A document of WeasyPrint's made of a tree instead of text."""

    def __init__(self, root: Element, fetcher: PartsFetcher, base: str) -> None:
        self.base_url = base
        self.url_fetcher = fetcher
        # What was on the screen was captured; a page's rules for print often hide most of it.
        self.media_type = "screen"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


def lay_out(
    root: Element, settings: ReadSettings, fetcher: PartsFetcher, base: str = NOWHERE
) -> tuple[bytes, str]:
    """The pages of a tree, and its characters for which no font has a glyph. Raises LayoutError."""
    if not root.get("lang"):
        root.set("lang", settings.language)
    if depth_of(root) > _DEEPEST:
        raise LayoutError("too deep")
    width, height = settings.paper[0], settings.paper[1] - BAND
    fonts = _SystemFonts()
    frames = sys.getrecursionlimit()
    sys.setrecursionlimit(max(frames, _FRAMES))
    try:
        document = _render(root, fetcher, base, fonts, (width, height))
        wide = min(_needed_width(document), width * WIDEST)
        if wide > width + _LEEWAY:
            document = _render(root, fetcher, base, fonts, (wide, height * wide / width))
        pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
        return tidied(pdf, _PICTURE_WORDS.get(_language_of(root), "Picture")), _without_glyphs(document)
    except MemoryError:
        raise
    except Exception as fault:  # wild pages break WeasyPrint in more ways than can be listed
        raise LayoutError(type(fault).__name__) from fault
    finally:
        sys.setrecursionlimit(frames)


def lay_out_as_it_goes(
    make: Callable[[Strip], Element], settings: ReadSettings, fetcher: PartsFetcher, base: str = NOWHERE
) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    """The pages of what `make` gives, and what had to be left out for it, as warnings.

    First a page stands in its own styles, then without them, then as mere text: `make` is called with what
    takes out the rest. Raises UnreadableError where even that cannot be laid out.
    """
    for strip, warnings in _WAYS:
        try:
            pdf, missing = lay_out(make(strip), settings, fetcher, base)
        except LayoutError:
            continue
        return pdf, (*warnings, *_boxes(missing), *_absent(fetcher))
    raise UnreadableError(
        "no-layout", "it cannot be laid out", "print it to a PDF where it can be opened, and archive that"
    )


_WAYS: tuple[tuple[Strip, tuple[tuple[str, str], ...]], ...] = (
    (lambda root: root, ()),
    (
        without_styles,
        (("web-styles-left-out", "it cannot be laid out in its own styles; they are left out"),),
    ),
    (text_alone, (("web-styles-left-out", "it cannot be laid out as it is; its text alone is shown"),)),
)


def _render(root: Element, fetcher: PartsFetcher, base: str, fonts: Any, size: tuple[float, float]) -> Any:
    page = CSS(string=f"@page {{ size: {size[0]}pt {size[1]}pt !important }}", font_config=fonts)
    own = next(root.iter("style"), None) is not None or next(root.iter("link"), None) is not None
    look = CSS(
        string=_CSS + _GENERATED * own, url_fetcher=PartsFetcher(), base_url=NOWHERE, font_config=fonts
    )
    return _Tree(root, fetcher, base).render(
        stylesheets=[look, page], font_config=fonts, presentational_hints=True
    )


def _language_of(root: Element) -> str:
    """The language of a tree without region or script, in lower case."""
    return root.get("lang", "").partition("-")[0].lower()


def _without_glyphs(document: Any) -> str:
    """The characters of a written document that are shown as boxes, but for those of private use (icons)."""
    codes = sorted({code for font in document.fonts.values() for code in font.missing})
    return "".join(chr(code) for code in codes if unicodedata.category(chr(code)) not in ("Co", "Cn", "Cc"))


def _absent(fetcher: PartsFetcher) -> list[tuple[str, str]]:
    count = len(fetcher.refused)
    if not count:
        return []
    what = f"{count} picture or style sheet" if count == 1 else f"{count} pictures or style sheets"
    are = "is not in the file, and is" if count == 1 else "are not in the file, and are"
    return [("not-in-the-file", f"{what} that it refers to {are} not fetched")]


def _boxes(missing: str) -> list[tuple[str, str]]:
    if not missing:
        return []
    few = missing[:8] + ("…" if len(missing) > 8 else "")
    return [("missing-glyphs", f"no font here has {len(missing)} of its characters ({few}); they are boxes")]


def _needed_width(document: Any) -> float:
    """The width in points of a page on which nothing would reach over the right margin."""
    edge = 0.0
    for page in document.pages:
        for box in page._page_box.descendants():
            if getattr(box, "text", "").strip() or box.__class__.__name__.endswith("ReplacedBox"):
                edge = max(edge, box.position_x + box.width)
    return edge * _PX + _MARGIN


_PICTURE = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJ"
    "RU5ErkJggg=="
)
_SAMPLE = f"""<p lang=en>a<b>b</b><i>c</i><code>d</code><p lang=fa dir=rtl>ب<table><tr><td>1</table>
<ul><li>1</ul><svg width=1 height=1><path d='M0 0'/></svg><a id=x href='#x'>x</a><img src='{_PICTURE}'>"""

# Whatever layout reads once (libraries, the list of fonts, tables) is read now: later nothing can be opened.
lay_out(parsed(_SAMPLE), ReadSettings((595.28, 841.89)), PartsFetcher())
