"""Marks what this user's Attest wrote into a cache, so that nothing that came with a folder is taken for it.

In go bytes, out comes their seal (HMAC-SHA-256, RFC 2104). A dossier's folder may come from a stranger, and
its cache with it: pages there that the source does not have would be attested like any other.
"""

from __future__ import annotations

import hmac
import os
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path

_LENGTH = 32


def seal(data: bytes) -> str:
    """The seal of `data`, in hexadecimal."""
    return hmac.digest(_key(), data, "sha256").hex()


def holds(data: bytes, mark: str) -> bool:
    """Whether `mark` is the seal of `data`."""
    return hmac.compare_digest(seal(data).encode(), mark.encode("utf-8", "replace"))


@cache
def _key() -> bytes:
    """The key of this user, made when it is first needed; one for this build where none can be kept."""
    with suppress(OSError, RuntimeError):  # no home, or not writable
        return _kept(_folder() / "cache-key")
    return secrets.token_bytes(_LENGTH)


def _folder() -> Path:
    """By the XDG Base Directory Specification."""
    state = os.environ.get("XDG_STATE_HOME", "")
    return (Path(state) if Path(state).is_absolute() else Path.home() / ".local" / "state") / "attest"


def _kept(file: Path) -> bytes:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not file.exists():
        _make(file)
    key = file.read_bytes()
    if len(key) != _LENGTH:
        raise OSError(f"{file} is damaged")
    return key


def _make(file: Path) -> None:
    """Written aside and linked, so that of two builds that begin at once both get the same whole key."""
    new = file.with_name(f".{secrets.token_hex(8)}")
    new.touch(mode=0o600, exist_ok=False)
    try:
        new.write_bytes(secrets.token_bytes(_LENGTH))
        with suppress(FileExistsError):
            file.hardlink_to(new)
    finally:
        new.unlink()
