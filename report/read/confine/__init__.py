"""What a reader does to itself before it sees the file of a stranger: it can only compute afterwards.

In go limits, and the folders that may be read; out comes nothing, and nothing can be taken back. Each part
is done where the system has it, and `isolation` says which. A part that the system has and that fails is an
OSError: nothing is read then.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from report.read.confine import kernel, landlock, seccomp
from report.read.confine.limits import limit_resources
from report.read.settings import Limits

__all__ = ["isolation", "shut_in", "shut_in_program"]


def isolation() -> tuple[str, ...]:
    """What keeps readers in on this machine: of "landlock 7" (its version), "seccomp" and "limits"."""
    parts = []
    if known := landlock.version():
        parts.append(f"landlock {known}")
    if seccomp.available():
        parts.append("seccomp")
    return (*parts, "limits")


def shut_in(limits: Limits, readable: Sequence[Path] = (), threads: bool = False) -> None:
    """Shut this process in: no network, no other process, no file but those below `readable`, for reading.

    Open files (the pipes) stay. Without `threads` it can start none. Raises OSError.
    """
    os.umask(0o077)
    limit_resources(limits, processes=seccomp.available())
    if kernel.MACHINE:
        kernel.drop_capabilities()
        kernel.forbid_new_privileges()
    if landlock.version():
        landlock.restrict(readable)
    if seccomp.available():
        seccomp.filter_reader(bool(readable), threads)


def shut_in_program(limits: Limits, programs: Sequence[Path], readable: Sequence[Path], own: Path) -> None:
    """Shut in a process that goes on to start a program: no network, nothing written outside `own`.

    Raises OSError.
    """
    os.umask(0o077)
    limit_resources(limits, written=limits.output)
    if kernel.MACHINE:
        kernel.drop_capabilities()
        kernel.forbid_new_privileges()
    if landlock.version():
        landlock.restrict(readable, programs, (own, Path(os.devnull)))
    if seccomp.available():
        seccomp.filter_programs()
