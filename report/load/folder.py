"""The dossier's folder: paths as authors write them, and the files that they lead to.

Nothing outside the folder is opened, whichever way a path tries to leave it: `..`, an absolute path, a
symbolic link, an address of the network. A path and its place go in; a file, or the problem, comes out.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from report.load.near import did_you_mean
from report.memory import Remember, forgetful
from report.model import Place, Problem, error

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:|//", re.IGNORECASE)
_COPY = "put a copy of the file into the folder"
_ABSOLUTE = re.compile(r"[/~]|[a-z]:[\\/]|\\\\", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Folder:
    """`root` as it was given, `real` with its symbolic links followed.

    `remember` keeps what was made of a file as long as its bytes are the same.
    """

    root: Path
    real: Path
    remember: Remember = forgetful

    @classmethod
    def at(cls, root: Path, remember: Remember = forgetful) -> Folder:
        return cls(root, root.resolve(), remember)

    def locate(self, path: str, place: Place, *, may_be_empty: bool = False) -> Path | Problem:
        """The file that a path leads to: inside the folder, a file, readable and not empty."""
        found = self.inside(path, place)
        return found if isinstance(found, Problem) else _usable(found, path, place, may_be_empty)

    def inside(self, path: str, place: Place) -> Path | Problem:
        """The file or folder that a path leads to, symbolic links followed, inside the folder."""
        if refused := refuse_path(path, place):
            return refused
        try:
            found = (self.real / path).resolve(strict=True)
        except (FileNotFoundError, NotADirectoryError):
            return error("missing-file", f'there is no file "{path}"', place, self._near(path))
        except (OSError, RuntimeError) as fault:
            # RuntimeError: a symbolic link that leads to itself, before Python 3.13.
            return _unreadable(path, place, fault)
        if found.is_relative_to(self.real):
            return found
        return error(
            "outside-dossier",
            f'"{path}" leads out of the dossier\'s folder, through a symbolic link',
            place,
            _COPY,
        )

    def _near(self, path: str) -> str:
        """A file of the same folder with a like name, or one of the same name in another."""
        forward = path.replace("\\", "/")
        if forward != path and self._has(forward):
            return f'write the path with /: "{forward}"'
        if found := self._of_the_same_name(Path(forward).name):
            return f'did you mean "{found}"?'
        above = Path(path).parent
        try:
            folder = (self.real / above).resolve(strict=True)
            listing = sorted(folder.iterdir()) if folder.is_relative_to(self.real) else []
        except OSError:
            return ""
        names = [file.name for file in listing if not file.name.startswith(".")]
        typed = unicodedata.normalize("NFC", Path(path).name)
        if any(unicodedata.normalize("NFC", name) == typed for name in names):
            # As macOS writes them; a near miss would look the same as what was typed.
            return "a file of this name has its accents in another Unicode form (NFD); rename it"
        return did_you_mean(path, [str(above / name) for name in names])

    def _of_the_same_name(self, name: str) -> str:
        """A file in one of the folders here."""
        try:
            folders = sorted(one.name for one in self.real.iterdir() if one.is_dir() and one.name[0] != ".")
        except OSError:
            return ""
        return next((path for folder in folders if self._has(path := f"{folder}/{name}")), "")

    def _has(self, path: str) -> bool:
        """Whether there is a file in the folder that could be meant."""
        if refuse_path(path, Place("")):
            return False
        try:
            return (self.real / path).is_file()
        except OSError:
            return False


def _usable(found: Path, path: str, place: Place, may_be_empty: bool) -> Path | Problem:
    try:
        status = found.stat()
    except OSError as fault:
        return _unreadable(path, place, fault)
    if stat.S_ISDIR(status.st_mode):
        return error("not-a-file", f'"{path}" is a folder', place, "name the file in it")
    if not stat.S_ISREG(status.st_mode):
        return error("not-a-file", f'"{path}" is no ordinary file', place)
    if status.st_size == 0 and not may_be_empty:
        return error("empty-file", f'"{path}" is empty', place)
    if not os.access(found, os.R_OK):
        return _unreadable(path, place, PermissionError(13, "permission denied"))
    return found


def _unreadable(path: str, place: Place, fault: OSError | RuntimeError) -> Problem:
    strerror = fault.strerror if isinstance(fault, OSError) else "a symbolic link that leads to itself"
    return error("unreadable-file", f'"{path}" cannot be read: {(strerror or str(fault)).lower()}', place)


def refuse_path(path: str, place: Place) -> Problem | None:
    """What can be said against a path without looking at the disk."""
    if _ABSOLUTE.match(path):
        return error(
            "outside-dossier",
            f'"{path}" does not start from the dossier\'s folder',
            place,
            "write the path from the folder with dossier.yaml",
        )
    if _ADDRESS.match(path):
        return error(
            "network-address",
            f'"{path}" is an address; nothing is fetched while compiling',
            place,
            "save the file in the dossier's folder",
        )
    if os.path.normpath(path).split("/", 1)[0] == "..":
        return error(
            "outside-dossier",
            f'"{path}" leads out of the dossier\'s folder',
            place,
            _COPY,
        )
    return None
