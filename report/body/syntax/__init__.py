"""The grammar of bodies: CommonMark by markdown-it-py, and the rules that Pandoc has beyond it.

Nothing goes in, a parser comes out. The rules only recognise: they make tokens that say where they stand
(`meta["pos"]`, an offset into the paragraph), and judge nothing.
"""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.superscript import superscript_plugin

from report.body.syntax.brackets import label_end, unpaired_bracket
from report.body.syntax.citations import bracketed_citation, citation_in_text
from report.body.syntax.comments import comment_block, comment_inline
from report.body.syntax.divs import div
from report.body.syntax.headings import heading_attributes
from report.body.syntax.links import autolink, bare_address, image, link, reference
from report.body.syntax.literal import code_span, html_tag, tex
from report.body.syntax.notes import inline_note, note_reference
from report.body.syntax.spans import span

MAX_NESTING = 32
"""How deep blocks and brackets may stand in one another. CommonMark's own tests need 20."""


class Markdown(MarkdownIt):
    """markdown-it that leaves addresses as they were typed: what may be linked is judged later."""

    def __init__(self, options: dict[str, object]) -> None:
        super().__init__("commonmark", options)
        self.helpers = SimpleNamespace(  # type: ignore[assignment]  # the library has a module here
            parseLinkDestination=parseLinkDestination,
            parseLinkLabel=label_end,
            parseLinkTitle=parseLinkTitle,
        )

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True


@cache
def markdown() -> Markdown:
    """The parser. It keeps nothing between two texts, so one serves all."""
    # No typographer: a quotation's characters are printed as typed.
    parser = Markdown({"html": False, "typographer": False, "maxNesting": MAX_NESTING, "store_labels": True})
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    parser.use(superscript_plugin)
    _add_blocks(parser)
    _add_inlines(parser)
    return parser


def _add_blocks(parser: Markdown) -> None:
    ruler = parser.block.ruler
    interrupted = ["paragraph", "reference", "blockquote", "list"]
    ruler.before("fence", "div", div, {"alt": interrupted})
    ruler.before("fence", "comment", comment_block, {"alt": interrupted})
    ruler.at("reference", reference)
    parser.core.ruler.after("block", "heading_attributes", heading_attributes)


def _add_inlines(parser: Markdown) -> None:
    ruler = parser.inline.ruler
    ruler.before("newline", "unpaired_bracket", unpaired_bracket)
    ruler.before("escape", "tex", tex)
    ruler.at("backticks", code_span)
    ruler.at("link", link)
    ruler.at("image", image)
    ruler.at("autolink", autolink)
    ruler.at("footnote_ref", note_reference)
    ruler.before("emphasis", "inline_note", inline_note)
    ruler.after("link", "span", span)
    ruler.after("footnote_ref", "citation", bracketed_citation)
    ruler.after("citation", "citation_in_text", citation_in_text)
    ruler.after("autolink", "comment", comment_inline)
    ruler.after("comment", "html_tag", html_tag)
    ruler.push("bare_address", bare_address)
