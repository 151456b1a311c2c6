"""A build as the command makes it: told from the record where nothing changed, else compiled.

Nothing heavy is imported before it is known that something is to be done, and then the processes that lay out
begin first, so that they are ready when the entries are read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from report.cache import Cache
from report.options import DEFAULT, BuildOptions
from report.outcome import Outcome
from report.record import Record
from report.workers import Workers

Progress = Callable[[int, int, int], None]
"""Told after each answer: how many sections are done, of how many, and the pages so far."""


def cache_folder(root: Path) -> Path:
    """Where everything is kept that need not be made again."""
    return root / "build" / "cache"


def build(
    root: Path,
    options: BuildOptions = DEFAULT,
    *,
    jobs: int | None = None,
    cached: bool = True,
    ignored: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Outcome:
    """Compile the dossier in `root` by `jobs` processes, as many as there are cores where it is None.

    Without `cached` nothing of earlier builds is used, and nothing kept. `ignored` are files that the caller
    writes into the folder.
    """
    target = options.target(root)
    record = None
    # The others do more than make a PDF.
    if cached and options == replace(DEFAULT, output=options.output, keep_going=options.keep_going):
        with Cache(cache_folder(root) / "made") as cache:
            record = Record(root, cache, repr(options), target, ignored)
            known = record.known()
        if known is not None:
            return known
    with Workers(jobs) as workers:
        workers.begin()
        from report.compile import build as compile_dossier  # noqa: PLC0415 - half a second to import
        from report.workshop import Workshop  # noqa: PLC0415

        with Workshop(root, workers, cached=cached, progress=progress) as workshop:
            return compile_dossier(root, options, workshop, record)
