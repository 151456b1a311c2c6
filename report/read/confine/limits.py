"""Limits on what a process may use of the machine; they work on all systems, more or less."""

from __future__ import annotations

import resource
from contextlib import suppress

from report.read.settings import Limits

FILES = 64
"""Open files. A reader has two pipes; a web page's fonts are opened one after the other."""


def limit_resources(limits: Limits, written: int = 0, processes: bool = True) -> None:
    """Set the limits for good. `written` is the largest file in bytes; pipes are not counted.

    Without `processes` no other process can be started, nor, on Linux, a thread.
    """
    _set(resource.RLIMIT_CORE, 0)  # memory written to a disk is a leak
    _set(resource.RLIMIT_FSIZE, written)
    _set(resource.RLIMIT_AS, limits.memory)
    # The first makes the signal that tells this end from others, the second kills.
    _set(resource.RLIMIT_CPU, limits.seconds, limits.seconds + 2)
    if not written:
        _set(resource.RLIMIT_NOFILE, FILES)
    if not processes:
        _set(resource.RLIMIT_NPROC, 0)


def _set(kind: int, soft: int, hard: int | None = None) -> None:
    _, ceiling = resource.getrlimit(kind)
    hard = soft if hard is None else hard
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    # macOS has no limit on the address space that it keeps.
    with suppress(OSError, ValueError):
        resource.setrlimit(kind, (soft, hard))
