"""What a build or a check did: the values that `report.compile` gives, and their JSON.

An `Outcome` goes in; what comes out is the object that `--json` writes, whose keys are a contract with
other programs: keys are added, never changed or left out.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from report.model import Problem, Severity

STAGES = ("load", "read", "verify", "cite", "compose", "render", "join", "inspect", "total")
"""The keys of `Outcome.seconds`; a stage that did not run took no time."""


@dataclass(frozen=True, slots=True)
class SectionReport:
    """A section as it was laid out. `page` counts the PDF's pages from 1; `folio` is what is printed."""

    id: str
    page: int | None
    folio: str | None
    pages: int | None
    cached: bool = False
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class EntryReport:
    """Where an entry begins. `section` is the one that it is set in."""

    id: str
    section: str
    page: int | None = None
    folio: str | None = None


@dataclass(frozen=True, slots=True)
class AnnexReport:
    """An appended file. `file` is relative to the dossier's folder; `sources` are the keys it serves.

    `kind` and `changes` are values of `FileKind` and `Change`; `failure` says why a file is not appended.
    """

    label: str
    sources: tuple[str, ...]
    file: str
    sha256: str
    page: int | None = None
    folio: str | None = None
    cover_pages: int | None = None
    source_pages: int | None = None
    repaired: bool = False
    removed: Mapping[str, int] = field(default_factory=dict)
    cached: bool = False
    seconds: float = 0.0
    kind: str | None = None
    changes: tuple[str, ...] = ()
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a quotation has and what its source has instead, "" for nothing there."""

    quoted: str
    source: str


@dataclass(frozen=True, slots=True)
class QuotationReport:
    """A quotation and what was found. `file` is relative to the dossier's folder. `recognised`: it was
    compared with words that were recognised in a picture (OCR). Of one that is altered `changes` are the
    differences, and `passage` is what the source has.
    """

    entry: str
    file: str
    line: int
    column: int
    source: str
    via: str | None
    verdict: str
    source_page: int | None = None
    source_line: int | None = None
    paragraph: int | None = None
    page: int | None = None
    folio: str | None = None
    recognised: bool = False
    changes: tuple[Difference, ...] = ()
    passage: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that `build` or `check` did to the dossier in `root`; without a PDF what it has of it is None.

    `edition` is the name that stands on the pages, `content_hash` the hash of what
    they say (`report/editions/content.py`). `isolation` names what archived files were shut in with while
    they were read.
    """

    root: Path
    pdf: Path | None = None
    sha256: str | None = None
    pages: int | None = None
    sections: tuple[SectionReport, ...] = ()
    entries: tuple[EntryReport, ...] = ()
    annexes: tuple[AnnexReport, ...] = ()
    quotations: tuple[QuotationReport, ...] = ()
    problems: tuple[Problem, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    isolation: tuple[str, ...] = ()
    edition: str | None = None
    content_hash: str | None = None

    @property
    def failed(self) -> bool:
        return self.errors > 0

    @property
    def errors(self) -> int:
        """How many of the problems are errors."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)


def to_json(outcome: Outcome, cwd: Path) -> dict[str, object]:
    """The object that `--json` writes: every key, and every path as seen from the folder `cwd`."""

    def seen(file: str) -> str:
        return os.path.relpath((outcome.root / file).absolute(), cwd).replace(os.sep, "/")

    def with_file(report: AnnexReport | QuotationReport) -> dict[str, object]:
        return {**asdict(report), "file": seen(report.file)}

    return {
        "pdf": None if outcome.pdf is None else seen(str(outcome.pdf.absolute())),
        "sha256": outcome.sha256,
        "pages": outcome.pages,
        "edition": outcome.edition,
        "content_hash": outcome.content_hash,
        "sections": [asdict(section) for section in outcome.sections],
        "entries": [asdict(entry) for entry in outcome.entries],
        "annexes": [with_file(annex) for annex in outcome.annexes],
        "quotations": [with_file(quotation) for quotation in outcome.quotations],
        "problems": [
            {
                "severity": problem.severity.value,
                "code": problem.code,
                "file": seen(problem.place.file),
                "line": problem.place.line,
                "column": problem.place.column,
                "message": problem.message,
                "hint": problem.hint,
            }
            for problem in outcome.problems
        ],
        "isolation": list(outcome.isolation),
        "seconds": {stage: round(outcome.seconds.get(stage, 0.0), 3) for stage in STAGES},
    }
