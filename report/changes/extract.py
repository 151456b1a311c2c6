"""Takes the manifest out of a PDF, in a process of its own that is shut in: the PDF may be a stranger's.

An open file goes in, the bytes of the manifest come out, or why there are none.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import pikepdf

from report.changes.record import MOST_BYTES, NotARecordError
from report.read.confine import shut_in
from report.read.settings import Limits
from report.read.starter import environment, places

MANIFEST = "manifest.json"
LIMITS = Limits(memory=1_000_000_000, seconds=30, output=MOST_BYTES)

_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from report.changes.extract import serve; serve()"
)
_FOUND, _NONE, _DAMAGED, _LOCKED, _LARGE = b"+", b"-", b"!", b"*", b">"
_ENDS = {
    _NONE: "nothing called manifest.json is attached to it: it is not Attest's, or was compiled with "
    '"manifest: none"',
    _DAMAGED: "it is damaged, too large, or not a PDF",
    _LOCKED: "it is encrypted",
    _LARGE: f"its manifest has more than {MOST_BYTES // 2**20} MB",
}


def manifest_in(pdf: Path) -> bytes:
    """Raises NotARecordError, and OSError where the file cannot be read."""
    call = [sys.executable, "-I", "-S", "-c", _START, json.dumps(places())]
    with pdf.open("rb") as file:
        process = subprocess.Popen(  # noqa: S603 - ourselves, with nothing of the user's in it
            call,
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            cwd="/",
            start_new_session=True,
        )
    try:
        data, _ = process.communicate(timeout=2 * LIMITS.seconds)
    except subprocess.TimeoutExpired:
        data = b""
    finally:
        process.kill()
        process.communicate()
    found, rest = data[:1], data[1:]
    if found == _FOUND and process.returncode == 0:
        return rest
    raise NotARecordError(_ENDS.get(found, "it takes more time or memory to open than a PDF of Attest's"))


def serve() -> None:
    """The process: the PDF is its standard input, the answer its standard output."""
    shut_in(LIMITS)
    with os.fdopen(0, "rb", closefd=False) as file:
        answer = _answer(file)
    with os.fdopen(1, "wb", closefd=False) as pipe:
        pipe.write(answer)


def _answer(file: BinaryIO) -> bytes:
    try:
        with pikepdf.open(file, inherit_page_attributes=False, suppress_warnings=True) as pdf:
            if MANIFEST not in pdf.attachments:
                return _NONE
            data = pdf.attachments[MANIFEST].get_file().read_bytes()
    except pikepdf.PasswordError:
        return _LOCKED
    except MemoryError:
        return _LARGE
    except Exception:  # noqa: BLE001 - whatever a damaged file leads to
        return _DAMAGED
    return _LARGE if len(data) > MOST_BYTES else _FOUND + data
