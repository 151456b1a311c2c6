"""From the bytes of a YAML file to its text, refusing what cannot be shown or printed.

Bytes and the file's name go in; the text comes out, or the one problem that stands in the way.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from report.model import Place, Problem, error

# YAML 1.2, 5.1: what a stream may not contain. Line and paragraph separators are allowed there, but end
# a line for YAML and for no editor: the line after one would look well and be read as something else.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_LINE_END = re.compile("\r\n|\r|\n")

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes, file: str) -> str | Problem:
    """The text of a YAML file."""
    text = decode_utf8(data, file)
    return text if isinstance(text, Problem) else _forbidden(text, file) or text


def decode_utf8(data: bytes, file: str) -> str | Problem:
    if data.startswith(_UTF16):
        return error("not-utf-8", "this file is UTF-16", Place(file), "save it as UTF-8")
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        return _not_utf8(data, fault.start, file)


def lines_of(text: str) -> list[str]:
    return _LINE_END.split(text)


def control_character(value: str) -> str | None:
    """The first control character in a value, by name: escapes of a quoted text bring them in."""
    found = _CONTROL.search(value)
    return _name(found[0]) if found else None


def _forbidden(text: str, file: str) -> Problem | None:
    found = _FORBIDDEN.search(text)
    if not found:
        return None
    place = _place(text[: found.start()], file)
    if found[0] in "\u0085\u2028\u2029":
        return error(
            "control-character",
            f"an invisible {_name(found[0])}, which ends the line for YAML alone",
            place,
            "put an ordinary line break or a space in its place",
        )
    hint = "this file looks like UTF-16; save it as UTF-8" if text.count("\0") > 3 else "take it out"
    return error("control-character", f"a control character, {_name(found[0])}", place, hint)


def _not_utf8(data: bytes, position: int, file: str) -> Problem:
    before = data[:position].decode("utf-8")
    byte = data[position : position + 1]
    guess = byte.decode("cp1252", "replace")
    meant = f"; in Windows-1252 this byte is {guess}" if guess.isalpha() else ""
    return error(
        "not-utf-8",
        f"byte 0x{byte[0]:02X} at position {position + 1} is not UTF-8{meant}",
        _place(before, file),
        "save the file as UTF-8",
    )


def _place(before: str, file: str) -> Place:
    lines = lines_of(before)
    return Place(file, len(lines), len(lines[-1]) + 1)


def _name(character: str) -> str:
    number = f"U+{ord(character):04X}"
    named = unicodedata.name(character, "") or {"\x00": "NUL", "\x85": "NEXT LINE"}.get(character, "")
    return f"{named.lower() if len(named) > 3 else named} ({number})" if named else number
