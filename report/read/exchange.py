"""One file and one reader: the file goes into its pipe in pieces, the answer comes out of the other.

In go an open file and the pipes; out comes what the reader said, and how the exchange ended. The file is
hashed as it passes, and neither it nor the PDF is ever held in memory whole.
"""

from __future__ import annotations

import os
import selectors
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from io import FileIO
from typing import BinaryIO

from report.read import answers, worker
from report.read.answers import Answer, MalformedError

PIECE = 2**20
"""Bytes that are passed on at a time."""
_PATIENCE = 15.0
"""Seconds for the end of a reader that was killed to be told."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a reader ended. `stopped` says why it was killed ("seconds", "output", "answer" when that was
    malformed), or "".

    `status` is its exit code, negative for a signal, None when nobody could tell. `memory` is the most that
    it had, in bytes. `answer` is None when it gave none, or a malformed one.
    """

    answer: Answer | None
    stopped: str
    status: int | None
    memory: int

    @property
    def lost(self) -> bool:
        """Whether it ended because the process that forks readers did: nothing that the file could do."""
        return self.status is None and not self.stopped


class UnwritableError(OSError):
    """The PDF cannot be written: the disk is full, say."""


class Exchange:
    """The traffic with one reader, up to its end."""

    def __init__(self, file: BinaryIO, head: bytes, target: FileIO, most: int) -> None:
        """`head` goes first; of the answer no more than `most` bytes are taken."""
        self._file = file
        self._digest = sha256()
        self._size = 0
        self._piece = memoryview(head)
        self._target = target
        self._most = most
        self._head = bytearray()
        self._length = answers.PREFIX
        self._answer: Answer | None = None
        self._written = 0
        self._malformed = False
        self._stopped = ""
        self._status: int | None = None
        self._memory = 0
        self._listening = True
        self._selector = selectors.DefaultSelector()

    def run(self, source: FileIO, sink: FileIO, line: socket.socket, deadline: float) -> Ending:
        """Talk until the reader has ended and all that it said is here; `deadline` by the monotonic clock.

        Raises OSError when the file cannot be read, UnwritableError when the PDF cannot be written.
        """
        with self._selector as selector:
            for pipe in (source, sink):
                os.set_blocking(pipe.fileno(), False)
            selector.register(source, selectors.EVENT_WRITE, lambda: self._feed(source))
            selector.register(sink, selectors.EVENT_READ, lambda: self._collect(sink))
            selector.register(line, selectors.EVENT_READ, lambda: self._hear(line))
            while not sink.closed or self._listening:
                for key, _ in selector.select(max(0.0, deadline - time.monotonic())):
                    if not key.data():
                        selector.unregister(key.fileobj)
                        if key.fileobj is not line:
                            key.fileobj.close()  # type: ignore[union-attr]  # one of the two pipes
                late = time.monotonic() >= deadline
                if late and self._stopped:
                    break  # nobody is there to tell the end
                if reason := self._reason_to_stop(late):
                    self._stopped = reason
                    with suppress(OSError):  # it is gone already
                        line.shutdown(socket.SHUT_WR)
                    deadline = time.monotonic() + _PATIENCE
        return Ending(self._sound_answer(), self._stopped, self._status, self._memory)

    def fingerprint(self) -> tuple[str, int]:
        """The sha256 and the size of the file; what the reader did not take is read here. Raises OSError."""
        while self._next_piece():
            pass
        return self._digest.hexdigest(), self._size

    def _next_piece(self) -> bytes:
        data = self._file.read(PIECE)
        self._digest.update(data)
        self._size += len(data)
        return data

    def _feed(self, source: FileIO) -> bool:
        if not self._piece:
            self._piece = memoryview(self._next_piece())
        if not self._piece or self._stopped:
            return False
        try:
            self._piece = self._piece[source.write(self._piece) or 0 :]
        except BrokenPipeError:
            return False
        return True

    def _collect(self, sink: FileIO) -> bool:
        read = sink.read(PIECE)
        if not read:
            return read is None  # not the end, but nothing yet
        data = memoryview(read)
        self._written += len(data)
        while data and self._answer is None and not self._malformed:
            wanted = self._length - len(self._head)
            self._head += data[:wanted]
            data = data[wanted:]
            if len(self._head) == self._length:
                self._parse()
        if self._answer is not None and self._written <= self._most:
            self._keep(data)
        return True

    def _keep(self, data: memoryview) -> None:
        try:
            while data:
                data = data[self._target.write(data) :]
        except OSError as trouble:
            raise UnwritableError(trouble.errno, trouble.strerror) from trouble

    def _parse(self) -> None:
        try:
            if self._length == answers.PREFIX:
                self._length += answers.length(bytes(self._head))
            else:
                self._answer = answers.unpacked(self._head[answers.PREFIX :])
                self._head.clear()
        except MalformedError:
            self._malformed = True

    def _hear(self, line: socket.socket) -> bool:
        self._listening = False
        try:
            said = line.recv(worker.ENDED.size)
        except OSError:
            return False
        if len(said) == worker.ENDED.size:
            status, self._memory = worker.ENDED.unpack(said)
            self._status = os.waitstatus_to_exitcode(status)
        return False

    def _reason_to_stop(self, late: bool) -> str:
        if self._stopped:
            return ""
        if self._written > self._most:
            return "output"
        return "answer" if self._malformed else "seconds" if late else ""

    def _sound_answer(self) -> Answer | None:
        if self._answer is None or self._stopped or self._status != 0:
            return None
        return self._answer if self._target.tell() == self._answer.size else None
