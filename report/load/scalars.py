"""The kinds of single values that the formats know, each with its reader and its JSON Schema.

Everything is read as the text that stands in the file: `1.10` is not 1.1 and `2016-17` no sum. What
YAML takes for a boolean or for nothing was meant as one by some authors and as text by others, so that
only quotes can tell.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator, WithJsonSchema

from report.editions.names import LONGEST
from report.load.dates import read_date, read_moment
from report.load.faults import Fault, Mistyped
from report.load.languages import check_language
from report.load.ranges import read_ranges
from report.model import PartialDate, Range


class Bare(str):
    """A plain scalar: text without quotes."""

    __slots__ = ()


# YAML 1.1, type/bool.html and type/null.html.
_BOOLEAN = re.compile(r"y|n|yes|no|true|false|on|off", re.IGNORECASE)
_NULL = re.compile(r"~|null", re.IGNORECASE)


def as_text(value: object) -> str:
    """Any text, as typed."""
    if not isinstance(value, str):
        raise Mistyped("text")
    if isinstance(value, Bare):
        if value == "":
            raise Fault(
                "missing-value", "no value here", 'write one, or "" for an empty text, or leave the key out'
            )
        if _BOOLEAN.fullmatch(value):
            raise Fault("quote-it", f'YAML takes a bare "{value}" for true or false', f'quote it: "{value}"')
        if _NULL.fullmatch(value):
            raise Fault("quote-it", f'YAML takes a bare "{value}" for nothing', f'quote it: "{value}"')
    return str(value)


def as_line(value: object) -> str:
    """Text on one line: the line breaks of a block are spaces."""
    return re.sub(r"\s*\n\s*", " ", as_text(value).strip())


def as_edition(value: object) -> str:
    """What stands beside the folio of every page."""
    line = as_line(value)
    if len(line) > LONGEST:
        raise Fault("bad-value", f"a name of {len(line)} characters", f"it has room for {LONGEST}")
    return line


def as_words(value: object) -> str:
    """Text on one line that says something."""
    line = as_line(value)
    if not line:
        raise Fault("missing-value", "an empty text", "write what belongs here")
    return line


def as_block(value: object) -> str:
    text = as_text(value)
    if not text.strip():
        raise Fault("missing-value", "an empty text", "write what belongs here")
    return text


def as_fact(value: object) -> str:
    if not isinstance(value, str):
        raise Mistyped("text", "a fact is one text; write several lines as a block (|)")
    return as_text(value).strip()


def listed(value: object) -> object:
    """`by: Amnesty International` is a list of one."""
    if isinstance(value, dict):
        raise Mistyped("text or a list of texts")
    return [value] if isinstance(value, str) else value


def _language(value: object) -> str:
    return check_language(as_words(value))


def _date(value: object) -> PartialDate:
    return read_date(as_words(value))


def _moment(value: object) -> str:
    return read_moment(as_words(value))


def _ranges(value: object) -> tuple[Range, ...]:
    return read_ranges(as_words(value))


def _checksum(value: object) -> str:
    text = as_words(value).lower()
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise Fault(
            "bad-checksum", "a sha256 is 64 digits and letters a to f", f"these are {len(text)} characters"
        )
    return text


def _number(value: object) -> int:
    text = as_words(value)
    if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) < 1:
        raise Fault("bad-number", f'"{text}" is not a number', "write a whole number from 1")
    return int(text)


def _digits(value: object) -> int:
    number = _number(value)
    if number > 12:
        raise Fault("bad-number", f"{number} digits are more than a page has room for", "write 12 or fewer")
    return number


def _switch(value: object) -> bool:
    """What YAML 1.1 takes for a boolean, where a boolean is wanted (type/bool.html)."""
    text = value.lower() if isinstance(value, str) else ""
    if text in ("true", "yes", "on", "y"):
        return True
    if text in ("false", "no", "off", "n"):
        return False
    raise Fault("bad-value", "neither true nor false", "write true or false")


_UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9}


def _size(value: object) -> int:
    text = as_words(value)
    found = re.fullmatch(r"([0-9]{1,6})(?:\.([0-9]))? *(KB|MB|GB)", text, re.IGNORECASE)
    if found is None or not (size := int(found[1] + (found[2] or "0")) * _UNITS[found[3].upper()] // 10):
        raise Fault("bad-value", f'"{text}" is not a size', "write a number and its unit: 2 GB, 500 MB")
    return size


def _variable(value: object) -> str:
    text = as_words(value)
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", text):
        raise Fault("bad-value", f'"{text}" is not the name of an environment variable')
    return text


def _address(value: object) -> str:
    text = as_words(value)
    if not re.fullmatch(r"https?://\S+", text, re.IGNORECASE):
        raise Fault("bad-value", f'"{text}" is not an address', "it begins with https:// or http://")
    return text


# Editors read YAML's numbers as numbers, so that their schema has to allow them where text is wanted.
_TEXT: dict[str, Any] = {"type": ["string", "number"]}
_DATE_PATTERN = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
_RANGES_PATTERN = r"^[0-9]+([-–][0-9]+)?( *, *[0-9]+([-–][0-9]+)?)*$"

Line = Annotated[str, PlainValidator(as_line), WithJsonSchema(_TEXT)]
EditionName = Annotated[str, PlainValidator(as_edition), WithJsonSchema({**_TEXT, "maxLength": LONGEST})]
Words = Annotated[str, PlainValidator(as_words), WithJsonSchema({**_TEXT, "minLength": 1})]
Block = Annotated[str, PlainValidator(as_block), WithJsonSchema({**_TEXT, "minLength": 1})]
FactText = Annotated[str, PlainValidator(as_fact), WithJsonSchema(_TEXT)]
Names = Annotated[
    tuple[Words, ...],
    BeforeValidator(listed),
    WithJsonSchema({"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}),
]
Language = Annotated[
    str,
    PlainValidator(_language),
    WithJsonSchema({"type": "string", "pattern": r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"}),
]
Date = Annotated[
    PartialDate,
    PlainValidator(_date),
    WithJsonSchema({"type": ["string", "integer"], "pattern": _DATE_PATTERN, "minimum": 1, "maximum": 9999}),
]
Moment = Annotated[str, PlainValidator(_moment), WithJsonSchema({"type": ["string", "integer"]})]
Ranges = Annotated[
    tuple[Range, ...],
    PlainValidator(_ranges),
    WithJsonSchema({"type": ["string", "integer"], "pattern": _RANGES_PATTERN, "minimum": 1}),
]
Checksum = Annotated[
    str, PlainValidator(_checksum), WithJsonSchema({"type": "string", "pattern": r"^[0-9A-Fa-f]{64}$"})
]
Number = Annotated[int, PlainValidator(_number), WithJsonSchema({"type": "integer", "minimum": 1})]
Digits = Annotated[
    int, PlainValidator(_digits), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 12})
]
Switch = Annotated[bool, PlainValidator(_switch), WithJsonSchema({"type": "boolean"})]
Size = Annotated[
    int,
    PlainValidator(_size),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{1,6}(\.[0-9])? *([KkMmGg][Bb])$"}),
]
Variable = Annotated[
    str, PlainValidator(_variable), WithJsonSchema({"type": "string", "pattern": r"^[A-Za-z_][A-Za-z0-9_]*$"})
]
Address = Annotated[
    str, PlainValidator(_address), WithJsonSchema({"type": "string", "pattern": r"^https?://"})
]
