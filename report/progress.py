"""What a build tells of itself while it runs: the stage, and the sections as they are laid out.

`compile` and the renderer call; whoever shows it (`report/command/display.py`) is called.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Progress(Protocol):
    """Of one build after another. Called between steps, so nothing here may take long."""

    def stage(self, name: str) -> None:
        """A stage begins (the names are those of `report.outcome.STAGES`)."""

    def expect(self, sections: Mapping[str, int]) -> None:
        """These sections are to be laid out; the numbers are their characters, a measure of the work."""

    def laid_out(self, section: str, pages: int) -> None:
        """A section is laid out, and has so many pages; it may happen again when a number in it changes."""


class Untold:
    """For a build that nobody watches."""

    def stage(self, name: str) -> None:
        pass

    def expect(self, sections: Mapping[str, int]) -> None:
        pass

    def laid_out(self, section: str, pages: int) -> None:
        pass
