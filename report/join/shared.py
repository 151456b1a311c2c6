"""What many parts use, each once: fonts, the forms of furniture, and what they need.

In go the pieces and the uses of fonts; out come those objects, with names by which pieces refer to them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from report.join.dress import FURNITURE, Piece
from report.join.fonts import FontUnion
from report.join.forms import Forms, Shared
from report.model import FontUse, Sheets
from report.objects.template import Slot, Template, plain


@dataclass(frozen=True, slots=True)
class Furnishing:
    """Sheets of furniture, taken apart, and the beginning of the names of what is in them."""

    sheets: Sheets
    forms: Forms
    prefix: str


@dataclass(frozen=True, slots=True)
class SharedObjects:
    """`objects` by name, in the order in which they are first used; slots are such names.

    `fonts` has, for each part, what its fonts are called; `furniture` the same for all furniture.
    """

    objects: Mapping[str, Shared]
    fonts: tuple[Mapping[str, str], ...]
    aliases: Mapping[str, str]


def shared_objects(
    pieces: Sequence[Piece],
    uses: Sequence[Mapping[str, FontUse]],
    furnishings: Sequence[Furnishing],
    first_used: Sequence[Sequence[int]],
) -> SharedObjects:
    """`uses` are the fonts of each part, `first_used` the furnishings that it is the first to use."""
    union = FontUnion()
    fonts: list[Mapping[str, str]] = []
    aliases: dict[str, str] = {}
    for own, new in zip(uses, first_used, strict=True):
        fonts.append({f"font:{key}": union.take(use) for key, use in own.items()})
        for number in new:
            made = furnishings[number]
            for key, use in made.sheets.fonts.items():
                aliases[f"{made.prefix}font:{key}"] = union.take(use)
    objects = {item.name: Shared(item.template, item.data) for item in union.objects()}
    for name in dict.fromkeys(name for piece in pieces for name in piece.outside):
        if name.startswith("start:"):
            objects[name] = _start(name)
        elif name.startswith(FURNITURE) and name not in aliases:
            number = int(name.removeprefix(FURNITURE).partition(":")[0])
            _enter(name, furnishings[number], objects)
    return SharedObjects(objects, tuple(fonts), aliases)


def _start(name: str) -> Shared:
    """Goes before a page's content: keeps the state in which it begins, and moves it."""
    moved = name.removeprefix("start:")
    return Shared(plain(b"<<"), b"q" if float(moved) == 0 else f"q 1 0 0 1 {moved} 0 cm".encode())


def _enter(name: str, made: Furnishing, objects: dict[str, Shared]) -> None:
    """An object of the furniture, behind those that it refers to."""
    if name in objects:
        return
    item = made.forms.objects[name.removeprefix(made.prefix)]
    slots: list[Slot] = [f"{made.prefix}{slot}" for slot in item.template.slots]
    for slot in slots:
        assert isinstance(slot, str), "nothing of a part is in it"
        if not slot.startswith(f"{made.prefix}font:"):
            _enter(slot, made, objects)
    objects[name] = Shared(Template(item.template.text, tuple(slots)), item.data)
