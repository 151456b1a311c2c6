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
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import wait

from report.modules import places

_PRELOADED = ("report.engine", "report.render.section", "report.render.drawing")
"""Imported once, by the process of which all workers are forks: it takes a third of a second."""

_ENVIRONMENT = threading.Lock()

_OBJECTS = 50_000
"""So many are made before the young ones are searched for garbage; Python's own is 700."""


def pool(jobs: int) -> ProcessPoolExecutor:
    """Processes that have loaded what lays out pages. Raises OSError."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_PRELOADED))
    with _same_modules():
        resource_tracker.ensure_running()
        forkserver.ensure_running()
    return ProcessPoolExecutor(jobs, context, _settle_in)


@contextmanager
def _same_modules() -> Iterator[None]:
    """Python processes that are started meanwhile find their modules where this one does.

    `multiprocessing` tells the forks of its server where, but not the server itself.
    """
    with _ENVIRONMENT:
        before = os.environ.copy()
        os.environ["PYTHONSAFEPATH"] = "1"
        os.environ["PYTHONPATH"] = os.pathsep.join(one for one in places() if os.pathsep not in one)
        try:
            yield
        finally:
            for name in ("PYTHONSAFEPATH", "PYTHONPATH"):
                if name in before:
                    os.environ[name] = before[name]
                else:
                    del os.environ[name]


def get_ready() -> None:
    """In a worker, before there is work: what it loads once for all pages is loaded."""
    import_module("report.render.warming").warm_up()


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
