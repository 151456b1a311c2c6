"""One YAML file of the dossier, from its path to its tree of nodes."""

from __future__ import annotations

from report.load import limits
from report.load.decode import decode
from report.load.folder import Folder
from report.load.nodes import Node, Scalar
from report.load.parse import parse
from report.model import Place, Problem, error

Tree = tuple[Node | None, tuple[Problem, ...]]


def read_tree(folder: Folder, path: str) -> Tree:
    """The tree of a file; None, with a problem, where there is none."""
    place = Place(path)
    found = folder.locate(path, place)
    if isinstance(found, Problem):
        return None, (found,)
    try:
        with found.open("rb") as file:
            data = file.read(limits.FILE_BYTES + 1)
    except OSError as fault:
        return None, (error("unreadable-file", f'"{path}" cannot be read: {fault.strerror}', place),)
    if len(data) > limits.FILE_BYTES:
        size = f"{limits.FILE_BYTES // 2**20} MiB"
        return None, (error("too-large", f"a file of more than {size}", place, "divide it"),)
    return folder.remember(f"tree:{path}", data, lambda: _tree(data, path))


def _tree(data: bytes, path: str) -> Tree:
    place = Place(path)
    text = decode(data, path)
    if isinstance(text, Problem):
        return None, (text,)
    root, problems = parse(text, path)
    if not problems and (root is None or (isinstance(root, Scalar) and root.plain and not root.value)):
        return None, (error("empty-file", f'there is nothing in "{path}"', place),)
    return root, problems
