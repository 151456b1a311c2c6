"""What a process that compiles again and again remembers: the last result of a step, and what it came from.

A step's name and inputs go in, with what makes its result; out comes the last result, the very same object,
if the inputs are equal to those of the last time. Comparing is quick because unchanged inputs are mostly the
same objects, which earlier steps remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

Result = TypeVar("Result")


class Remember(Protocol):
    """`remember(name, inputs, make)`; a step's result must depend on nothing but its inputs."""

    def __call__(self, name: str, inputs: object, make: Callable[[], Result]) -> Result: ...


def forgetful(name: str, inputs: object, make: Callable[[], Result]) -> Result:
    """Remembers nothing: for a process that compiles once."""
    return make()


class Memory:
    """Holds the steps of the last builds, those of the longest ago forgotten first."""

    MOST_UNUSED = 3
    """Builds for which a step that was not used is kept: one with an error skips the steps behind it."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, object, object]] = {}
        self._build = 0

    def begin(self) -> None:
        """A new build begins."""
        self._build += 1
        oldest = self._build - self.MOST_UNUSED
        self._known = {name: known for name, known in self._known.items() if known[0] >= oldest}

    def __call__(self, name: str, inputs: object, make: Callable[[], Result]) -> Result:
        known = self._known.get(name)
        if known is not None and known[1] == inputs:
            result: Result = known[2]  # type: ignore[assignment]  # by its name the same step, the same type
        else:
            result = make()
        self._known[name] = (self._build, known[1] if known and result is known[2] else inputs, result)
        return result


def same(remember: Remember, name: str, value: Result) -> Result:
    """The value, as the object that stood for it the last time, if it is equal."""
    return remember(name, value, lambda: value)
