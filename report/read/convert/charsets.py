"""From bytes to text for web pages and mails, in whatever encoding; nothing is lost in silence.

Encodings are known by the names that browsers know (Encoding Standard, 4.2), then by Python's. All of
Python's codecs are imported here: a reader that has shut itself in can import nothing more.
"""

from __future__ import annotations

import codecs
import encodings
import pkgutil
import re
from collections.abc import Iterable
from importlib import import_module

import webencodings

for _module in pkgutil.iter_modules(encodings.__path__):
    if _module.name not in ("mbcs", "oem"):  # of Windows alone
        import_module(f"encodings.{_module.name}")

UNDECODABLE = (
    "{} of its bytes have no meaning in the encoding that it names; each is shown as \\x and its value"
)
"""The message of a warning, `undecodable-bytes`."""

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_UNREADABLE = re.compile("[\ud800-\udfff]")
_NOT_TEXT = {"base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib", "undefined", "unicode_escape"}
_NOT_TEXT |= {"raw_unicode_escape", "idna", "punycode"}

_CONTROLS = dict.fromkeys(
    [*(code for code in range(0x20) if chr(code) not in "\t\n\r\f"), *range(0x7F, 0xA0)], "\ufffd"
) | dict.fromkeys([0xFFFE, 0xFFFF, *range(0xD800, 0xE000)], "\ufffd")


def decode(data: bytes, names: Iterable[str]) -> tuple[str, int]:
    """The text, and how many bytes of it could not be decoded; each is shown by its value (`x9d` behind
    a backslash).

    A byte order mark decides; else the first of `names` that is known; else UTF-8 where all of it is, and
    windows-1252 where not (Encoding Standard: what browsers take Latin-1 for).
    """
    encoding = _by_mark(data) or next((found for name in names if (found := codec(name))), "")
    if not encoding:
        encoding = "utf-8" if _is(data, "utf-8") else "cp1252"
    text = data.decode(encoding, "attest-mark").removeprefix("\ufeff")
    lost = len(_UNREADABLE.findall(text))
    return _UNREADABLE.sub(lambda match: f"\\x{ord(match[0]) & 0xFF:02x}", text), lost


def codec(name: str) -> str:
    """Python's name of an encoding, "" for one that nobody knows."""
    known = webencodings.lookup(name.strip(" \t\r\n\"'"))
    if known is not None and known.name not in ("x-user-defined", "replacement"):
        return str(known.codec_info.name)
    plain = name.strip(" \t\r\n\"'").lower().replace("-", "_")
    if not re.fullmatch(r"[a-z0-9_.:]{1,40}", plain) or plain.removesuffix("_codec") in _NOT_TEXT:
        return ""
    try:
        return plain if codecs.lookup(plain) else ""
    except (LookupError, OSError):  # Python looks for a module of that name
        return ""


def printable(text: str) -> str:
    """The text with U+FFFD in the place of control characters, which HTML and PDF have no place for."""
    return text.translate(_CONTROLS)


def _by_mark(data: bytes) -> str:
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return encoding
    return ""


def _is(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except ValueError:
        return False
    return True


def _mark(fault: UnicodeError) -> tuple[str, int]:
    """Stand-ins for the bytes that have no meaning: surrogates, which no decoded text has."""
    assert isinstance(fault, UnicodeDecodeError)
    return "".join(chr(0xDC00 + byte) for byte in fault.object[fault.start : fault.end]), fault.end


codecs.register_error("attest-mark", _mark)
