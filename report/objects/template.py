"""PDF objects as text whose references are still open, so that they can be written anywhere in a file.

In goes the text of objects, numbered as they were where they came from; out come templates, which give their
text for any numbers. What a part of the dossier is does then not depend on where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from urllib.parse import unquote

import pikepdf

from report.model import LateNumber

Slot = int | str
"""What is left open: an object of the same part by its own number, from 0; a key of the parent tree by
`key_slot`; or something outside of the part by its name."""

SEPARATOR = b"\0"
"""Between the objects of a chunk. White space in PDF (ISO 32000-1, 7.2.2), and in no text that is written:
strings have it escaped."""


@dataclass(frozen=True, slots=True)
class Template:
    """Text with a `%b` for each of its slots."""

    text: bytes
    slots: tuple[Slot, ...] = ()

    def fill(self, tokens: Mapping[Slot, bytes]) -> bytes:
        """The text with what the slots stand for."""
        return self.text % tuple(map(tokens.__getitem__, self.slots))


@dataclass(frozen=True, slots=True)
class StreamObject:
    """A stream: its entries but for /Length, as an open dictionary without its end, and its data.

    Where `data` is an int, it is the number of the stream in the archived file that it comes from. `late` are
    the numbers whose digits are to be set in it.
    """

    number: int
    entries: Template
    data: bytes | int
    late: tuple[LateNumber, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """Objects that are written together: their numbers, and their text, one behind the other."""

    numbers: tuple[int, ...]
    template: Template


def chunk(objects: Mapping[int, Template]) -> Chunk:
    return Chunk(
        tuple(objects),
        Template(
            SEPARATOR.join(item.text for item in objects.values()),
            tuple(chain.from_iterable(item.slots for item in objects.values())),
        ),
    )


def key_slot(key: int) -> int:
    """The slot for a part's `key`th key in the parent tree, from 0."""
    return -1 - key


def plain(text: bytes) -> Template:
    """A template without slots."""
    return Template(text.replace(b"%", b"%%"))


def joined(*items: Template | bytes) -> Template:
    """One behind the other; bytes are those of a template without slots."""
    texts: list[bytes] = []
    slots: list[Slot] = []
    for item in items:
        if isinstance(item, bytes):
            texts.append(item)
        else:
            texts.append(item.text)
            slots += item.slots
    return Template(b"".join(texts), tuple(slots))


def reference(number: int) -> bytes:
    """To an object that has its number in the file."""
    return b"%d 0 R" % number


def references(slots: Iterable[Slot]) -> Template:
    """A list of references."""
    listed = tuple(slots)
    return Template(b" ".join([b"%b"] * len(listed)), listed)


_OPEN = re.compile(
    rb"(\((?:\\.|[^\\()])*\))"  # a string, in which nothing is open
    rb"|(\d+) 0 R"
    rb"|/A <</Type /Action/S /URI/URI (\(dossier:(?:\\.|[^\\()])*\)"
    rb"|<feff0064006f00730073006900650072003a[0-9a-f]*>)>>"
    rb"|(/StructParents? )(\d+)"
    rb"|(<feff[0-9a-f]*e000[0-9a-f]*>)",  # text in which a number is open
    re.DOTALL,
)
_GROUPS = _OPEN.groups + 1
_SCHEME = "dossier:"

NAMED = "text:"


def open_up(
    text: bytes, name: Callable[[int], Slot], key_of: Callable[[int], int] = lambda key: key
) -> Template:
    """Find what the text of an object refers to; `name` says what stands for an object's number.

    `key_of` gives the part's key of the parent tree for the one that the object has.
    Links inside the dossier (`dossier:ANCHOR`) become destinations, named `dest:ANCHOR`; texts with open
    numbers (`report/late.py`) are named by themselves, behind `NAMED`.
    """
    first, *found = _OPEN.split(text.replace(b"%", b"%%"))
    if not found:
        return Template(first)
    out = [first]
    slots: list[Slot] = []
    columns = (found[column::_GROUPS] for column in range(_GROUPS))
    for string, number, address, entry, key, told, between in zip(*columns, strict=True):
        if number is not None:
            slots.append(name(int(number)))
            out.append(b"%b")
        elif string is not None:
            out.append(string)
        elif told is not None:
            slots.append(f"{NAMED}{pikepdf.String(decoded(told))}")
            out.append(b"%b")
        elif key is not None:
            slots.append(key_slot(key_of(int(key))))
            out += (entry, b"%b")
        else:
            anchor = str(pikepdf.String(decoded(address.replace(b"%%", b"%")))).removeprefix(_SCHEME)
            # WeasyPrint writes what is not ASCII as URIs have it (RFC 3987, 3.1).
            slots.append(f"dest:{unquote(anchor)}")
            out.append(b"/Dest %b")
        out.append(between)
    return Template(b"".join(out), tuple(slots))


def decoded(text: bytes) -> bytes:
    """The bytes of a string, as it is written in a PDF."""
    return bytes(pikepdf.Object.parse(text))


def string(text: str | bytes) -> bytes:
    """Text as a string of a PDF (ISO 32000-1, 7.9.2.2), or bytes as they are."""
    return pikepdf.String(text).unparse()


def written(value: float) -> bytes:
    """A number as short as it can be written, exact to a millionth."""
    return f"{value:.6f}".rstrip("0").rstrip(".").encode() if value % 1 else b"%d" % value


def string_bytes(text: str) -> bytes:
    """The bytes of a text as a string of a PDF, by which names are sorted."""
    return bytes(pikepdf.String(text))


def written_name(name: str) -> bytes:
    """A name, which begins with a slash."""
    return pikepdf.Name(name).unparse()
