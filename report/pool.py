"""A pool of processes that lay out pages: forks of one that has loaded what they need.

The number of processes goes in, an executor comes out. No process outlives the one that asked for it,
however that ends.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import wait

_PRELOADED = ("report.engine", "report.render.section", "report.render.drawing")
"""Imported once, by the process of which all workers are forks: it takes a third of a second."""

_OBJECTS = 50_000
"""So many are made before the young ones are searched for garbage; Python's own is 700."""


def pool(jobs: int) -> ProcessPoolExecutor:
    """Processes that have loaded what lays out pages."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_PRELOADED))
    return ProcessPoolExecutor(jobs, context, _settle_in)


def _settle_in() -> None:
    """In a worker: Ctrl-C is the main process's to hear, and nobody outlives it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    collect_seldom()


def collect_seldom() -> None:
    """From now on look for rings of garbage less often in this process, and never among what is loaded.

    A layout is a hundred thousand objects that live until it is written: to search them again and again
    takes a tenth of the time.
    """
    gc.freeze()
    gc.set_threshold(_OBJECTS)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
