"""For tests that need a terminal: not every system has one to give (a bare chroot has none)."""

from __future__ import annotations

import os
import pty

import pytest


def _has_terminals() -> bool:
    try:
        ends = pty.openpty()
    except OSError:
        return False
    for end in ends:
        os.close(end)
    return True


needs_terminals = pytest.mark.skipif(not _has_terminals(), reason="no pseudo-terminals here")
