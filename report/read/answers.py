"""What a reader's process answers, as bytes: 8 bytes of length, that much JSON, then the PDF or the letters.

A reader may have been taken over by the file that it read. So what it says is data, checked against the
types and for sense, never code: nothing is unpickled.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from math import isfinite

from pydantic import TypeAdapter, ValidationError

from report.model import Reading
from report.read.settings import UnreadableError

PREFIX = 8
"""Bytes of the length in front of the JSON, the most significant first."""
LARGEST = 64 * 2**20
"""Bytes of JSON: the text of some ten thousand full pages."""

MEMORY = "memory"
OPEN = "open"

_MOST_PAGES = 1_000_000
_LONGEST_SIDE = 200_000.0  # points; 70 m, more than the UserUnit of any plan needs
_LONGEST_MESSAGE = 1_000
_CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An `UnreadableError`, as it crosses a process."""

    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One of a `reading`, of which `size` bytes of PDF follow, `letters` or another thing told of pages, of
    which `size` bytes follow (see `report.read.letters.frame`, `report.read.pictured` and
    `report.read.covered`), a `refusal`, or a `failure`.

    A failure is `MEMORY`, `OPEN` (the reader could not be shut in) or the name of an exception.
    """

    reading: Reading | None = None
    refusal: Refusal | None = None
    failure: str = ""
    size: int = 0
    letters: bool = False


class MalformedError(Exception):
    """What came is no answer."""


_ANSWER = TypeAdapter(Answer)


def packed(answer: Answer) -> bytes:
    """The answer without the PDF. Raises UnreadableError when it is larger than `LARGEST`."""
    data = as_json(asdict(answer))
    if len(data) > LARGEST:
        raise UnreadableError(
            "reader-output",
            f"the text of the file comes to more than {LARGEST:,} bytes",
            "append a part with print-pages:, or divide the file",
        )
    return len(data).to_bytes(PREFIX) + data


def refused(error: UnreadableError) -> Answer:
    return Answer(refusal=Refusal(error.code, error.message, error.hint))


def length(prefix: bytes) -> int:
    """How many bytes of JSON follow. Raises MalformedError."""
    announced = int.from_bytes(prefix)
    if not 0 < announced <= LARGEST:
        raise MalformedError("no length of an answer")
    return announced


def unpacked(data: bytes | bytearray) -> Answer:
    """The answer in the JSON `data`. Raises MalformedError."""
    try:
        answer = _ANSWER.validate_json(data)
    except ValidationError as trouble:
        raise MalformedError("not of the types of an answer") from trouble
    given = (answer.reading is not None, answer.letters, answer.refusal is not None, bool(answer.failure))
    if sum(given) != 1:
        raise MalformedError("none or several answers")
    if (answer.reading is not None or answer.letters) and answer.size <= 0:
        raise MalformedError("nothing follows")
    if answer.reading is not None and not sound(answer.reading):
        raise MalformedError("values that no file has")
    if answer.refusal is not None and not _presentable(answer.refusal.code, answer.refusal.message):
        raise MalformedError("no problem to tell")
    return answer


def sound(reading: Reading) -> bool:
    """Whether a reading's numbers can be: pages that are there, places on them, counts from 0."""
    return (
        0 < len(reading.pages) <= _MOST_PAGES
        and 0 < reading.count <= _MOST_PAGES
        and all(
            0 < page.number <= reading.count
            and 0 < page.width <= _LONGEST_SIDE
            and 0 < page.height <= _LONGEST_SIDE
            and all(map(isfinite, page.matrix))
            for page in reading.pages
        )
        and all(
            0 < line.level <= _MOST_PAGES
            and 0 <= line.page < len(reading.pages)
            and isfinite(line.x)
            and isfinite(line.y)
            for line in reading.bookmarks
        )
        and all(number >= 0 for number in (reading.signatures, *reading.removed.values()))
        and all(_presentable(code, message) for code, message in reading.warnings)
    )


def _presentable(code: str, message: str) -> bool:
    return _CODE.fullmatch(code) is not None and 0 < len(message) <= _LONGEST_MESSAGE


def as_json(value: dict[str, object]) -> bytes:
    # A lone surrogate, which a broken file's text can hold, has no place in UTF-8.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
