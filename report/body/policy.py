"""What authors may set on an element: `class`, `lang`, `dir`, and what a quotation is a translation of.

Attributes as typed and the scope they stand in go in; HTML attributes and the scope within come out.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from difflib import get_close_matches
from html import escape

from report.body.reading import Reading
from report.body.scope import Scope
from report.body.syntax.attributes import Attributes
from report.directions import is_right_to_left
from report.model import Place

OF_TEXT = frozenset({"lang", "dir", "translation", "original", "original-lang"})
OF_PICTURE = frozenset({"lang", "dir", "alt", "width"})
OF_CODE = frozenset({"lang", "dir"})

# What the pages themselves are made with: a paragraph of class "note" would be set as a footnote.
RESERVED = frozenset({"mark", "note", "number", "numbered", "paragraph", "address", "translated"})

# RFC 5646, 2.1, in form only: whether there is such a language, the entry's own field is asked.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_TRUE = frozenset({"true", "yes", "1"})
_FALSE = frozenset({"false", "no", "0"})


def apply(
    reading: Reading,
    attributes: Attributes | None,
    place: Place,
    scope: Scope,
    known: Collection[str] = OF_TEXT,
) -> tuple[str, Scope]:
    """HTML attributes, each with a space in front, and what holds within the element."""
    if attributes is None:
        return "", scope
    html = ""
    if classes := _classes(reading, attributes, place):
        html += f' class="{escape(" ".join(classes))}"'
    if attributes.identifier:
        reading.warning(
            "id-ignored",
            f'the identifier "{attributes.identifier}" is left out',
            place,
            "the dossier numbers its own anchors; an entry is referred to by its file's name",
        )
    values = dict(attributes.values)
    _check_names(reading, values, place, known)
    language = _language(reading, values.get("lang", ""), place)
    direction = _direction(reading, values.get("dir", ""), place)
    right_to_left = scope.right_to_left
    if language:
        html += f' lang="{escape(language)}"'
        right_to_left = is_right_to_left(language)
    if direction:
        right_to_left = direction == "rtl"
    if direction or right_to_left != scope.right_to_left:
        html += f' dir="{"rtl" if right_to_left else "ltr"}"'
    translation = _truth(reading, values.get("translation", ""), place)
    if values.get("original", "").strip() and not (scope.translation if translation is None else translation):
        reading.warning(
            "original-alone",
            "original has no effect without translation=true: the words themselves are looked up",
            place,
            "add translation=true, or leave original out",
        )
    return html, replace(
        scope,
        language=language or scope.language,
        right_to_left=right_to_left,
        translation=scope.translation if translation is None else translation,
        original=values.get("original", "").strip() or scope.original,
        original_language=_language(reading, values.get("original-lang", ""), place)
        or scope.original_language,
    )


def _classes(reading: Reading, attributes: Attributes, place: Place) -> list[str]:
    classes = [name for names in attributes.classes for name in names.split()]
    for name in classes:
        if name in RESERVED:
            reading.warning(
                "reserved-class",
                f'the class "{name}" is the program\'s own and is left out',
                place,
                "give it another name",
            )
    return [name for name in dict.fromkeys(classes) if name not in RESERVED]


def _check_names(reading: Reading, values: dict[str, str], place: Place, known: Collection[str]) -> None:
    for name in values:
        if name not in known:
            near = get_close_matches(name, known, 1)
            meant = f'did you mean "{near[0]}"? ' if near else ""
            reading.error(
                "unknown-attribute",
                f'no attribute "{name}" may stand here',
                place,
                f"{meant}known here: .class, {', '.join(sorted(known))}",
            )


def _language(reading: Reading, tag: str, place: Place) -> str:
    if not tag or _LANGUAGE.fullmatch(tag):
        return tag
    reading.error("bad-language", f'"{tag}" is not a language tag', place, "write a tag such as en, fr or fa")
    return ""


def _direction(reading: Reading, value: str, place: Place) -> str:
    if value in {"", "ltr", "rtl"}:
        return value
    reading.error("bad-direction", f'"{value}" is not a direction', place, "write ltr or rtl")
    return ""


def _truth(reading: Reading, value: str, place: Place) -> bool | None:
    if not value:
        return None
    if value.lower() not in _TRUE | _FALSE:
        reading.error("bad-attribute", f'translation="{value}" is neither true nor false', place)
    return value.lower() in _TRUE
