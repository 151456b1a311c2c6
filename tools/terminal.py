"""Runs a command on a terminal of its own, as a person at a screen would, and gives what it printed."""

from __future__ import annotations

import os
import pty
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


def on_a_terminal(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """The exit status, and all that came to the terminal, with its escape sequences; lines end as in Unix.

    Nothing of the caller's environment is handed on but what is in `environment`. Raises OSError where the
    system has no terminals to give.
    """
    ours, theirs = pty.openpty()
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        printed = _all_from(ours)
        return process.wait(), printed.decode("utf-8").replace("\r\n", "\n")
    finally:
        os.close(ours)


def _all_from(terminal: int) -> bytes:
    data = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # EIO: Linux says so when the last program has left the terminal
            return data
        if not piece:
            return data
        data += piece
