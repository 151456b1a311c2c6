"""Values of a stranger's PDF, asked for with the type that they should have; None where they have another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from math import isfinite
from typing import Any

import pikepdf

BROKEN = (pikepdf.PdfError, ValueError, TypeError, LookupError, ArithmeticError, RuntimeError, AttributeError)
"""What pikepdf raises, wherever it meets something that no PDF should hold."""

LARGEST = 1e7
"""Of a coordinate, in points: beyond, readers calculate in too few digits to agree with each other."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufff9-\uffff]")

Key = tuple[int, int]


def lookup(holder: Any, *names: str) -> Any:
    """What stands under these names, each in the one before; None where there is nothing."""
    for name in names:
        if not isinstance(holder, (pikepdf.Dictionary, pikepdf.Stream)):
            return None
        holder = holder[name] if name in holder else None  # noqa: SIM401  get() takes no surrogates
    return holder


def dictionary(holder: Any, *names: str) -> pikepdf.Object | None:
    """The dictionary (not a stream's) under these names."""
    value = lookup(holder, *names)
    return value if isinstance(value, pikepdf.Dictionary) else None


def stream(holder: Any, *names: str) -> pikepdf.Stream | None:
    """The stream under these names."""
    value = lookup(holder, *names)
    return value if isinstance(value, pikepdf.Stream) else None


def items(holder: Any, *names: str) -> Iterator[Any]:
    """What an array under these names holds; nothing where there is none."""
    value = lookup(holder, *names)
    if isinstance(value, pikepdf.Array):
        yield from value


def name(holder: Any, *names: str) -> str:
    """The name under these names, with its solidus; "" where there is none."""
    return spelled(lookup(holder, *names))


def spelled(value: Any) -> str:
    """A name, its bytes that are no UTF-8 as lone surrogates, as in the keys of dictionaries; else ""."""
    return bytes(value).decode("utf-8", "surrogateescape") if isinstance(value, pikepdf.Name) else ""


def entries(holder: Any) -> list[tuple[str, Any]]:
    """Keys and values of a dictionary, or of a stream's."""
    # Not by get(): it takes no surrogates.
    return [(key, holder[key]) for key in list(holder.keys())]


def number(value: Any) -> float | None:
    """A finite number of a size that a page can have."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    real = float(value)
    return real if isfinite(real) and abs(real) <= LARGEST else None


def numbers(value: Any, count: int) -> tuple[float, ...] | None:
    """The first so many numbers of an array; None where it is shorter, or holds something else."""
    if not isinstance(value, pikepdf.Array) or len(value) < count:
        return None
    found = [number(item) for item in list(value)[:count]]
    return None if None in found else tuple(real for real in found if real is not None)


def integer(holder: Any, *names: str, default: int = 0) -> int:
    """The whole number under these names."""
    value = number(lookup(holder, *names))
    return default if value is None else int(value)


def text(value: Any) -> str:
    """A text string, fit to be printed on one line."""
    if not isinstance(value, pikepdf.String):
        return ""
    try:
        return " ".join(printable(str(value)).split())
    except ValueError:
        return ""


def printable(text: str) -> str:
    """Without what cannot be printed or encoded: control characters, lone surrogates, no-characters."""
    return _CONTROL.sub("", text)


def key(value: Any) -> Key | None:
    """What tells an indirect object from others; None for one that is held directly."""
    if not isinstance(value, pikepdf.Object) or not value.is_indirect:
        return None
    return value.objgen
