"""A pool of processes that lay out pages: forks of one that has loaded what they need.

The number of processes goes in, an executor comes out. No process outlives the one that asked for it,
however that ends.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import wait

_PRELOADED = ("report.render.section", "report.render.drawing")
"""Imported once, by the process of which all workers are forks: it takes half a second."""


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


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
