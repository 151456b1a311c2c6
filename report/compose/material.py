"""What sections are made of: what the author wrote, and what the stages before made of it."""

from __future__ import annotations

from dataclasses import dataclass

from report.changes.values import Changes
from report.model import Annex, Attested, Citations, Dossier, Problem


@dataclass(frozen=True, slots=True)
class Material:
    """What the sections are made of: what the author wrote, and what the stages before made of it.

    `problems` are those to be listed in front, of a draft.
    """

    dossier: Dossier
    citations: Citations
    annexes: tuple[Annex, ...]
    attested: tuple[Attested, ...]
    version: str
    problems: tuple[Problem, ...] = ()
    since: Since | None = None


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since an earlier state, and what that is called: it is marked and listed."""

    name: str
    changes: Changes
