"""Pictures: `![caption](picture.png){alt="what it shows"}`, alone a figure, within a line an image.

A picture's token goes in, HTML comes out; its path is noted for the checks on files (`Body.pictures`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from urllib.parse import quote, unquote

from markdown_it.token import Token

from report.body.policy import OF_PICTURE, apply
from report.body.reading import Paragraph, Reader, Reading
from report.body.runs import Run, Tag, Words
from report.body.scope import Scope
from report.body.syntax.attributes import Attributes
from report.model import Picture, Place

_REMOTE = re.compile(r"[a-z][a-z0-9+.-]+:|//", re.IGNORECASE)
_WIDTH = re.compile(r"([1-9]\d?|100)\s*%")
_PLAIN = frozenset({"text", "softbreak", "hardbreak", "code_inline", "html_tag", "tex"})


def read_inline_picture(
    paragraph: Paragraph, token: Token, inner: Sequence[Token], scope: Scope, read: Reader
) -> list[Run]:
    for child in token.children or ():
        if child.type in {"citation", "footnote_ref", "note_open"}:
            paragraph.reading.error(
                "picture-in-line",
                "a picture within a line has no caption that a citation or note could stand in",
                token.meta["place"],
                "set the picture apart, with an empty line before and behind it",
            )
            break
    return [Tag(image(paragraph.reading, token, scope))]


def image(reading: Reading, token: Token, scope: Scope) -> str:
    """The `<img>`, or the alternative text where the picture cannot be shown."""
    place: Place = token.meta["place"]
    attributes: Attributes = token.meta.get("attributes") or Attributes()
    html, _ = apply(reading, attributes, place, scope, OF_PICTURE)
    values = dict(attributes.values)
    alt = " ".join(values.get("alt", caption_text(token)).split())
    if not alt:
        reading.error(
            "missing-alt",
            "this picture has no words for who cannot see it",
            place,
            '![caption](picture.png){alt="what the picture shows"}',
        )
    if title := str(token.attrs.get("title", "")):
        reading.warning(
            "link-title",
            f'the title "{title}" of this picture is not printed',
            place,
            "put it into the caption",
        )
    path = unquote(str(token.attrs.get("src", "")))
    if not _is_path(reading, path, place):
        return escape(alt, quote=False)
    reading.pictures.append(Picture(path, place))
    return f'<img src="{escape(quote(path))}" alt="{escape(alt)}"{html}{_width(reading, values, place)}>'


def caption_text(token: Token) -> str:
    """The words of a picture's caption."""
    words = [
        " " if child.type.endswith("break") else child.content
        for child in token.children or ()
        if child.type in _PLAIN
    ]
    return "".join(words)


def read_caption(reading: Reading, token: Token, scope: Scope, read: Reader) -> list[Run]:
    """The caption of a figure, [] for none."""
    runs = read(Paragraph(reading), token.children or (), scope)
    return runs if any(not isinstance(run, Words) or run.text.strip() for run in runs) else []


def _is_path(reading: Reading, path: str, place: Place) -> bool:
    if not path:
        reading.error("missing-picture", "no picture is named here", place, "![caption](picture.png)")
        return False
    if _REMOTE.match(path):
        reading.error(
            "remote-picture",
            f'"{path}" is not a file of the dossier',
            place,
            "save the picture in the dossier's folder and name it here",
        )
        return False
    return True


def _width(reading: Reading, values: dict[str, str], place: Place) -> str:
    width = values.get("width", "")
    if not width:
        return ""
    if not _WIDTH.fullmatch(width):
        reading.error("bad-width", f'"{width}" is not a width', place, "write a percentage, width=50%")
        return ""
    return f' style="width:{width.replace(" ", "")}"'
