"""The manifest that is attached to a PDF, which may be anybody's.

A path goes in; the manifest's bytes come out, or None. The PDF is read by a process of its own that has
shut itself in (`report/read/confine/`) and is ended when it takes too long.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from report.read.confine import shut_in
from report.read.settings import Limits

LARGEST = 2_000_000_000
"""Bytes of a PDF."""
_LARGEST_MANIFEST = 50_000_000
_SECONDS = 60
_LIMITS = Limits(memory=4_000_000_000, seconds=_SECONDS, output=_LARGEST_MANIFEST)
_NAME = "manifest.json"
_MOST = 100_000
"""Files that may be attached."""

_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from report.editions.attached import serve; serve()"
)


class NotReadableError(Exception):
    """The file is no PDF, or none that can be read; the text says why."""


def manifest_of(path: Path) -> bytes | None:
    """None for a PDF without a manifest. Raises NotReadableError, and OSError."""
    if path.stat().st_size > LARGEST:
        raise NotReadableError("it is larger than two gigabytes")
    with path.open("rb", buffering=0) as file:
        if b"%PDF-" not in file.read(1024):
            raise NotReadableError("it is not a PDF")
        file.seek(0)
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter
                [sys.executable, "-c", _START, json.dumps(sys.path)],
                stdin=file,
                capture_output=True,
                check=False,
                env={},
                timeout=_SECONDS,
            )
        except subprocess.TimeoutExpired as late:
            raise NotReadableError(f"reading it takes longer than {_SECONDS} seconds") from late
    if done.returncode:
        raise NotReadableError("it is damaged, or not what it claims to be")
    return done.stdout or None


def serve() -> None:
    """In the process of its own: the PDF comes by standard input, the manifest goes to standard output."""
    import pypdf  # noqa: PLC0415 - all that is imported is so before it is shut in
    import pypdf.filters  # noqa: PLC0415

    source, target = sys.stdin.buffer, sys.stdout.buffer
    sys.stderr = io.StringIO()
    _find(pypdf.PdfReader(io.BytesIO(_sample(pypdf))))
    shut_in(_LIMITS)
    data = _find(pypdf.PdfReader(io.BytesIO(source.read()), strict=False))
    target.write(data[:_LARGEST_MANIFEST])
    target.flush()


def _sample(pypdf: Any) -> bytes:
    """A PDF with a manifest: what is imported when one is read is imported with it."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(10, 10)
    writer.add_attachment(_NAME, b"{}")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _find(reader: Any) -> bytes:
    """Attest writes one flat list of names (ISO 32000-1, 7.9.6), so that no tree is to be walked."""
    root = reader.trailer["/Root"]
    names = root.get("/Names", {}).get("/EmbeddedFiles", {}).get("/Names", [])
    for index in range(0, min(len(names), _MOST) - 1, 2):
        if str(names[index]) == _NAME:
            data: bytes = names[index + 1]["/EF"]["/F"].get_data()
            return data
    return b""
