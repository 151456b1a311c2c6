"""The SHA-256 by which files are told apart: a path goes in, 64 hexadecimal digits come out."""

from __future__ import annotations

from hashlib import file_digest
from pathlib import Path


def sha256_of(path: Path) -> str:
    """Read in pieces, whatever its size. Raises OSError."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
