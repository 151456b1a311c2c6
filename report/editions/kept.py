"""The final editions that are there, as their manifests tell, and which of them is the last.

Each names the one before it, so that the order is known without a clock, in any copy of the folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from report.editions.keep import FOLDER
from report.lineage import Lineage
from report.model import Place, Problem, error
from report.read.manifest import MANIFEST

_LARGEST = 50_000_000
"""Bytes of a manifest: thousands of annexes take a hundredth."""


@dataclass(frozen=True, slots=True)
class KeptEdition:
    name: str
    record: Lineage


class UnreadableEditionError(Exception):
    """An edition's manifest cannot be read; `problem` is for the author."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def kept_editions(root: Path) -> Mapping[str, KeptEdition]:
    """By their names. Raises UnreadableEditionError."""
    folder = root / FOLDER
    if not folder.is_dir():
        return {}
    names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    return {name: _read(folder, name) for name in names if (folder / name / MANIFEST).is_file()}


def _read(folder: Path, name: str) -> KeptEdition:
    path = folder / name / MANIFEST
    try:
        if path.stat().st_size > _LARGEST:
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
    """The one that none follows; with `before` the one that was last when that edition was made.

    Of several (two people made one each) it is the last by name. Raises UnreadableEditionError.
    """
    editions = kept_editions(root)
    if before in editions:
        return editions.get(editions[before].record.after)
    followed = {edition.record.after for edition in editions.values()}
    heads = [edition for name, edition in editions.items() if name not in followed]
    return heads[-1] if heads else None
