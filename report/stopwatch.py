"""Measures the stages of a build."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter


class Stopwatch:
    """Counts the seconds of each stage, and of all since it was made. `begins` is told a stage's name."""

    def __init__(self, begins: Callable[[str], None] | None = None) -> None:
        self._begins = begins
        self._start = perf_counter()
        self._stages: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        if self._begins is not None:
            self._begins(stage)
        start = perf_counter()
        try:
            yield
        finally:
            self._stages[stage] = self._stages.get(stage, 0.0) + perf_counter() - start

    @property
    def seconds(self) -> Mapping[str, float]:
        return {**self._stages, "total": perf_counter() - self._start}
