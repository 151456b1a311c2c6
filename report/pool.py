"""A pool of processes that lay out pages: forks of one that has loaded what they need.

The number of processes goes in, an executor comes out. No process outlives the one that asked for it,
however that ends.
"""

from __future__ import annotations

import gc
import multiprocessing
import multiprocessing.util
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from multiprocessing import forkserver
from multiprocessing.connection import wait
from typing import Any

from report.modules import places

_PRELOADED = ("report.engine", "report.render.section", "report.render.drawing")
"""Imported once, by the process of which all workers are forks: it takes a third of a second."""

_PLACES = "PYTHONPATH"

_OBJECTS = 50_000
"""So many are made before the young ones are searched for garbage; Python's own is 700."""


def pool(jobs: int) -> ProcessPoolExecutor:
    """Processes that have loaded what lays out pages. Raises OSError."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_PRELOADED))
    _never_look_in_the_current_folder()
    with _places_told():
        forkserver.ensure_running()
    return ProcessPoolExecutor(jobs, context, _settle_in)


@cache
def _never_look_in_the_current_folder() -> None:
    """Have `multiprocessing` start Python with -P, now and whenever it starts a process anew.

    It passes on the flags of this process and knows no others. The variable PYTHONSAFEPATH would not do where
    this one was started with -E, and would be seen by processes that are none of ours.
    """
    util: Any = multiprocessing.util
    flags: Callable[[], list[str]] = util._args_from_interpreter_flags
    util._args_from_interpreter_flags = lambda: [*flags(), "-P"]


@contextmanager
def _places_told() -> Iterator[None]:
    """The server that is started meanwhile finds modules where this process does, to load them ahead.

    `multiprocessing` tells only its forks. Where the variable is not heard (-E), these load what they need.
    """
    known = os.environ.get(_PLACES)
    os.environ[_PLACES] = os.pathsep.join(one for one in places() if os.pathsep not in one)
    try:
        yield
    finally:
        if known is None:
            del os.environ[_PLACES]
        else:
            os.environ[_PLACES] = known


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
