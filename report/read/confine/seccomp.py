"""Seccomp: the kernel answers the calls that a reader has no use for with an error. Works without root.

In goes what the process is; the filter that comes of it can never be taken off. The program is one of
classic BPF over `struct seccomp_data`; see seccomp(2).
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Iterable

from report.read.confine import calls, kernel

_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
"""The column of the tables in `calls`, and AUDIT_ARCH."""

_LOAD, _EQUAL, _GREATER, _ANY_BIT, _RETURN = 0x20, 0x15, 0x25, 0x45, 0x06
_NUMBER, _ARCHITECTURE = 0, 4  # offsets in struct seccomp_data
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000

_SET_FILTER, _ASK_FOR_ACTION = 1, 2  # operations of seccomp(2)
_LOCAL_STREAM = 1  # both AF_UNIX and SOCK_STREAM
_KIND_OF_SOCKET = 0xF  # the bits of a socket's type that are no flags
_SET_DEATH_SIGNAL = 1  # of prctl(2)
_SET_OWNER = (8, 10, 15)  # of fcntl(2): whom a file that becomes ready sends a signal, and which
_NETWORK = ("socket", "socketpair", "connect", "bind", "listen", "accept", "accept4")

_Instruction = tuple[int, int, int, int]  # code, skipped if true, skipped if false, operand


class _Program(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def available() -> bool:
    """Whether this kernel filters calls, and we know their numbers on this processor."""
    if kernel.MACHINE not in _MACHINES:
        return False
    action = ctypes.c_uint32(_ERROR)
    try:
        kernel.call(_number("seccomp"), _ASK_FOR_ACTION, 0, _pointer(action))
    except OSError:
        return False
    return True


def filter_reader(files: bool, threads: bool) -> None:
    """For a process that only computes: no other process, no socket; no file and no thread unless asked for.

    The process may end itself by a signal. Raises OSError.
    """
    denied = {**calls.NEVER, **calls.PROGRAMS, **calls.CHANGES}
    if not files:
        denied |= calls.FILES
    own = os.getpid()
    _install(
        [
            *_deny(errno.EPERM, map(_number, _NETWORK)),
            *_unless_equal("kill", 0, own),
            *_unless_equal("tgkill", 0, own),
            *(_unless_bit("clone", calls.THREAD) if threads else _deny(errno.EPERM, [_number("clone")])),
            *_common(denied),
        ]
    )


def filter_programs() -> None:
    """For a program that starts others: no socket but local ones, and none to a server. Raises OSError."""
    denied = dict(calls.NEVER)
    denied |= {name: calls.PROGRAMS[name] for name in ("setsid", "setpgid", "execveat")}
    _install(
        [
            *_local_only("socket"),
            *_local_only("socketpair"),
            *_deny(errno.EPERM, (_number("connect"), _number("accept"), _number("accept4"))),
            *_deny(errno.EPERM, (_number("kill"),)),
            # LibreOffice does not start without a socket on which a second one would find it. It is told that
            # it has one: "no error", and nothing done.
            *_deny(0, (_number("bind"), _number("listen"))),
            *_if_bit("clone", calls.NAMESPACES),
            *_common(denied),
        ]
    )


def _common(denied: dict[str, tuple[int | None, int | None]]) -> list[_Instruction]:
    column, _ = _MACHINES[kernel.MACHINE]
    numbers = [number for pair in denied.values() if (number := pair[column]) is not None]
    return [
        # Its flags lie in memory, where a filter cannot look; C libraries then use clone.
        *_deny(errno.ENOSYS, (_number("clone3"),)),
        *_if_equal("prctl", 0, _SET_DEATH_SIGNAL),
        *_unless_equal("prlimit64", 0, 0),
        *(rule for command in _SET_OWNER for rule in _if_equal("fcntl", 1, command)),
        *_deny(errno.EPERM, numbers),
    ]


def _install(rules: Iterable[_Instruction]) -> None:
    _, architecture = _MACHINES[kernel.MACHINE]
    program = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        # Calls of another architecture (32 bits on x86) have other numbers.
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        # Also those of x32, which have a high bit set.
        (_GREATER, 0, 1, calls.LAST),
        (_RETURN, 0, 0, _ERROR | errno.ENOSYS),
        *rules,
        (_RETURN, 0, 0, _ALLOW),
    ]
    code = b"".join(struct.pack("=HBBI", *instruction) for instruction in program)
    buffer = ctypes.create_string_buffer(code, len(code))
    header = _Program(len(program), ctypes.cast(buffer, ctypes.c_void_p))
    kernel.call(_number("seccomp"), _SET_FILTER, 0, _pointer(header))


def _deny(error: int, numbers: Iterable[int]) -> list[_Instruction]:
    rules: list[_Instruction] = []
    for number in numbers:
        rules += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERROR | error)]
    return rules


def _if_equal(name: str, argument: int, value: int) -> list[_Instruction]:
    """Deny the call when its argument is `value`."""
    return _judge(name, (_LOAD, 0, 0, _low(argument)), (_EQUAL, 0, 1, value))


def _unless_equal(name: str, argument: int, value: int) -> list[_Instruction]:
    return _judge(name, (_LOAD, 0, 0, _low(argument)), (_EQUAL, 1, 0, value))


def _if_bit(name: str, bits: int) -> list[_Instruction]:
    """Deny the call when one of `bits` is set in its first argument."""
    return _judge(name, (_LOAD, 0, 0, _low(0)), (_ANY_BIT, 0, 1, bits))


def _unless_bit(name: str, bits: int) -> list[_Instruction]:
    return _judge(name, (_LOAD, 0, 0, _low(0)), (_ANY_BIT, 1, 0, bits))


def _local_only(name: str) -> list[_Instruction]:
    masked: _Instruction = (0x54, 0, 0, _KIND_OF_SOCKET)  # the accumulator AND the operand
    return [
        *_unless_equal(name, 0, _LOCAL_STREAM),
        *_judge(name, (_LOAD, 0, 0, _low(1)), masked, (_EQUAL, 1, 0, _LOCAL_STREAM)),
    ]


def _judge(name: str, *test: _Instruction) -> list[_Instruction]:
    """`test` falls through to the denial or skips it. Then the call's number is loaded again."""
    body = [*test, (_RETURN, 0, 0, _ERROR | errno.EPERM), (_LOAD, 0, 0, _NUMBER)]
    return [(_EQUAL, 0, len(body), _number(name)), *body]


def _low(argument: int) -> int:
    """The offset of an argument's lower half; both processors are little-endian."""
    return 16 + 8 * argument


def _number(name: str) -> int:
    column, _ = _MACHINES[kernel.MACHINE]
    number = calls.NUMBERS[name][column]
    assert number is not None, f"{name} exists on both"
    return number


def _pointer(value: ctypes.Structure | ctypes.c_uint32) -> ctypes.c_void_p:
    return ctypes.cast(ctypes.byref(value), ctypes.c_void_p)
