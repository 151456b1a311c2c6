"""How a PDF was compiled, as its manifest tells: `report/provenance.py` writes it, `attest verify` reads it.

The values come back from strangers' PDFs: pydantic checks them, and nothing in them is a path to open.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field


class Since(BaseModel):
    """The earlier state since which changes are marked: its name on the pages, the sha256 of its manifest."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    name: str
    sha256: str


class Way(BaseModel):
    """How the build was asked for: what must be asked for again to get the same bytes."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    draft: bool = False
    keep_going: bool = False
    annexes: bool = True
    only: tuple[str, ...] = ()
    changes_since: Since | None = None


class Lineage(BaseModel):
    """`inputs` are the SHA-256 of files by name, `fonts` those of font files, by family and digest.

    `edition` is the name that stands on the pages, "" for none; `after` that of the final edition before it.
    `numbers` are the numbers of annexes, by the keys of sources, with those that earlier editions gave.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    content_hash: str = ""
    edition: str = ""
    final: bool = False
    after: str = ""
    numbers: Mapping[str, int] = Field(default_factory=dict)
    build: Way = Way()
    inputs: Mapping[str, str] = Field(default_factory=dict)
    versions: Mapping[str, str] = Field(default_factory=dict)
    fonts: tuple[str, ...] = ()
