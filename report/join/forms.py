"""The furniture's pages as forms (XObjects), known by what they draw.

In go the sheets of furniture; out come forms and what they use, each named by the digest of its content. So
one that is drawn as before is the same one, whatever else has changed in the furniture.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

import pikepdf
from pikepdf import Dictionary

from report.model import Furniture, Sheets, Slot
from report.objects import template
from report.objects.template import Template, open_up


@dataclass(frozen=True, slots=True)
class Shared:
    """An object that many pages use; of a stream the entries but for /Length, and its data."""

    template: Template
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Forms:
    """For each page of furniture its name and size; and by name all objects that these need.

    Fonts have slots `font:KEY`, with the keys of the sheets.
    """

    names: tuple[str, ...]
    sizes: tuple[tuple[float, float], ...]
    objects: Mapping[str, Shared]


def forms_of(sheets: Sheets) -> Forms:
    """The same object for the same sheets, as a rule."""
    return _forms(sheets.pdf, tuple(sorted(sheets.fonts)))


def looks(furniture: Furniture) -> tuple[object, ...]:
    """What can be seen of a kind of furniture, whatever numbers its pages have among all kinds."""
    sheets = furniture.sheets
    forms = forms_of(sheets)
    return tuple(
        (layer, sheets.fonts[layer.font].file)
        if isinstance(layer, Slot)
        else (forms.names[layer], forms.sizes[layer])
        for layer in furniture.layers
    )


@lru_cache(maxsize=256)  # furniture comes in lots, of which a thousand entries have some sixty
def _forms(pdf: bytes, fonts: tuple[str, ...]) -> Forms:
    objects: dict[str, Shared] = {}
    names: list[str] = []
    sizes: list[tuple[float, float]] = []
    with pikepdf.open(io.BytesIO(pdf)) as source:
        reader = _Reader(source, fonts, objects)
        for page in source.pages:
            form = page.as_form_xobject()
            names.append(reader.take(form))
            sizes.append((float(page.mediabox[2]), float(page.mediabox[3])))
    return Forms(tuple(names), tuple(sizes), objects)


class _Reader:
    def __init__(self, source: pikepdf.Pdf, fonts: tuple[str, ...], objects: dict[str, Shared]) -> None:
        self._source = source
        self._objects = objects
        self._names: dict[int, str] = {}
        for page in source.pages:
            for key, font in page.obj.Resources.get("/Font", Dictionary()).items():
                if key[1:] in fonts:
                    self._names[font.objgen[0]] = f"font:{key[1:]}"

    def take(self, item: pikepdf.Object) -> str:
        """Enter an object and what it refers to; gives its name."""
        data: bytes | None = None
        if isinstance(item, pikepdf.Stream):
            entries = {key: value for key, value in item.stream_dict.items() if key != "/Length"}
            data = item.read_raw_bytes()
            if "/Filter" not in entries:
                data = zlib.compress(data)
                entries["/Filter"] = pikepdf.Name.FlateDecode
            text = Dictionary(entries).unparse()[:-2]
        else:
            text = item.unparse(resolved=True)
        template = open_up(text, self._name)
        digest = sha256(repr(template).encode() + (data or b"")).hexdigest()[:32]
        name = f"shared:{digest}"
        self._objects[name] = Shared(template, data)
        return name

    def _name(self, number: int) -> template.Slot:
        if number not in self._names:
            # Nothing that is drawn refers to itself: the name is made from those of what it refers to.
            self._names[number] = self.take(self._source.get_object(number, 0))
        return self._names[number]
