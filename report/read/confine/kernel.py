"""The Linux kernel's own interface, for calls that Python has no name for: in go a number and arguments."""

from __future__ import annotations

import ctypes
import os
import platform
import sys

LIBRARY = ctypes.CDLL(None, use_errno=True)

MACHINE = platform.machine() if sys.platform == "linux" and sys.maxsize > 2**32 else ""
"""The processor as the kernel names it, "" where no call of this package has a meaning."""

_SET_DEATH_SIGNAL, _SET_NO_NEW_PRIVILEGES = 1, 38  # prctl(2)
_CAPABILITIES = 0x20080522  # capset(2), version 3: two sets of 32 bits


def call(number: int, *arguments: int | ctypes.c_void_p | None) -> int:
    """What the system call `number` returns. Raises OSError."""
    return _checked(LIBRARY.syscall(ctypes.c_long(number), *map(_word, arguments)))


def die_with_parent(signal: int) -> None:
    """Ask for `signal` when the parent ends. Raises OSError."""
    _checked(LIBRARY.prctl(_SET_DEATH_SIGNAL, ctypes.c_ulong(signal), 0, 0, 0))


def forbid_new_privileges() -> None:
    """From here on no program gains rights by being started: what the two filters ask. Raises OSError."""
    _checked(LIBRARY.prctl(_SET_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), 0, 0, 0))


def drop_capabilities() -> None:
    """Take from a process of the superuser what it may do beyond others. Raises OSError."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES, 0)
    nothing = (ctypes.c_uint32 * 6)()
    _checked(LIBRARY.capset(ctypes.byref(header), ctypes.byref(nothing)))


def _word(argument: int | ctypes.c_void_p | None) -> ctypes.c_long | ctypes.c_void_p:
    """As wide as the kernel takes it: ctypes passes a plain int as 32 bits."""
    if isinstance(argument, int):
        return ctypes.c_long(argument)
    return argument or ctypes.c_void_p()


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
