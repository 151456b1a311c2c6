"""What an author can mend, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a file that the author wrote.

    `file` is relative to the dossier's folder, with forward slashes; `line` and `column` count from 1.
    """

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a passage that are those of the other (not `changed`), or are not."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Contrast:
    """What was quoted and what the source has, to be seen one above the other."""

    quoted: tuple[Stretch, ...]
    source: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that the author can mend.

    `code` is a stable kebab-case name for programs (`unknown-source`), `message` says what is wrong,
    `hint` how to mend it ("" when the message says it all). `contrast` shows a difference word by word.
    """

    severity: Severity
    code: str
    message: str
    place: Place
    hint: str = ""
    contrast: Contrast | None = None


def error(code: str, message: str, place: Place, hint: str = "") -> Problem:
    return Problem(Severity.ERROR, code, message, place, hint)


def warning(code: str, message: str, place: Place, hint: str = "") -> Problem:
    return Problem(Severity.WARNING, code, message, place, hint)


def info(code: str, message: str, place: Place, hint: str = "") -> Problem:
    """Something that the author should know and need not mend."""
    return Problem(Severity.INFO, code, message, place, hint)
