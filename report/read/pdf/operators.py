"""Which operators stand in which marks: in go bytes of a content stream, out come its marked-content numbers.

A scanner, not a parser: operands other than names are passed over. It is run on tagged files alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field

_TOKEN = re.compile(
    rb"""
      \( (?: [^()\\] | \\. | \( (?: [^()\\] | \\. )* \) )* \)    # string, with one string in brackets
    | <[0-9A-Fa-f\s]*>                                            # string in hexadecimal digits
    | %[^\r\n]*                                                   # comment
    | /MCID\s+(?P<mcid>\d+)
    | /(?P<name>[^\s()<>\[\]{}/%]*)
    | (?P<operator>[A-Za-z'"][A-Za-z0-9*'"]*)
    """,
    re.VERBOSE | re.DOTALL,
)
_IMAGE_END = re.compile(rb"\sEI(?=[\s/\[(<]|$)")
_VALUES = (b"true", b"false", b"null")
_PAINT = frozenset((b"Tj", b"TJ", b"'", b'"', b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh"))
"""Operators that leave something on the page (ISO 32000-1, table 51), but for Do and inline images."""


@dataclass(slots=True)
class Marks:
    """`numbers` are the marked-content identifiers, in order; `loose` says that something is painted outside
    of all marks, or that marks do not nest.
    """

    numbers: list[int] = field(default_factory=list)
    loose: bool = False


def marks(data: bytes, properties: Mapping[bytes, int], own: Set[bytes]) -> Marks:
    """`properties` are the numbers in named property lists, `own` the forms that have marks of their own."""
    found = Marks()
    stack: list[bool] = []
    names: list[bytes] = []
    number: int | None = None
    position = 0
    while True:
        token = _TOKEN.search(data, position)
        if token is None:
            break
        position = token.end()
        if token["mcid"] is not None:
            number = int(token["mcid"][:9])
        elif token["name"] is not None:
            names.append(token["name"])
        elif token["operator"] is not None and token["operator"] not in _VALUES:
            operator = token["operator"]
            if operator in (b"BDC", b"BMC"):
                _begin(found, stack, names, number, properties.get)
            elif operator == b"EMC":
                found.loose |= not stack
                del stack[-1:]
            elif operator == b"ID":
                end = _IMAGE_END.search(data, position)
                position = end.end() if end is not None else len(data)
                found.loose |= True not in stack
            elif operator in _PAINT or (operator == b"Do" and names[-1:] and names[-1] not in own):
                found.loose |= True not in stack
            names, number = [], None
    found.loose |= bool(stack)
    return found


def _begin(
    found: Marks,
    stack: list[bool],
    names: list[bytes],
    number: int | None,
    named: Callable[[bytes], int | None],
) -> None:
    """A mark begins: whether it is a piece of the structure, or an artifact."""
    if number is None and len(names) > 1:
        number = named(names[-1])
    if number is not None:
        found.numbers.append(number)
    stack.append(number is not None or names[:1] == [b"Artifact"])
