"""A dossier's folder as it was in a commit, written to a folder of its own; the repository is only read.

In go the folder and a revision's name. The repository may be a stranger's, and its configuration would have
git run programs (hooks, filters, helpers of remotes): so nothing is checked out and nothing is fetched, the
files' bytes are read as git keeps them, without filters (`git cat-file`).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO

from report.changes.older import OlderError
from report.editions.keep import FOLDER

_MOST_FILES = 100_000
_MOST_BYTES = 4_000_000_000
_MOST_PARTS = 50
"""Folders in each other."""
_SECONDS = 120
_BLOCK = 2**20
_LEFT_OUT = frozenset({"build", ".git", FOLDER})
_FILE_MODES = ("100644", "100755")
_SAFE = (
    *("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.pager=cat"),
    *("-c", "core.attributesFile=/dev/null", "-c", "safe.bareRepository=explicit"),
)


@dataclass(frozen=True, slots=True)
class _File:
    """A file in a commit: its place in the folder, the name of its bytes, and how many there are."""

    path: PurePosixPath
    name: str
    size: int


@contextmanager
def checked_out(root: Path, revision: str) -> Iterator[tuple[Path, str]]:
    """A folder with the dossier as it was, gone afterwards, and the commit's name. Raises OlderError."""
    git = shutil.which("git")
    if git is None:
        raise OlderError("--git needs git, which is not installed", "install git, or name an earlier PDF")
    call = [git, *_SAFE, "-C", str(root.resolve())]
    prefix = _prefix(call, root)
    commit = _commit(call, revision)
    files = _files(call, commit, prefix, revision)
    with TemporaryDirectory(prefix="attest-") as name:
        folder = Path(name) / "dossier"
        folder.mkdir()
        _write(call, files, folder)
        yield folder, commit[:10]


def _environment() -> dict[str, str]:
    """No transport is allowed, so that a repository that lacks objects cannot have them fetched; git asks
    nobody anything, and no variable of the user's leads it to another repository.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_PAGER": "cat",
        "LC_ALL": "C",
    }


def _run(call: Sequence[str], *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - git, found by its name, without a shell
            [*call, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=_environment(),
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise OlderError(f"git {arguments[0]} has taken more than {_SECONDS} s") from None


def _prefix(call: Sequence[str], root: Path) -> str:
    """Where in the repository the dossier's folder is: "" or a path that ends with a slash."""
    done = _run(call, "rev-parse", "--show-prefix")
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        if said and "not a git repository" in said[0]:
            raise OlderError(
                f"{root}: this folder is not in a git repository", "name an earlier PDF instead of --git"
            )
        raise OlderError(f"{root}: git cannot read the repository: {' '.join(said[:2])}")
    return os.fsdecode(done.stdout).removesuffix("\n")


def _commit(call: Sequence[str], revision: str) -> str:
    wanted = f"{revision}^{{commit}}".replace("\0", "")
    done = _run(call, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
    if done.returncode:
        hint = '"git log --oneline" lists the commits; HEAD~1 is the one before the last'
        raise OlderError(f"--git {revision}: there is no such commit, branch or tag", hint)
    return done.stdout.decode("ascii").strip()


def _files(call: Sequence[str], commit: str, prefix: str, revision: str) -> list[_File]:
    """The folder's files; links and submodules are left out, and what Attest makes itself."""
    tree = f"{commit}:{prefix.removesuffix('/')}"
    done = _run(call, "ls-tree", "-r", "-z", "-l", "--full-tree", tree)
    files: list[_File] = []
    for line in done.stdout.split(b"\0") if done.returncode == 0 else ():
        if not line:
            continue
        facts, _, path = line.partition(b"\t")
        mode, kind, name, size = facts.decode("ascii").split()
        place = PurePosixPath(os.fsdecode(path))
        if kind == "blob" and mode in _FILE_MODES and _harmless(place):
            files.append(_File(place, name, int(size)))
    if not any(file.path == PurePosixPath("dossier.yaml") for file in files):
        raise OlderError(f"--git {revision}: there is no dossier.yaml in this folder in that commit")
    if len(files) > _MOST_FILES or sum(file.size for file in files) > _MOST_BYTES:
        raise OlderError(f"--git {revision}: the folder is too large in that commit")
    return files


def _harmless(path: PurePosixPath) -> bool:
    """A tree can be made with any name in it, also with one that leads elsewhere."""
    parts = path.parts
    inside = not path.is_absolute() and 0 < len(parts) <= _MOST_PARTS and ".." not in parts
    return inside and not any(part.lower() == ".git" for part in parts) and parts[0] not in _LEFT_OUT


def _write(call: Sequence[str], files: Sequence[_File], folder: Path) -> None:
    """All files, by one process that gives the bytes of each object it is asked for."""
    with subprocess.Popen(  # noqa: S603 - git, found by its name, without a shell
        [*call, "cat-file", "--batch"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        for file in files:
            process.stdin.write(f"{file.name}\n".encode("ascii"))
            process.stdin.flush()
            head = process.stdout.readline().split()
            if len(head) != 3 or head[1] != b"blob" or int(head[2]) != file.size:
                process.kill()
                raise OlderError(f"{file.path}: the repository does not have it as it was in that commit")
            target = folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            _copy(process.stdout, file.size, target)
            process.stdout.read(1)  # a line end
        process.stdin.close()


def _copy(source: IO[bytes], size: int, target: Path) -> None:
    with target.open("xb") as file:
        while size:
            data = source.read(min(size, _BLOCK))
            if not data:
                raise OlderError("git has ended before all files were read")
            size -= len(data)
            file.write(data)
