"""Starts a dossier: copies the starter into a folder, with the schemas that editors use.

A path goes in, nothing comes out; the folder has the starter's files then.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from report import resources

SCHEMAS = ".attest"
"""Where a dossier keeps the schemas that the first lines of its files name."""


class NotEmptyError(Exception):
    """The folder has something in it already, which a new dossier might overwrite."""


def copy_starter(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise NotEmptyError(f"{folder} is a file; init makes a folder")
    # A repository that was just made is as good as empty.
    if folder.is_dir() and any(entry.name != ".git" for entry in folder.iterdir()):
        raise NotEmptyError(f"{folder} is not empty; init starts a dossier in a new or empty folder")
    shutil.copytree(resources.starter_folder(), folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
    # Under its own name it would keep files of the starter out of Attest's repository and wheel.
    (folder / "gitignore").rename(folder / ".gitignore")
    (folder / SCHEMAS).mkdir()
    for schema in sorted(resources.schema_folder().glob("*.json")):
        shutil.copyfile(schema, folder / SCHEMAS / schema.name)
