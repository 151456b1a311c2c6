"""What the readers of single values raise; `validate` turns it into a problem with a place."""

from __future__ import annotations


class Fault(ValueError):  # noqa: N818
    """A value that cannot be what it should be."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


class Mistyped(ValueError):  # noqa: N818
    """A list or a mapping where something else is wanted; `validate` says which of them it is."""

    def __init__(self, expected: str, hint: str = "") -> None:
        super().__init__(expected)
        self.expected = expected
        self.hint = hint
