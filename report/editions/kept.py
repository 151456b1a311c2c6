"""The final editions that are there, as their manifests tell, and which of them is the last.

Each names the one before it, so that the order is known without a clock, in any copy of the folder. Who needs
what an edition's manifest says has it checked; who only looks for editions finds faulty ones too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError

from report.editions.keep import FOLDER, PDF
from report.lineage import Lineage
from report.model import Place, Problem, error
from report.read.manifest import MANIFEST, MOST_BYTES


@dataclass(frozen=True, slots=True)
class KeptEdition:
    name: str
    record: Lineage


class UnreadableEditionError(Exception):
    """An edition's manifest cannot be read; `problem` is for the author."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def editions_of(root: Path) -> list[Path]:
    """The folders of all editions, the last one last, whatever they hold.

    The last is one that none follows; of several (two people made one each) it is the last by name, in which
    numbers count as such.
    """
    folder = root / FOLDER
    found = [
        edition
        for edition in (folder.iterdir() if folder.is_dir() else ())
        if not edition.name.startswith(".") and any((edition / name).is_file() for name in (PDF, MANIFEST))
    ]
    followed = {_after(edition / MANIFEST) for edition in found}
    return sorted(found, key=lambda edition: (edition.name not in followed, _by_name(edition.name)))


class _Follows(BaseModel):
    """Of a manifest nothing but the edition before."""

    after: str = ""


def _after(manifest: Path) -> str:
    """The name of the edition before, "" where the manifest does not tell."""
    try:
        return _Follows.model_validate_json(manifest.read_bytes()).after
    except (OSError, ValueError):
        return ""  # told when somebody needs what it says


def _by_name(name: str) -> list[tuple[int, str]]:
    runs = re.findall(r"(\d{1,18})|(\D+|\d)", name)
    return [(int(digits or 0), letters) for digits, letters in runs]


def _read(folder: Path, name: str) -> KeptEdition:
    path = folder / name / MANIFEST
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError("it is larger than any manifest")
        return KeptEdition(name, Lineage.model_validate_json(path.read_bytes()))
    except (OSError, ValueError) as fault:
        reason = "it is not what Attest wrote there" if isinstance(fault, ValidationError) else str(fault)
        raise UnreadableEditionError(
            error(
                "bad-edition",
                f"the manifest of the edition {name} cannot be read: {reason}",
                Place(f"{FOLDER}/{name}/{MANIFEST}"),
                "put back the file as it was; an edition is never changed",
            )
        ) from fault


def last_edition(root: Path, before: str = "") -> KeptEdition | None:
    """The last one; with `before` the one that was last when that edition was made.

    Those without a manifest say nothing. Raises UnreadableEditionError, whichever edition it is: another
    may be the last without it.
    """
    folders = [edition for edition in editions_of(root) if (edition / MANIFEST).is_file()]
    editions = {edition.name: _read(edition.parent, edition.name) for edition in folders}
    if before in editions:
        return editions.get(editions[before].record.after)
    return editions[folders[-1].name] if folders else None
