"""How pages are numbered and archived files appended, as the author set it in `dossier.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fit(StrEnum):
    """Whether a page is made smaller so that the stamp has a clear band, or keeps its size."""

    SHRINK = "shrink"
    KEEP = "keep"


class Landscape(StrEnum):
    """Whether a page that is wider than high is turned to stand on the paper, or the paper lies."""

    TURN = "turn"
    KEEP = "keep"


class Original(StrEnum):
    """Whether the untouched file is attached to the PDF."""

    NONE = "none"
    ATTACH = "attach"


class Disclosure(StrEnum):
    """What of the provenance is printed and attached: without people and paths, all, or no manifest."""

    PUBLIC = "public"
    FULL = "full"
    NONE = "none"


class AnnexStyle(StrEnum):
    """How annexes are numbered: Annex 3, Annex C, Annex III."""

    DECIMAL = "1"
    LETTERS = "A"
    ROMAN = "I"


class AnnexOrder(StrEnum):
    """Whether annexes are numbered as they are cited, or keep the numbers of the last final edition."""

    CITED = "cited"
    APPEND = "append"


class Pagination(StrEnum):
    """Whether each part counts its own pages (i, 1, A1-1), or the PDF's own numbers are printed."""

    LABELLED = "labelled"
    PHYSICAL = "physical"


@dataclass(frozen=True, slots=True)
class Bates:
    """Numbers that run through all annex pages: `prefix`, then the number in so many digits."""

    prefix: str = ""
    digits: int = 6


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one reader: `memory` and `output` in bytes, `seconds` both of processor and of clock."""

    memory: int = 2_000_000_000
    seconds: int = 60
    output: int = 500_000_000


@dataclass(frozen=True, slots=True)
class AnnexSettings:
    """How archived files are appended. `fit`, `landscape`, `original` and `append` hold where an `Archive`
    has none of its own.
    """

    style: AnnexStyle = AnnexStyle.DECIMAL
    order: AnnexOrder = AnnexOrder.CITED
    fit: Fit = Fit.SHRINK
    landscape: Landscape = Landscape.TURN
    original: Original = Original.NONE
    append: bool = True
    bates: Bates | None = None
    disclosure: Disclosure = Disclosure.PUBLIC
    limits: Limits = Limits()
