"""Readers that misbehave, for tests: what a file would have them do if it took them over.

They run where the real ones do (`report.read.worker`); `ReadSettings.title` names the deed. What they find
out they tell as the reading's title.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from io import BytesIO
from pathlib import Path

import pikepdf

from report.model import FileKind, FilePage, Reading
from report.read import worker
from report.read.letters import frame
from report.read.letters.page import Letters
from report.read.settings import ReadSettings, UnreadableError
from report.read.warming import warm_up
from report.read.worker import SINK

_LIBRARY = ctypes.CDLL(None, use_errno=True)
_PDF = b"%PDF-1.7 of a test"


def load(kind: FileKind) -> Callable[[bytes, ReadSettings], tuple[Reading, bytes]]:
    warm_up()
    if kind is FileKind.TEXT:
        vars(worker)["shut_in"] = _refused

    def read(data: bytes, settings: ReadSettings) -> tuple[Reading, bytes]:
        said = DEEDS[settings.title](data, settings)
        if isinstance(said, bytes):
            return reading(kind, str(len(said))), said
        return reading(kind, said), _PDF

    return read


def load_letters() -> Callable[[bytes, ReadSettings], bytes]:
    """Here the file itself names the deed."""
    return lambda data, settings: LETTERS_DEEDS[data.decode()]()


def _refused(*arguments: object, **more: object) -> None:
    """A system that does not let a process shut itself in."""
    raise PermissionError(errno.EPERM, "refused")


def reading(kind: FileKind = FileKind.PDF, title: str = "") -> Reading:
    page = FilePage(1, "i", 595.0, 842.0, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), "words")
    return Reading(kind, 1, (page,), title)


def attempts(data: bytes = b"", settings: ReadSettings | None = None) -> str:
    """Tries everything that a reader must not be able to do; the names of what was let through."""
    return " ".join(name for name, deed in ATTEMPTS.items() if _succeeds(deed))


def _succeeds(deed: Callable[[], object]) -> bool:
    """Whether it was let through, if only to find that something is not there."""
    try:
        deed()
    except OSError as error:
        return error.errno not in (errno.EPERM, errno.EACCES, errno.ENOSYS)
    return True


def _call(*arguments: int) -> int:
    result = int(_LIBRARY.syscall(*map(ctypes.c_long, arguments)))
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


_NOWHERE = "/tmp/attest-no-such-folder/file"
"""Not there, so that nothing is done where the system does not refuse even to look."""

ATTEMPTS: dict[str, Callable[[], object]] = {
    "read-passwd": lambda: os.open("/etc/passwd", os.O_RDONLY),
    "read-environ": lambda: os.open("/proc/self/environ", os.O_RDONLY),
    "read-parent": lambda: os.open(f"/proc/{os.getppid()}/environ", os.O_RDONLY),
    "read-own-source": lambda: os.open(__file__, os.O_RDONLY),
    "read-memory": lambda: os.open("/proc/self/mem", os.O_RDONLY),
    "list-folder": lambda: list(Path("/").iterdir()),
    "write-file": lambda: os.open(_NOWHERE, os.O_WRONLY | os.O_CREAT),
    "make-folder": lambda: Path(_NOWHERE).mkdir(),
    "remove-file": lambda: Path(_NOWHERE).unlink(),
    "link": lambda: Path(_NOWHERE).symlink_to("/etc"),
    "change-mode": lambda: Path(_NOWHERE).chmod(0o644),
    "change-times": lambda: os.utime(_NOWHERE),
    "inet": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
    "udp": lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM),
    "unix": lambda: socket.socket(socket.AF_UNIX),
    "netlink": lambda: socket.socket(getattr(socket, "AF_NETLINK", socket.AF_UNIX), socket.SOCK_RAW),
    "pair": socket.socketpair,
    "fork": _fork,
    "spawn": lambda: subprocess.run([_NOWHERE]),
    "exec": lambda: os.execv(_NOWHERE, ["true"]),
    "signal-parent": lambda: os.kill(os.getppid(), 0),
    "signal-by-file": lambda: fcntl.fcntl(os.pipe()[0], fcntl.F_SETOWN, os.getppid()),
    "thread": lambda: _thread(b"", None),
    "signal-all": lambda: os.kill(-1, 0),
}
USUAL = frozenset(ATTEMPTS)
"""What is allowed to every process of a Unix system."""
if sys.platform == "linux" and os.uname().machine == "x86_64":
    ATTEMPTS |= {
        "ptrace": lambda: _call(101, 0x4206, os.getppid(), 0, 0),
        "read-parents-memory": lambda: _call(310, os.getppid(), 0, 0, 0, 0, 0),
        "io-uring": lambda: _call(425, 1, 0),
        "user-namespace": lambda: _call(272, 0x10000000),
        "outlive-parent": lambda: _call(157, 1, 0, 0, 0, 0),
        "a-later-call": lambda: _call(466, 0, 0),
        "call-of-x32": lambda: _call(0x40000000 + 39),
        "clone3": lambda: _call(435, 0, 0),
        "keys": lambda: _call(250, 0, 0xFFFFFFFD, 0),
        "bpf": lambda: _call(321, 0, 0, 0),
    }


def _inherited(data: bytes, settings: ReadSettings) -> str:
    """The environment, and the numbers of open files that are neither nothing nor random numbers."""
    opened = []
    for number in range(256):
        try:
            status = os.fstat(number)
        except OSError:
            continue
        if not stat.S_ISCHR(status.st_mode) or os.major(status.st_rdev) != 1:
            opened.append(number)
    return f"{dict(os.environ)} {opened}"


def _thread(data: bytes, settings: ReadSettings | None) -> str:
    said: list[str] = []
    thread = threading.Thread(target=lambda: said.append("ran"))
    try:
        thread.start()
    except RuntimeError as error:
        raise PermissionError(errno.EPERM, "no thread") from error
    thread.join()
    return said[0]


def _swell(data: bytes, settings: ReadSettings) -> str:
    pieces = []
    while True:
        pieces.append(bytearray(2**24))


def _sleep(data: bytes, settings: ReadSettings) -> str:
    time.sleep(600)
    return "awake"


def _spin(data: bytes, settings: ReadSettings) -> str:
    while True:
        pass


def _segfault(data: bytes, settings: ReadSettings) -> str:
    ctypes.string_at(0)
    return "survived"


def _swell_and_abort(data: bytes, settings: ReadSettings) -> str:
    """As a library in C++ does that gets no memory."""
    pieces = []
    try:
        while True:
            pieces.append(bytearray(b"x" * 2**24))
    except MemoryError:
        os.abort()


def _abort(data: bytes, settings: ReadSettings) -> str:
    os.abort()


def _raise(data: bytes, settings: ReadSettings) -> str:
    raise ValueError(f"a bug at {data[:10]!r}")


def _refuse(data: bytes, settings: ReadSettings) -> str:
    raise UnreadableError("damaged-file", "the file is damaged beyond repair", "fetch it again")


def _forge(said: bytes) -> Callable[[bytes, ReadSettings], str]:
    def forge(data: bytes, settings: ReadSettings) -> str:
        os.write(SINK, said)
        os._exit(0)

    return forge


def _trickle(data: bytes, settings: ReadSettings) -> str:
    while True:
        os.write(SINK, bytes(2**16))


def _die(data: bytes, settings: ReadSettings) -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return "survived"


def _out_of_time(data: bytes, settings: ReadSettings) -> str:
    os.kill(os.getpid(), signal.SIGXCPU)
    return "survived"


def _answer(told: object) -> Callable[[bytes, ReadSettings], str]:
    """An answer of the right form that says what cannot be."""
    data = json.dumps(told).encode()
    return _forge(len(data).to_bytes(8) + data + _PDF)


def _told(**changes: object) -> dict[str, object]:
    return {"reading": asdict(reading()) | changes, "size": len(_PDF)}


_FAR = asdict(reading().pages[0]) | {"width": 1e300}


def _module(data: bytes, settings: ReadSettings) -> str:
    """Uses codecs that nothing has used before: modules that cannot be imported any more."""
    return "Ł".encode("iso8859_16").decode("iso8859_16") + "語".encode("shift_jis").decode("shift_jis")


def _decrypt(data: bytes, settings: ReadSettings) -> str:
    with pikepdf.open(BytesIO(data), password=settings.password) as pdf:
        return f"{len(pdf.pages)} page"


def _fonts(data: bytes, settings: ReadSettings) -> str:
    """What a reader that lays pages out can open."""
    places = ("/usr/share/fonts", "/etc/passwd", "/proc/self/environ", __file__)
    return " ".join(place for place in places if _succeeds(partial(os.open, place, os.O_RDONLY)))


DEEDS: dict[str, Callable[[bytes, ReadSettings], str | bytes]] = {
    "": lambda data, settings: f"{len(data)} bytes, password {settings.password}",
    "attempts": attempts,
    "inherited": _inherited,
    "thread": _thread,
    "swell": _swell,
    "sleep": _sleep,
    "spin": _spin,
    "segfault": _segfault,
    "abort": _abort,
    "swell-and-abort": _swell_and_abort,
    "raise": _raise,
    "refuse": _refuse,
    "die": _die,
    "codecs": _module,
    "decrypt": _decrypt,
    "fonts": _fonts,
    "trickle": _trickle,
    "pages": lambda data, settings: bytes(2**20) * 8,
    "nothing": _forge(b""),
    "no-json": _forge(b"\0\0\0\0\0\0\0\4{{{{"),
    "endless": _forge(b"\xff" * 100),
    "pickle": _forge(b"\x80\x04\x95" + bytes(100)),
    "out-of-processor-time": _out_of_time,
    "no-page": _answer(_told(pages=[])),
    "unending-page": _answer(_told(pages=[_FAR])),
    "two-answers": _answer({**_told(), "failure": "memory"}),
    "lie": _answer({**_told(), "size": len(_PDF) + 1}),
    "half": _forge(b"\0\0\0\0\0\0\1\0{"),
}


def _reading_instead() -> bytes:
    """The answer to another question than was asked."""
    _answer(_told())(b"", ReadSettings((1.0, 1.0)))
    return b""


LETTERS_DEEDS: dict[str, Callable[[], bytes]] = {
    "no-frame": lambda: b"words",
    "other-page": lambda: frame.packed([Letters(7, "words", frame.numbers([0, 0, 9, 9] * 5))]),
    "a-reading": _reading_instead,
    "crash": os.abort,
    "attempts": lambda: frame.packed([Letters(1, said := attempts(), frame.numbers([0] * 4 * len(said)))]),
}
"""Readers of letters."""
