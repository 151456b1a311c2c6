"""Compiles a dossier again and again, at every save, and keeps everything that did not change in between.

In go the folder and the options; out comes an `Outcome` for each build. A file that cannot be compiled is a
problem like any other, and the PDF of before stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event

from watchfiles import Change, watch

from report import environment
from report.compile import build
from report.options import BuildOptions
from report.outcome import Outcome
from report.progress import Progress
from report.record import LEFT_OUT
from report.resources import style_folder, template_folder
from report.workers import NoWorkersError, Workers
from report.workshop import Workshop

_QUIET = 50
"""Milliseconds without a change after which a build begins: an editor's save is several changes."""
_TEMPORARY = ("~", ".swp", ".swx", ".tmp", ".part")
"""How the names of files end that editors make for themselves."""


class Watcher:
    """`stop` ends it, from another thread if need be."""

    def __init__(
        self,
        root: Path,
        options: BuildOptions,
        workers: Workers,
        *,
        cached: bool = True,
        progress: Progress | None = None,
    ) -> None:
        self._root = root
        self._options = options
        self._workers = workers
        self._cached = cached
        self._progress = progress
        self._target = options.target(root).absolute()
        self.stop = Event()

    def outcomes(self, attempt: Callable[[Callable[[], Outcome]], Outcome | None]) -> Iterator[Outcome]:
        """One for each build, the first at once. `attempt` calls the build, and tells what it raises."""
        # Ready at the first edit, also where the first build has nothing to lay out. That they cannot be
        # started is told when they are needed.
        with suppress(OSError, NoWorkersError):
            self._workers.begin()
        with Workshop(self._root, self._workers, cached=self._cached, progress=self._progress) as workshop:

            def compile_once() -> Outcome:
                return build(self._root, self._options, workshop)

            # Begun before the first build, so that what is saved meanwhile is seen.
            changes = watch(
                *self._folders(),
                watch_filter=self._concerns,
                step=_QUIET,
                ignore_permission_denied=True,
                stop_event=self.stop,
                yield_on_timeout=True,
                rust_timeout=200,
                raise_interrupt=True,
            )
            next(changes, None)
            outcome = attempt(compile_once)
            if outcome is not None:
                yield outcome
            for changed in changes:
                if changed and (outcome := attempt(compile_once)) is not None:
                    yield outcome

    def _folders(self) -> list[Path]:
        """The dossier's, and those of the program's own looks where they are elsewhere."""
        folders = [self._root.resolve()]
        for folder in (
            template_folder().resolve(),
            style_folder().resolve(),
            *map(Path, environment.font_folders()),
        ):
            if folder.is_dir() and not any(folder.is_relative_to(one) for one in folders):
                folders.append(folder)
        return folders

    def _concerns(self, change: Change, path: str) -> bool:
        """Whether a file can be one of the dossier's."""
        changed = Path(path)
        if changed == self._target or changed.name.endswith(_TEMPORARY):
            return False
        root = self._root.resolve()
        parts = changed.relative_to(root).parts if changed.is_relative_to(root) else (changed.name,)
        return not any(part.startswith(".") or part in LEFT_OUT for part in parts)
