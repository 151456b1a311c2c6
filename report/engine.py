"""Loads WeasyPrint without its search for libraries: importing this module is all.

WeasyPrint asks for Pango and its kin by the names that they have on Windows first, and on Linux each of
these makes Python ask a C compiler, some twenty times: half of what it takes to load. The loader itself
knows at once.
"""

from __future__ import annotations

import ctypes.util
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_NUMBER = re.compile(r"-[01](\.0)?$")
"""What libraries have behind their names on Windows: `pango-1.0-0`."""


@contextmanager
def _no_search() -> Iterator[None]:
    """Within it, only the loader is asked for libraries, where it is that of Linux."""
    util: Any = ctypes.util
    known: Callable[[str], str | None] = util.find_library
    if sys.platform == "linux":
        util.find_library = _loaded
    try:
        yield
    finally:
        util.find_library = known


def _loaded(name: str) -> str | None:
    """The file of a library by the name under which it is linked, if there is one."""
    if name.startswith("lib"):
        return None  # a file's name, which was tried before
    for number in "01":
        file = f"lib{_NUMBER.sub('', name)}.so.{number}"
        try:
            ctypes.CDLL(file)
        except OSError:
            continue
        return file
    return None


with _no_search():
    import weasyprint  # noqa: F401
