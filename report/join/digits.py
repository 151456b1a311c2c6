"""Sets the digits of late numbers in the content of a page, where samples were drawn.

In go the content, the numbers as they were drawn and what is to be printed; out comes the content.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from report.model import LateNumber


def set_digits(content: bytes, numbers: Iterable[LateNumber], texts: Mapping[str, str]) -> bytes:
    """`texts` has what is printed for each key. Raises ValueError where a number does not fit its sample."""
    pieces: list[bytes] = []
    end = 0
    for number in sorted(numbers, key=lambda number: number.at):
        behind = number.at + len(number.drawn)
        if content[number.at : behind] != number.drawn:
            raise ValueError(f"the number {number.key} does not stand where it was drawn")
        pieces += (content[end : number.at], _array(number, texts[number.key]))
        end = behind
    return b"".join((*pieces, content[end:]))


def _array(number: LateNumber, text: str) -> bytes:
    """What a TJ operator (ISO 32000-1, 9.4.3) shows: glyphs, and room for the digits that the text lacks."""
    lacking = len(number.sample) - len(text)
    fits = lacking == 0 or (lacking > 0 and number.column and text.isdecimal())
    start = lacking if number.column != "left" else 0
    shown = number.sample[start : start + len(text)]
    if not fits or any(a != b for a, b in zip(text, shown, strict=True) if not (a.isdecimal() and b == "0")):
        raise ValueError(f"{text} does not fit where {number.sample} was drawn")
    glyphs = _glyphs(number.drawn)[start : start + len(text)]
    set_ = b"".join(
        number.digits[int(letter)] if letter.isdecimal() else glyph
        for letter, glyph in zip(text, glyphs, strict=True)
    )
    room = b"%d" % round(-lacking * number.width) if lacking else b""
    return b"<" + set_ + b">" + room if number.column == "left" else room + b"<" + set_ + b">"


def _glyphs(drawn: bytes) -> list[bytes]:
    """The glyph numbers, four digits each, in an array of strings and of moves that move nothing."""
    digits = b"".join(part.partition(b">")[0] for part in drawn.split(b"<")[1:])
    return [digits[at : at + 4] for at in range(0, len(digits), 4)]
