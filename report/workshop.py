"""What a build works with: the caches of its folder, the processes that lay out, the clock.

A build makes one and gives it up; a process that goes on (`watch`) keeps it from build to build, and with it
everything that did not change.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from report import environment
from report.building import cache_folder
from report.cache import Cache, key_of
from report.cite.pandoc import process
from report.inspect import Known
from report.join import Binder
from report.memory import Memory
from report.progress import Progress, Untold
from report.read import Store
from report.rendering import Renderer
from report.workers import Workers


class Workshop:
    """Of the dossier in `root`. A context: at its end processes stop and caches are tidied."""

    def __init__(
        self,
        root: Path,
        workers: Workers | None = None,
        *,
        cached: bool = True,
        progress: Progress | None = None,
    ) -> None:
        """`workers` are the caller's to stop, where given. Without `cached` nothing is kept on disk."""
        self._open = ExitStack()
        folder = cache_folder(root)
        self.store = self._open.enter_context(Store(folder / "read" if cached else None))
        self.cache = self._open.enter_context(Cache(folder / "made" if cached else None))
        self.workers = workers or self._open.enter_context(Workers())
        self.memory = Memory()
        self.binder = Binder()
        self._sound = key_of("sound", environment.program())
        self.known = Known((self.cache.get(self._sound) or b"").decode("ascii").split())
        self.progress: Progress = progress or Untold()
        self.renderer = Renderer(root, self.cache, self.workers, self.progress)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, error, trace)

    def begin(self) -> None:
        """A new build begins."""
        self.memory.begin()
        self.renderer.begin()

    def remember_sound(self) -> None:
        """What was inspected and found sound need not be inspected again by the next process."""
        self.cache.put(self._sound, "\n".join(sorted(self.known.digests)).encode("ascii"))

    def ask_pandoc(self, document: dict[str, Any]) -> list[dict[str, Any]]:
        """What Pandoc answered to the same document before, or answers now. Raises CiteprocError."""
        key = key_of("pandoc", environment.program(), json.dumps(document))
        data = self.cache.get(key)
        if data is not None:
            known: list[dict[str, Any]] = json.loads(data)
            return known
        answer = process(document)
        self.cache.put(key, json.dumps(answer).encode())
        return answer
