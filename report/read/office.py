"""Makes a PDF of a DOCX or ODT, by LibreOffice where that is installed. In goes the file, out comes a PDF.

LibreOffice runs shut in: without network, with a home of its own that is thrown away, able to write nowhere
else and to read nothing but the system's programs and fonts.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from io import BufferedReader, FileIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, BinaryIO

from report.modules import places
from report.read import endings
from report.read.launch import LAUNCH, Launch
from report.read.settings import Limits, UnreadableError
from report.read.starter import environment

_USUAL_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_PROGRAMS = ("/usr", "/bin", "/lib", "/lib64")
_READABLE = (
    *("/etc/fonts", "/etc/libreoffice", "/var/lib/libreoffice", "/var/spool/libreoffice"),
    *("/var/cache/fontconfig", "/etc/ld.so.cache", "/etc/nsswitch.conf", "/dev/urandom"),
)
_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from report.read.launch import main; main(sys.argv[2])"
)
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"  # first in the archive, uncompressed
_PIECE = 2**20
_LOOK = 0.1
"""Seconds between two looks whether the build is ending."""


@dataclass(frozen=True, slots=True)
class Made:
    """The `sha256` and `size` of the document, and the PDF that was made of it, or why there is none."""

    sha256: str
    size: int
    outcome: BinaryIO | UnreadableError


def program() -> Path | None:
    """LibreOffice's, where it is installed."""
    found = (shutil.which("soffice"), *_USUAL_PLACES)
    return next((Path(name).resolve() for name in found if name and Path(name).is_file()), None)


@contextmanager
def converted(file: BinaryIO, path: str, limits: Limits, stopping: threading.Event) -> Iterator[Made]:
    """The PDF of the document `file`, which the author calls `path`; it is gone when the context is left.

    Raises OSError.
    """
    with TemporaryDirectory(prefix="attest-", ignore_cleanup_errors=True) as name:
        own = Path(name).resolve()
        document, digest, size = _copy(file, own)
        soffice = program()
        if soffice is None:
            yield Made(digest, size, _not_installed(path))
            return
        (own / "out").mkdir()
        # Held from now on, so that LibreOffice cannot put another folder in its place.
        folder = os.open(own / "out", os.O_RDONLY | os.O_DIRECTORY)
        try:
            status = run(_launch(soffice, document, own, limits), stopping)
            made = _result(status, folder, path, limits)
            try:
                yield Made(digest, size, made)
            finally:
                if not isinstance(made, UnreadableError):
                    made.close()
        finally:
            os.close(folder)


def _copy(file: BinaryIO, own: Path) -> tuple[Path, str, int]:
    first = file.read(_PIECE)
    suffix = ".odt" if _OPEN_DOCUMENT in first[:128] else ".docx"
    target = own / f"document{suffix}"
    digest, size, piece = sha256(), 0, first
    with target.open("wb") as copy:
        while piece:
            digest.update(piece)
            size += len(piece)
            copy.write(piece)
            piece = file.read(_PIECE)
    return target, digest.hexdigest(), size


def _launch(soffice: Path, document: Path, own: Path, limits: Limits) -> Launch:
    options = "--headless --invisible --norestore --nologo --nodefault --nolockcheck --nofirststartwizard"
    command = (
        *(str(soffice), *options.split()),
        # A profile of its own, and none of the extensions that the system or the user has.
        f"-env:UserInstallation={(own / 'profile').as_uri()}",
        f"-env:UNO_SHARED_PACKAGES_CACHE={(own / 'extensions').as_uri()}",
    )
    command += ("--convert-to", "pdf", "--outdir", str(own / "out"), str(document))
    environment = {
        "HOME": str(own),
        "TMPDIR": str(own),
        "XDG_RUNTIME_DIR": str(own),
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",  # no screen
    }
    programs = (*map(Path, _PROGRAMS), soffice.parent.parent)
    return Launch(command, environment, own, programs, tuple(map(Path, _READABLE)), limits)


def run(launch: Launch, stopping: threading.Event) -> int | None:
    """The program's exit code, None when its time was over or the build is `stopping`."""
    deadline = time.monotonic() + launch.limits.seconds
    told = (json.dumps(places()), LAUNCH.dump_json(launch).decode())
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", "-S", "-c", _START, *told],
        env=environment(),
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdin, process.stdout:
        try:
            return _wait(process.stdout, deadline, stopping)
        finally:
            process.stdin.close()  # all that is left ends
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(said: IO[bytes], deadline: float, stopping: threading.Event) -> int | None:
    while time.monotonic() < deadline and not stopping.is_set():
        if select.select([said], [], [], _LOOK)[0]:
            line = said.readline()
            return int(line) if line else 1
    return None


def _result(status: int | None, folder: int, path: str, limits: Limits) -> BinaryIO | UnreadableError:
    if status is None:
        return endings.out_of_time(path, limits)
    # A link or a pipe would be LibreOffice's way out, were it taken over by the document.
    with suppress(OSError):
        handle = os.open("document.pdf", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        if stat.S_ISREG(os.fstat(handle).st_mode):
            return BufferedReader(FileIO(handle))
        os.close(handle)
    return UnreadableError(
        "not-converted",
        f"LibreOffice could not make a PDF of {path}",
        "open it there, save it as a PDF and archive that as well, or leave it out with annexes:",
    )


def _not_installed(path: str) -> UnreadableError:
    return UnreadableError(
        "no-libreoffice",
        f"{path} is a word processor's document, which takes LibreOffice to append",
        "install it (on Debian: apt install libreoffice-writer-nogui), or archive it as a PDF",
    )
