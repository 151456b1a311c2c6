"""Links: to another entry, to an address of the web, or a problem.

A link's tokens go in; a reference to an entry, or an HTML link with its address in a note, come out: paper
cannot be clicked. Within a note the address stands behind the link's text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from urllib.parse import unquote

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token
from markupsafe import Markup

from report.addresses import breakable
from report.body.policy import apply
from report.body.reading import Paragraph, Reader
from report.body.runs import Run, Tag, Words, as_markup, text_of, text_of_all, write_runs
from report.body.scope import Scope
from report.model import EntryReference, Footnote, Place

_WEB = re.compile(r"(?:https?://[^\s/?#]+\S*|mailto:[^\s@]+@\S+)", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_BARE = re.compile(r"^(?:https?://(?:www\.)?|mailto:)|/$", re.IGNORECASE)
OF_LINK = frozenset({"lang", "dir"})


def read_link(
    paragraph: Paragraph, token: Token, inner: Sequence[Token], scope: Scope, read: Reader
) -> list[Run]:
    reading, place = paragraph.reading, _place(paragraph, token)
    href = str(token.attrs.get("href", ""))
    html, within = apply(reading, token.meta.get("attributes"), place, scope, OF_LINK)
    runs = _only_text(paragraph, read(paragraph, inner, within), within, place)
    if title := str(token.attrs.get("title", "")):
        reading.warning(
            "link-title", f'the title "{title}" of this link is not printed', place, "put it into the text"
        )
    if href.startswith("#") and len(href) > 1:
        return [EntryReference(unquote(href[1:]), _written(runs, html), place)]
    if _WEB.fullmatch(href):
        return _link(href, html, runs, scope, place)
    reading.error("forbidden-link", _refusal(href), place, "link to https://…, mailto:… or #name-of-an-entry")
    return runs


def _place(paragraph: Paragraph, token: Token) -> Place:
    place: Place = token.meta.get("place", paragraph.reading.text.place)
    return place


def _link(href: str, html: str, runs: list[Run], scope: Scope, place: Place) -> list[Run]:
    target = escape(normalizeLink(href))
    text = text_of_all(runs).strip()
    if _BARE.sub("", text) == _BARE.sub("", href):
        return [Tag(f'<a class="address" href="{target}"{html}>{breakable(text)}</a>', text=text)]
    link: list[Run] = [Tag(f'<a href="{target}"{html}>', 1), *runs, Tag("</a>", -1)]
    shown = re.sub("^mailto:", "", href, flags=re.IGNORECASE)
    address = as_markup(f'<a class="address" href="{target}">{breakable(shown)}</a>')
    if not scope.in_note:
        return [*link, Footnote((address,), place)]
    return [*link, Words(" (", scope), Tag(str(address), text=shown), Words(")", scope)]


def _only_text(paragraph: Paragraph, runs: list[Run], scope: Scope, place: Place) -> list[Run]:
    """A link's text, without what would be a link in a link."""
    text: list[Run] = []
    for run in runs:
        if isinstance(run, Words) or (isinstance(run, Tag) and not run.html.startswith(("<a ", "</a>"))):
            text.append(run)
        elif words := text_of(run):
            text.append(Words(words, scope))
    if text != runs:
        paragraph.reading.error(
            "nested-link",
            "a citation, note or link stands within the text of a link",
            place,
            "put it behind the link",
        )
    return text


def _written(runs: list[Run], html: str) -> Markup:
    text = "".join(piece for piece in write_runs(runs) if isinstance(piece, str))
    return as_markup(f"<span{html}>{text}</span>" if html else text)


def _refusal(href: str) -> str:
    scheme = _SCHEME.match(href)
    if not href or href == "#":
        return "this link leads nowhere"
    if scheme and scheme[1].lower() in {"http", "https", "mailto"}:
        return f'"{href}" is not a whole address'
    if scheme:
        return f'a link to "{scheme[1]}:" is not allowed in a dossier'
    return f'"{href}" is neither an entry nor an address of the web'
