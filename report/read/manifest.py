"""Takes the manifest out of a PDF, in a process of its own that is shut in: the PDF may be a stranger's.

A path goes in; the bytes of the manifest come out, or None, or why the PDF cannot be read.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import pikepdf

from report.modules import places
from report.read.confine import shut_in
from report.read.settings import Limits
from report.read.starter import environment

MANIFEST = "manifest.json"
"""What it is called: attached to a PDF, and beside that of an edition."""
MOST_BYTES = 64 * 2**20
"""Of a manifest: the texts of ten thousand entries have some 30 MB."""
LIMITS = Limits(memory=1_000_000_000, seconds=30, output=MOST_BYTES)

_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from report.read.manifest import serve; serve()"
)
_FOUND, _NONE, _DAMAGED, _LOCKED, _LARGE = b"+", b"-", b"!", b"*", b">"
_REASONS = {
    _DAMAGED: "it is damaged, too large, or not a PDF",
    _LOCKED: "it is encrypted",
    _LARGE: f"its manifest has more than {MOST_BYTES // 2**20} MB",
}


class NotReadableError(Exception):
    """The file is no PDF, or none whose manifest can be read; the text says why."""


def manifest_of(pdf: Path) -> bytes | None:
    """None for a PDF without a manifest. Raises NotReadableError, and OSError for what cannot be opened."""
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
    if process.returncode == 0 and found in (_FOUND, _NONE):
        return rest if found == _FOUND else None
    unknown = "it takes more time or memory to open than a PDF of Attest's"
    raise NotReadableError(_REASONS.get(found, unknown))


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
