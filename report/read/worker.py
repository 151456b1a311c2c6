"""The readers' process: it holds the readers ready, and forks one that shuts itself in for each file.

In come jobs, each with three open files, by a local socket: the pipe with the settings and the file, the
pipe for the answer, and the line on which the end is told. The environment is empty from the start, and no
byte of a file or password ever reaches this process: only the fork sees them. It has no threads.
"""

from __future__ import annotations

import fcntl
import gc
import importlib
import os
import pkgutil
import resource
import selectors
import signal
import socket
import struct
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from report.model import FileKind
from report.read import answers
from report.read.confine import kernel, shut_in
from report.read.settings import Limits, ReadSettings, UnreadableError

if TYPE_CHECKING:
    from report.read.readers import LettersReader, Reader

_Work = Callable[[bytes, ReadSettings], tuple[answers.Answer, bytes]]

ORDER = struct.Struct("!BBQQQ")
"""A job on the socket: the task, the kind's place among all kinds, memory, seconds, output. Three files come
along."""
ENDED = struct.Struct("!iQ")
"""What is told on the line: the wait status (see os.waitstatus_to_exitcode), and the most memory in bytes."""
SETTINGS = TypeAdapter(ReadSettings)
HEAD = struct.Struct("!IQ")
"""What the pipe begins with: the length of the settings, which follow, and that of the file behind them."""


class Task(IntEnum):
    """What a reader does with its file: make pages of it, or read the letters of pages that were made, or
    draw one of them, or see how much of them is pictures.
    """

    PAGES = 0
    LETTERS = 1
    PICTURE = 2
    COVERED = 3


_KINDS = tuple(FileKind)
SOURCE, SINK = 60, 61
"""The pipes' numbers in the reader: free of what libraries may have opened before it was forked."""
_HARMLESS = ("/dev/null", "/dev/random", "/dev/urandom")
"""What a library keeps open of these, it may go on using."""
_MEMORY_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes, of ru_maxrss in getrusage(2)."""
_LAID_OUT = (FileKind.WEB, FileKind.MAIL)
_FIRST_TO_GO = b"1000"


def serve(control: int, readers: str) -> None:
    """Take jobs from the socket `control` until it closes; `readers` is the module with `load(kind)`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it, and ends this process
    _prepare(FileKind.PDF, readers)
    for module in pkgutil.iter_modules(importlib.import_module("encodings").__path__):
        # Codecs are imported when they are used, which is too late in a reader that is shut in.
        with suppress(ImportError):
            importlib.import_module(f"encodings.{module.name}")
    gc.freeze()
    _Zygote(socket.socket(fileno=control), readers).run()


def _prepare(kind: FileKind, readers: str) -> None:
    """Import what the kind's reader needs, so that its forks have it. What fails, the fork will tell."""
    with suppress(Exception):
        importlib.import_module(readers).load(kind)
        if kind is FileKind.PDF:
            importlib.import_module(readers).load_letters()


class _OpenError(Exception):
    """The reader could not be shut in."""


class _Zygote:
    """The process that forks; it knows who runs, and nothing of what they read."""

    def __init__(self, control: socket.socket, readers: str) -> None:
        self._control = control
        self._readers = readers
        self._prepared = {FileKind.PDF}
        self._lines: dict[int, socket.socket] = {}  # by process
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ)
        woken, waker = os.pipe()
        os.set_blocking(waker, False)
        os.set_blocking(woken, False)
        signal.set_wakeup_fd(waker)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._woken = woken
        self._selector.register(woken, selectors.EVENT_READ)

    def run(self) -> None:
        try:
            while True:
                for key, _ in self._selector.select():
                    if key.fileobj is self._control:
                        order, files, _flags, _address = socket.recv_fds(self._control, ORDER.size, 3)
                        if len(order) < ORDER.size:
                            return
                        self._start(order, files)
                    elif key.fileobj == self._woken:
                        self._reap()
                    else:
                        # A byte or the end of the line: the parent is done with this reader.
                        self._selector.unregister(key.fileobj)
                        with suppress(ProcessLookupError):
                            os.kill(key.data, signal.SIGKILL)
        finally:
            for process in self._lines:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)

    def _start(self, order: bytes, files: Sequence[int]) -> None:
        task, place, memory, seconds, output = ORDER.unpack(order)
        kind = _KINDS[place]
        if kind not in self._prepared:
            self._prepared.add(kind)
            _prepare(kind, self._readers)
            gc.freeze()
        source, sink, line = files
        mother = os.getpid()
        try:
            process = os.fork()
        except OSError:  # too many processes: the end of the line tells it
            for number in files:
                os.close(number)
            return
        if process == 0:
            try:
                _become_reader(mother, source, sink)
                _answer(Task(task), kind, Limits(memory, seconds, output), self._readers)
            finally:
                os._exit(0)
        os.close(source)
        os.close(sink)
        self._lines[process] = socket.socket(fileno=line)
        self._selector.register(line, selectors.EVENT_READ, process)

    def _reap(self) -> None:
        with suppress(BlockingIOError):
            os.read(self._woken, 4096)
        while self._lines:
            process, status, used = os.wait4(-1, os.WNOHANG)
            if process == 0:
                return
            line = self._lines.pop(process)
            with suppress(KeyError):
                self._selector.unregister(line.fileno())
            with suppress(OSError):
                line.send(ENDED.pack(status, used.ru_maxrss * _MEMORY_UNIT))
            line.close()


def _become_reader(mother: int, source: int, sink: int) -> None:
    """Leave this process nothing of the one that it was forked from: two pipes are all that is open."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    if kernel.MACHINE:
        kernel.die_with_parent(signal.SIGKILL)
        # Should memory run out all the same, the reader is ended, not the compiler or a stranger's program.
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_bytes(_FIRST_TO_GO)
    if os.getppid() != mother:
        os._exit(1)
    high = (fcntl.fcntl(source, fcntl.F_DUPFD, SINK + 1), fcntl.fcntl(sink, fcntl.F_DUPFD, SINK + 1))
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)  # what libraries say is for nobody
    harmless = {device.stat().st_rdev for device in map(Path, _HARMLESS) if device.exists()}
    for number in range(3, SOURCE):
        with suppress(OSError):
            if os.fstat(number).st_rdev not in harmless:
                os.close(number)
    os.dup2(high[0], SOURCE)
    os.dup2(high[1], SINK)
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    os.closerange(SINK + 1, most if most > 0 else 1 << 20)


def _answer(task: Task, kind: FileKind, limits: Limits, readers: str) -> None:
    """Read the file, and write the answer to the pipe."""
    made = b""
    try:
        work = _work(task, kind, readers)
        try:
            shut_in(limits, _readable(kind), threads=kind is not FileKind.PDF)
        except OSError as error:
            raise _OpenError from error
        answer, made = work(*_received())
        head = answers.packed(answer)
    except _OpenError:
        head, made = answers.packed(answers.Answer(failure=answers.OPEN)), b""
    except UnreadableError as error:
        head, made = answers.packed(answers.refused(error)), b""
    except MemoryError:
        head, made = answers.packed(answers.Answer(failure=answers.MEMORY)), b""
    except BaseException as error:  # noqa: BLE001  a bug, or a file made to find one: the parent tells it
        head, made = answers.packed(answers.Answer(failure=type(error).__name__)), b""
    _write(head)
    _write(made)


def _work(task: Task, kind: FileKind, readers: str) -> _Work:
    """What makes the answer, and the bytes behind it, of a file's bytes."""
    module = importlib.import_module(readers)
    if task is not Task.PAGES:
        loaders = {
            Task.LETTERS: "load_letters",
            Task.PICTURE: "load_picture",
            Task.COVERED: "load_covered",
        }
        read_made: LettersReader = getattr(module, loaders[task])()

        def letters(data: bytes, settings: ReadSettings) -> tuple[answers.Answer, bytes]:
            found = read_made(data, settings)
            return answers.Answer(letters=True, size=len(found)), found

        return letters
    read: Reader = module.load(kind)

    def pages(data: bytes, settings: ReadSettings) -> tuple[answers.Answer, bytes]:
        reading, pdf = read(data, settings)
        return answers.Answer(reading=reading, size=len(pdf)), pdf

    return pages


def _received() -> tuple[bytes, ReadSettings]:
    with open(SOURCE, "rb", closefd=False) as pipe:
        length, size = HEAD.unpack(pipe.read(HEAD.size))
        settings = SETTINGS.validate_json(pipe.read(length))
        return pipe.read(size), settings


def _write(data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(SINK, rest) :]


def _readable(kind: FileKind) -> tuple[Path, ...]:
    """The folders that the layout of a page needs: fonts, their cache, hyphenation, the library's styles."""
    if kind not in _LAID_OUT:
        return ()
    places = (
        *("/usr/share/fonts", "/usr/local/share/fonts", "/etc/fonts", "/var/cache/fontconfig"),
        *("/usr/share/fontconfig", "/usr/share/mime", "/opt/homebrew/etc/fonts"),
    )
    packages = [Path(name).parent for name in map(_file, ("weasyprint", "pyphen")) if name]
    return (*map(Path, places), *packages)


def _file(module: str) -> str:
    return getattr(sys.modules.get(module), "__file__", None) or ""
