"""Reads an archived text: Unicode, by its byte order mark else as UTF-8, lines ended in any usual way.

No other encoding is guessed: a wrong guess prints other words than the file has, and they look right.
"""

from __future__ import annotations

import codecs
import re

from report.read.settings import UnreadableError

LARGEST = 2_000_000
"""Bytes: more than a thousand printed pages."""

MOST_LINES = 40_000

_MARKS = (  # UTF-32's first: that of UTF-16 is the beginning of one of them
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
)

_SIGNS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"}
_SIGNS |= {0x7F: 0x2421} | dict.fromkeys([*range(0x80, 0xA0), 0xFFFE, 0xFFFF], 0xFFFD)
"""Control characters cannot be printed, and HTML has no place for them; left out they would be lost in
silence. Each is shown by its sign (Unicode, Control Pictures), or by U+FFFD where it has none."""


def decode(data: bytes) -> tuple[str, ...]:
    """The lines of a text, without their ends, control characters shown by their signs.

    Raises UnreadableError for what is too long or no Unicode; "it" in the message is the file.
    """
    if len(data) > LARGEST:
        raise UnreadableError(
            "text-too-long",
            f"it is a text of {len(data):,} bytes; no more than {LARGEST:,} can be appended",
            "archive the part that is cited",
        )
    lines = _lines(_decoded(data))
    if len(lines) > MOST_LINES:
        raise UnreadableError(
            "text-too-long",
            f"it is a text of {len(lines):,} lines; no more than {MOST_LINES:,} can be appended",
            "archive the part that is cited",
        )
    return tuple(line.translate(_SIGNS) for line in lines)


def _decoded(data: bytes) -> str:
    encoding, name, start = next(
        ((encoding, name, len(mark)) for mark, encoding, name in _MARKS if data.startswith(mark)),
        ("utf-8", "UTF-8", 0),
    )
    try:
        text = data[start:].decode(encoding)
    except UnicodeDecodeError as fault:
        line = len(re.findall(rb"\r\n|\r|\n", data[: start + fault.start])) + 1
        where = f" (line {line})" if name == "UTF-8" else ""
        raise UnreadableError(
            "not-utf-8",
            f"it is a text in another encoding than {name}{where}",
            "open it in an editor, look whether every character is right, and save it as UTF-8; "
            "the encoding is not guessed, since a wrong guess would alter what it says",
        ) from None
    if "\0" in text:
        raise UnreadableError(
            "unsupported-file", "it is not a plain text: it holds null characters", "archive it as a PDF"
        )
    return text


def _lines(text: str) -> list[str]:
    """Lines as an editor counts them: only CR LF, LF and CR end one."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines
