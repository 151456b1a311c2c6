"""What a call asks of `build`: one value, the same for the command line and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """`output` is the PDF to write, `build/dossier.pdf` in the dossier's folder where it is None.

    `keep_going`: an archived file that cannot be appended is a cover sheet that says so.
    """

    output: Path | None = None
    keep_going: bool = False

    def target(self, root: Path) -> Path:
        """Where the PDF of the dossier in `root` goes."""
        return self.output or root / "build" / "dossier.pdf"


DEFAULT = BuildOptions()
