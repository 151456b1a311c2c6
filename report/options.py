"""What a call asks of `build`: one value, the same for the command line and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """`output` is the PDF to write, `build/dossier.pdf` in the dossier's folder where it is None.

    `keep_going`: an archived file that cannot be appended is a cover sheet that says so. What differs from
    `changes_since`, an earlier PDF or the name of an edition, is marked and listed.
    """

    output: Path | None = None
    keep_going: bool = False
    changes_since: Path | None = None

    def target(self, root: Path) -> Path:
        """Where the PDF of the dossier in `root` goes."""
        return self.output or root / "build" / "dossier.pdf"


DEFAULT = BuildOptions()
