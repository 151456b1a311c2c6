"""Small dossiers with faults (`tests/cases/`): what each fault earns is written beside it.

`# error: words` at the end of a line expects there an error whose line holds these words, and
`# error+2: words` two lines below, for a block that takes no comment. Files that take none at all are in
the case's `expected.txt`, a problem a line as the command prints it. Nothing else may be reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from report.load import load
from report.model import Problem
from report.problems import format_problem

CASES = Path(__file__).parent / "cases"
NAMES = sorted(case.name for case in CASES.iterdir() if case.is_dir())

BESIDE = re.compile(r"# (error|warning)(?:\+(\d+))?: (.*?)\s*(?=# (?:error|warning)\b|$)")
PRINTED = re.compile(
    r"(?P<file>[^:]+):(?P<line>\d+):(?P<column>\d+): (?P<severity>error|warning): (?P<words>.*)"
)


@dataclass(frozen=True)
class Expected:
    file: str
    line: int
    severity: str
    words: str
    column: int | None = None

    def met_by(self, problem: Problem) -> bool:
        place = problem.place
        return (
            (self.file, self.line, self.severity) == (place.file, place.line, problem.severity)
            and self.column in (None, place.column)
            and self.words in f"{problem.message}; {problem.hint}"
        )


def expected(case: Path) -> Iterator[Expected]:
    for file in sorted(case.rglob("*.yaml")):
        name = file.relative_to(case).as_posix()
        for number, line in enumerate(file.read_text("utf-8", errors="replace").splitlines(), 1):
            for severity, below, words in BESIDE.findall(line):
                yield Expected(name, number + int(below or 0), severity, words)
    listed = case / "expected.txt"
    for line in listed.read_text("utf-8").splitlines() if listed.exists() else ():
        found = PRINTED.fullmatch(line)
        assert found, f"{listed}: {line}"
        parts = found.groupdict()
        yield Expected(
            parts["file"], int(parts["line"]), parts["severity"], parts["words"], int(parts["column"])
        )


@pytest.mark.parametrize("name", NAMES)
def test_case(name: str) -> None:
    case = CASES / name
    dossier, problems = load(case)
    if dossier:
        from report.compile import check  # here, so that loading alone is tested without the rest

        problems = check(case).problems
    wanted = list(expected(case))
    unexpected = list(problems)
    missing = []
    for one in wanted:
        met = next((problem for problem in unexpected if one.met_by(problem)), None)
        if met:
            unexpected.remove(met)
        else:
            missing.append(f"not told: {one.file}:{one.line}: {one.severity}: {one.words}")
    told = [f"not expected: {format_problem(problem, case, case)}" for problem in unexpected]
    assert not missing + told, "\n".join(["", *missing, *told])


def test_cases_expect_something() -> None:
    assert [name for name in NAMES if not list(expected(CASES / name)) and not name.startswith("good")] == []
