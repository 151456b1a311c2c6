"""What a call asks of `build`: one value, the same for the command line and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """`output` is the PDF to write, `build/dossier.pdf` in the dossier's folder where it is None.

    `keep_going`: an archived file that cannot be appended is a cover sheet that says so.
    `draft`: what can be compiled is, with the problems in front and DRAFT across the pages.
    `final` is the name of the final edition that it is to be, "" for none; it is kept under `editions/`
    where there is no `output`.
    `annexes`: whether annexes are in it; `only` are the ids of the entries that are, () for all. Where
    something is left out, what is there has the numbers that it has in the whole.
    What differs from `changes_since`, an earlier PDF or the name of an edition, is marked and listed.
    """

    output: Path | None = None
    keep_going: bool = False
    draft: bool = False
    final: str = ""
    annexes: bool = True
    only: tuple[str, ...] = ()
    changes_since: Path | None = None

    @property
    def partial(self) -> bool:
        return bool(self.only) or not self.annexes

    def target(self, root: Path) -> Path:
        """Where the PDF of the dossier in `root` goes."""
        if self.output is None and self.final:
            return root / "editions" / self.final / "dossier.pdf"
        return self.output or root / "build" / "dossier.pdf"


DEFAULT = BuildOptions()
