"""How an archived file is to be read: what a reader, in a process of its own, is told."""

from __future__ import annotations

from dataclasses import dataclass, field

from report.model import Limits, Range

__all__ = ["BAND", "Limits", "ReadSettings", "UnreadableError"]

BAND = 36.0
"""Points at the foot of a fitted page that are kept clear, so that the stamp never covers content."""


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """`paper` is the width and height in points. `fit` is "shrink" or "keep", `landscape` "turn" or "keep".

    `print_pages` are the pages to append, by their position in the file from 1; all where it is empty.
    `language` (BCP 47), `title` and `address` are for what is laid out here (a web page, an e-mail).
    `password` opens an encrypted file; it must never be written anywhere.
    """

    paper: tuple[float, float]
    fit: str = "shrink"
    landscape: str = "turn"
    print_pages: tuple[Range, ...] = ()
    language: str = "en"
    title: str = ""
    address: str = ""
    password: str = field(default="", repr=False)


class UnreadableError(Exception):
    """A file cannot be appended. `code`, `message` and `hint` are those of the problem to tell."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
