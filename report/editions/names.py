"""What an edition can be called: its name is that of a folder, and stands on every page."""

from __future__ import annotations

import re

LONGEST = 40
"""Characters: so many fit beside the folio."""

_NAME = re.compile(r"\w[\w.\- ]*")
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")


def fault_of(name: str) -> str:
    """Why it cannot be one, "" where it can: it must be a file's name on every system."""
    if not name.strip():
        return "it is empty"
    if len(name) > LONGEST:
        return f"it has more than {LONGEST} characters"
    if not _NAME.fullmatch(name) or name.endswith((" ", ".")):
        return "it is to be a file's name: letters, digits, hyphens, underscores, dots and spaces within"
    if _DEVICES.fullmatch(name):
        return "Windows keeps it for a device"
    return ""
