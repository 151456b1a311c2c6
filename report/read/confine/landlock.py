"""Landlock: a process gives up the files, ports and processes that lie outside what it names.

In go folders; out comes nothing, but the process can never undo it. Works without root (Linux 5.13).
See the kernel's Documentation/userspace-api/landlock.rst.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Sequence
from pathlib import Path

from report.read.confine import kernel

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446  # the same on all processors
_VERSION = 1  # flag of _CREATE: tell the version of the interface
_BENEATH = 1  # kind of rule: a path and what lies below

_PLACE = getattr(os, "O_PATH", 0)  # to name a file without opening it; other systems have no such flag

_EXECUTE, _READ_FILE, _READ_FOLDER = 1 << 0, 1 << 2, 1 << 3
_REFER, _TRUNCATE, _DEVICE_CONTROL = 1 << 13, 1 << 14, 1 << 15
_OF_FILES = _EXECUTE | 1 << 1 | _READ_FILE | _TRUNCATE | _DEVICE_CONTROL  # what a rule on a file can hold

_RIGHTS = ((1, (1 << 13) - 1), (2, _REFER), (3, _TRUNCATE), (5, _DEVICE_CONTROL))
"""Rights over files by the version that brought them."""
_NETWORK = 1 << 0 | 1 << 1  # bind and connect by TCP, from version 4
_SCOPES = 1 << 0 | 1 << 1  # abstract sockets and signals, from version 6


def version() -> int:
    """The version of the running kernel's interface, 0 where it has none."""
    if not kernel.MACHINE:
        return 0
    try:
        return kernel.call(_CREATE, None, 0, _VERSION)
    except OSError:  # not built in, not turned on, or kept from us by a container
        return 0


def restrict(readable: Sequence[Path], programs: Sequence[Path] = (), writable: Sequence[Path] = ()) -> None:
    """Leave only reading below `readable`, reading and starting below `programs`, all below `writable`.

    Paths that do not exist are passed over. The process must have given up new privileges before. Files that
    are open stay open. Raises OSError.
    """
    rights = _known_rights(version())
    attributes = struct.pack("=QQQ", rights, _NETWORK, _SCOPES)[: _size(version())]
    buffer = ctypes.create_string_buffer(attributes, len(attributes))
    rules = kernel.call(_CREATE, ctypes.cast(buffer, ctypes.c_void_p), len(attributes), 0)
    try:
        for paths, allowed in (
            (readable, _READ_FILE | _READ_FOLDER),
            (programs, _READ_FILE | _READ_FOLDER | _EXECUTE),
            (writable, rights),
        ):
            for path in paths:
                _allow(rules, path, allowed & rights)
        kernel.call(_RESTRICT, rules, 0)
    finally:
        os.close(rules)


def _known_rights(known: int) -> int:
    rights = 0
    for since, more in _RIGHTS:
        if known >= since:
            rights |= more
    return rights


def _size(known: int) -> int:
    """Of the structure that this version takes: a longer one is refused."""
    return 8 if known < 4 else 16 if known < 6 else 24


def _allow(rules: int, path: Path, rights: int) -> None:
    try:
        place = os.open(path, _PLACE | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not path.is_dir():
            rights &= _OF_FILES
        rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, place), 12)
        kernel.call(_ADD_RULE, rules, _BENEATH, ctypes.cast(rule, ctypes.c_void_p), 0)
    finally:
        os.close(place)
