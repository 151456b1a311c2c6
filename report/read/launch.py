"""Starts a program that is shut in, and ends it with all that it started. Runs as a process of its own.

In goes a `Launch` as JSON; out comes, as one line, the program's exit code (negative for a signal). When
standard input ends, since the compiler is done or gone, so does everything here.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from report.read.confine import kernel, shut_in_program
from report.read.settings import Limits

_LOOK = 0.02
"""Seconds between two looks at the program."""


@dataclass(frozen=True, slots=True)
class Launch:
    """`command` runs with `environment` alone, in the folder `own`, the only one where it can write.

    It can read below `readable`, and read and start what lies below `programs`.
    """

    command: tuple[str, ...]
    environment: dict[str, str]
    own: Path
    programs: tuple[Path, ...]
    readable: tuple[Path, ...]
    limits: Limits


LAUNCH = TypeAdapter(Launch)


def main(told: str) -> None:
    """Run the program, say how it ended, and end the group of processes, this one included."""
    launch = LAUNCH.validate_json(told)
    process = os.fork()
    if process == 0:
        _become(launch)
    status = None
    while status is None and not select.select([sys.stdin], [], [], _LOOK)[0]:
        ended, code = os.waitpid(process, os.WNOHANG)
        if ended:
            status = os.waitstatus_to_exitcode(code)
    if status is not None:
        os.write(1, f"{status}\n".encode())
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _become(launch: Launch) -> None:
    try:
        if kernel.MACHINE:
            kernel.die_with_parent(signal.SIGKILL)
        os.chdir(launch.own)
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nothing, number)
        shut_in_program(launch.limits, launch.programs, launch.readable, launch.own)
        os.execve(launch.command[0], launch.command, launch.environment)  # noqa: S606
    finally:
        os._exit(127)
