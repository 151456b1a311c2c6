"""What a command costs with all the processes that it begins: seconds, seconds of processors, memory.

A command goes in, its `Cost` comes out. On a machine that others use too, the seconds of processors tell more
than the clock does. Linux alone: elsewhere no process adopts the children of those that ended.
"""

from __future__ import annotations

import ctypes
import os
import re
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, perf_counter, sleep

_PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
_EVERY = 0.1
"""Seconds between two looks at the memory of all processes, at least."""
_RARELY = 50
"""So many times as long as a look took, nobody looks again: else it takes a tenth of a core. A command that
uses all cores lacks it, one that uses one does not.
"""
_LAST = 20.0
"""Seconds in which all that a command began must have ended after it."""
Command = Sequence[str | Path]
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cost:
    """`clock` and `processors` in seconds, `memory` in bytes: the peak of all processes together."""

    clock: float
    processors: float
    memory: int = 0


def cost_of(command: Command, environment: Mapping[str, str] | None = None) -> tuple[Cost, str]:
    """Run it to its end; what it printed comes along. Raises CalledProcessError, TimeoutExpired.

    Without an `environment` it has this process's, but that Python keeps what it compiles, as where a program
    is installed.
    """
    if environment is None:
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    adopt()
    before = _spent()
    begun = perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    )
    with Peak(process.pid) as peak:
        said, _ = process.communicate()
        clock = perf_counter() - begun
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command), said)
    wait_for_all()
    return Cost(clock, _spent() - before, peak.bytes), said


def adopt() -> None:
    """Children of children that ended become this process's own, so that their seconds are told it."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def wait_for_all(seconds: float = _LAST) -> None:
    """Until no process is left of those that were begun. Raises TimeoutError, with their commands."""
    end = monotonic() + seconds
    while True:
        with suppress(ChildProcessError):
            if os.waitpid(-1, os.WNOHANG)[0]:
                continue
            if monotonic() > end:
                raise TimeoutError([command_of(pid) for pid in descendants(os.getpid())])
            sleep(0.01)
            continue
        return


def descendants(pid: int) -> list[int]:
    """All processes below one, as they are now."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            children.setdefault(int(_fields(int(folder.name))[1]), []).append(int(folder.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found[1:]


def command_of(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text("utf-8", "replace").replace("\0", " ")
    return ""


def spent_by_all(pid: int) -> float:
    """Seconds of processors of a process, of all below it, and of those of theirs that ended."""
    return sum(_ticks(one) for one in (pid, *descendants(pid))) / _TICK


def _ticks(pid: int) -> int:
    with suppress(OSError):
        return sum(map(int, _fields(pid)[11:15]))  # proc(5): utime, stime, cutime, cstime
    return 0


def _fields(pid: int) -> list[str]:
    """Those of /proc/PID/stat from the third on: the second, a name, may hold anything."""
    return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()


class Peak:
    """A context that looks again and again at how much memory a process and all below it have."""

    def __init__(self, pid: int) -> None:
        self.bytes = 0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        pause = _EVERY
        while not self._over.wait(pause):
            begun = perf_counter()
            self.bytes = max(self.bytes, memory_of_all(self._pid))
            pause = max(_EVERY, _RARELY * (perf_counter() - begun))


def memory_of_all(pid: int) -> int:
    """Bytes; what processes share is counted once (Pss, proc(5))."""
    return sum(1024 * size for one in (pid, *descendants(pid)) for size in _shared_out(one))


def _shared_out(pid: int) -> Iterator[int]:
    with suppress(OSError):
        yield from map(int, re.findall(r"^Pss: +(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M))


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
