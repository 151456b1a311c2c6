"""A build as the command makes it: told from the record where nothing changed, else compiled.

Nothing heavy is imported before it is known that something is to be done, and then the processes that lay out
begin first, so that they are ready when the entries are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from report.cache import Cache
from report.options import DEFAULT, BuildOptions
from report.outcome import Outcome
from report.pool import collect_seldom
from report.progress import Progress
from report.record import Record
from report.workers import Workers


def cache_folder(root: Path) -> Path:
    """Where everything is kept that need not be made again."""
    return root / "build" / "cache"


def build(
    root: Path,
    options: BuildOptions = DEFAULT,
    *,
    workers: Workers | None = None,
    cached: bool = True,
    ignored: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Outcome:
    """Compile the dossier in `root` by `workers`, the caller's to stop, or by as many as there are cores.

    Without `cached` nothing of earlier builds is used, and nothing kept. `ignored` are files that the caller
    writes into the folder. Raises NoWorkersError.
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
    collect_seldom()
    with nullcontext(workers) if workers else Workers() as at_hand:
        at_hand.begin()
        from report.compile import build as compile_dossier  # noqa: PLC0415 - half a second to import
        from report.workshop import Workshop  # noqa: PLC0415

        collect_seldom()  # now among what was loaded as well
        with Workshop(root, at_hand, cached=cached, progress=progress) as workshop:
            return compile_dossier(root, options, workshop, record)
