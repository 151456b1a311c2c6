"""Makes the structure of a laid-out page sound, so that its tags can be kept.

In goes a tagged PDF by WeasyPrint, out comes the same with elements renamed where strangers' markup has no
meaning: tables that are only layout, lists of anything, headings that skip a level (ISO 32000-1, 14.8.4;
ISO 14289-1, 7.4.2). What is on the pages is not touched.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

_ROWS = frozenset({"TR", "THead", "TBody", "TFoot"})
_KIDS = {
    "Table": _ROWS | {"Caption"},
    **dict.fromkeys(["THead", "TBody", "TFoot"], frozenset({"TR"})),
    "TR": frozenset({"TH", "TD"}),
    "L": frozenset({"L", "LI", "Caption"}),
    "LI": frozenset({"Lbl", "LBody"}),
}
"""What such elements may hold."""

_WHOLES = ("Table", "L")
_BELONGING = _ROWS | {"TH", "TD", "LI", "LBody"}
_HEADINGS = {f"H{level}": level for level in range(1, 7)}


def tidied(pdf: bytes, picture: str) -> bytes:
    """The PDF with sound tags. `picture` is what a picture is called that has no words of its own."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _tidy([*_kids(document.Root.StructTreeRoot)], picture)
        output = io.BytesIO()
        document.save(output, deterministic_id=True)
    return output.getvalue()


def _tidy(elements: list[Any], picture: str) -> None:
    level, waiting = 0, elements[::-1]
    while waiting:
        element = waiting.pop()
        kind = _kind(element)
        if _is_astray(element, kind):
            _rename(element)
        elif kind in ("Figure", "Formula") and not str(element.get("/Alt", "")):
            element.Alt = String(picture)
        elif kind == "TH":
            _give_scope(element)
        elif kind in _HEADINGS:
            level = min(_HEADINGS[kind], level + 1)
            element.S = Name(f"/H{level}")
        waiting += [*_kids(element)][::-1]


def _give_scope(cell: Any) -> None:
    """Say what a header cell heads: its row where that has data too, else its column.

    ISO 14289-1, 7.5; WeasyPrint does not write what `scope` in HTML said.
    """
    row = cell.get("/P", Dictionary())
    heads_row = any(_kind(kid) == "TD" for kid in _kids(row))
    scope = Dictionary(O=Name.Table, Scope=Name.Row if heads_row else Name.Column)
    given = cell.get("/A")
    if given is None:
        cell.A = scope
    else:
        cell.A = Array([*(given if isinstance(given, Array) else [given]), scope])


_HOLDERS = {kind: {holder for holder, kids in _KIDS.items() if kind in kids} for kind in _BELONGING}
_HOLDERS["LBody"] = {"LI"}


def _is_astray(element: Any, kind: str) -> bool:
    """Whether it is a table or list that is none, or a part of one that stands outside."""
    if kind in _WHOLES:
        return not _is_sound(element)
    return kind in _BELONGING and _kind(element.get("/P", Dictionary())) not in _HOLDERS[kind]


def _is_sound(whole: Any) -> bool:
    """Whether a table or list holds what it may, and a table a header cell (ISO 14289-1, 7.5)."""
    waiting, header = [whole], False
    while waiting:
        element = waiting.pop()
        kind = _kind(element)
        header = header or kind == "TH"
        allowed = _KIDS.get(kind)
        if allowed is None:
            continue
        kids = [*_kids(element)]
        if any(_kind(kid) not in allowed for kid in kids):
            return False
        waiting += [kid for kid in kids if _kind(kid) not in _WHOLES]
    return header or _kind(whole) == "L"


def _rename(whole: Any) -> None:
    """Make a table or list, and what belongs to it alone, mere divisions."""
    waiting = [whole]
    while waiting:
        element = waiting.pop()
        waiting += [kid for kid in _kids(element) if _kind(kid) in _BELONGING]
        element.S = Name.Div
        if "/A" in element:
            del element.A  # spans and scopes of cells


def _kids(element: Any) -> Iterator[Any]:
    """The elements in an element; marks and objects are none."""
    kids = element.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid


def _kind(element: Any) -> str:
    return str(element.get("/S", "/"))[1:]
