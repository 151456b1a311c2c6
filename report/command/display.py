"""Shows on standard error what a build is doing: a bar on a terminal, else a line every few seconds.

A context: what `compile` tells goes in, nothing is left on the terminal at the end. What is done at once is
not shown at all.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from threading import Event, Thread
from time import perf_counter
from types import TracebackType
from typing import Any, Self

from report.command.telling import counted

_WORDS = {
    "load": "reading the entries",
    "read": "reading the archived files",
    "verify": "looking up quotations",
    "cite": "writing citations",
    "compose": "filling the templates",
    "render": "laying out",
    "join": "joining",
    "inspect": "looking the PDF over",
}
_SOON = 0.5
_LINES = 5.0
"""Seconds between two plain lines, and before the first."""
_REFRESH = 0.2


class Display:
    """A `Progress`; `quiet` shows nothing, `plain` has lines on a terminal too. One build after another can
    be shown, each in a `with` of its own.
    """

    def __init__(self, quiet: bool = False, *, plain: bool = False) -> None:
        self._quiet = quiet
        self._plain = plain
        self._ended = Event()
        self._thread: Thread | None = None
        self._stage = ""
        self._sections: Mapping[str, int] = {}
        self._pages: dict[str, int] = {}
        self._begun = perf_counter()

    def __enter__(self) -> Self:
        self._stage, self._pages, self._sections = "", {}, {}
        if not self._quiet:
            self._ended.clear()
            self._thread = Thread(target=self._show, daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def stage(self, name: str) -> None:
        self._stage = _WORDS.get(name, name)

    def expect(self, sections: Mapping[str, int]) -> None:
        self._begun, self._pages, self._sections = perf_counter(), {}, sections

    def laid_out(self, section: str, pages: int) -> None:
        if section in self._sections:
            self._pages[section] = pages

    def _told(self) -> str:
        """`laying out: 34 of 200 sections, 41 pages, about 12 s left`."""
        pages = dict(self._pages)
        if not self._sections or self._stage != _WORDS["render"]:
            return f"{self._stage}, {_counted(pages)}" if pages else self._stage
        told = f"{self._stage}: {len(pages)} of {len(self._sections)} sections, {_counted(pages)}"
        done = self._done(pages)
        if 0.05 < done < 1:
            left = (perf_counter() - self._begun) * (1 - done) / done
            told += f", about {left:.0f} s left"
        return told

    def _done(self, pages: Mapping[str, int]) -> float:
        whole = sum(self._sections.values())
        return sum(self._sections[name] for name in pages) / whole if whole else 0.0

    def _show(self) -> None:
        with suppress(OSError, ValueError):  # standard error is closed: nobody looks
            if not self._plain and sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
                self._bar()
            else:
                while not self._ended.wait(_LINES):
                    print(self._told(), file=sys.stderr, flush=True)

    def _bar(self) -> None:
        if self._ended.wait(_SOON):
            return
        from rich.console import Console  # noqa: PLC0415 - a tenth of a second, for what takes longer
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn  # noqa: PLC0415

        columns: tuple[Any, ...] = (
            SpinnerColumn(),
            BarColumn(24),
            TextColumn("{task.description}", markup=False),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(self._told(), total=None)
            while not self._ended.wait(_REFRESH):
                done = self._done(dict(self._pages))
                bar.update(task, description=self._told(), completed=done, total=1.0 if done else None)


def _counted(pages: Mapping[str, int]) -> str:
    return counted(sum(pages.values()), "page")
