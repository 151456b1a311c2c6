"""The compiler's side of the readers' process: starts it, and asks it for a reader with its pipes.

In go kind and limits; out come three ends: where the file goes, whence the answer comes, and the line on
which the reader's end is told. Whoever closes the line, or shuts it for writing, ends the reader.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack, suppress
from io import FileIO

from report.model import FileKind
from report.modules import places
from report.read import worker
from report.read.settings import Limits

_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from report.read.worker import serve; serve(int(sys.argv[2]), sys.argv[3])"
)
_KINDS = tuple(FileKind)
_LOADER = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
_PIPE = 2**20
"""Bytes that a pipe holds, where that can be set."""
_PATIENCE = 5.0
"""Seconds for the process to end by itself."""


class StoppedError(OSError):
    """No more readers are started: the build is ending."""


class Starter:
    """Starts readers, from a process that is started with the first of them. Safe between threads."""

    def __init__(self, readers: str) -> None:
        """`readers` is the module whose `load(kind)` gives the reader of a kind."""
        self._readers = readers
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._stopped = False

    def prepare(self) -> None:
        """Start the process now, so that it is ready when the first reader is wanted. Raises OSError."""
        with self._lock:
            self._ensure()

    def begin(
        self, task: worker.Task, kind: FileKind, limits: Limits, stack: ExitStack
    ) -> tuple[FileIO, FileIO, socket.socket]:
        """A new reader: source, sink and line, closed with `stack` at the latest. Raises OSError."""
        theirs = ExitStack()
        with theirs:
            near, far = socket.socketpair()
            stack.enter_context(near)
            theirs.enter_context(far)
            out, into = _pipe()
            source = stack.enter_context(FileIO(into, "w"))
            theirs.callback(os.close, out)
            out_again, into_again = _pipe()
            sink = stack.enter_context(FileIO(out_again, "r"))
            theirs.callback(os.close, into_again)
            bounds = (limits.memory, limits.seconds, limits.output)
            order = worker.ORDER.pack(task, _KINDS.index(kind), *bounds)
            self._send(order, [out, into_again, far.fileno()])
        return source, sink, near

    def end(self) -> None:
        """End the process, and all readers with it; no other can be started."""
        with self._lock:
            self._stopped = True
            self._end_process()

    def _send(self, order: bytes, files: list[int]) -> None:
        with self._lock:
            try:
                socket.send_fds(self._ensure(), [order], files)
            except (BrokenPipeError, ConnectionResetError):  # it is just ending, from outside
                self._end_process()
                socket.send_fds(self._ensure(), [order], files)

    def _ensure(self) -> socket.socket:
        if self._stopped:
            raise StoppedError("the build is ending")
        if self._process is not None and self._process.poll() is not None:
            self._end_process()  # it was ended from outside; the next file gets a new one
        if self._control is None:
            self._control = self._start()
        return self._control

    def _start(self) -> socket.socket:
        near, far = socket.socketpair()
        with far:
            call = [sys.executable, "-I", "-S", "-c", _START]
            call += [json.dumps(places()), str(far.fileno()), self._readers]
            # Nothing of this process's environment, where passwords may be, is in the readers' memory.
            self._process = subprocess.Popen(  # noqa: S603
                call,
                env=environment(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[far.fileno()],
                start_new_session=True,
            )
        return near

    def _end_process(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            try:
                self._process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._control = self._process = None


def environment() -> dict[str, str]:
    """Nothing but where the system's loader finds libraries (on macOS WeasyPrint's are told to it so)."""
    return {name: os.environ[name] for name in _LOADER if name in os.environ}


def _pipe() -> tuple[int, int]:
    out, into = os.pipe()
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):  # too much for this user at the moment
            fcntl.fcntl(into, fcntl.F_SETPIPE_SZ, _PIPE)
    return out, into
