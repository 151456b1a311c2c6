"""Compiling again: what an edit costs, as a whole process and in one that goes on, beside others.

The others are WeasyPrint in one go, which knows no again, and Typst.

Each case is a row: seconds by the clock and of the processors (of all processes of a command: on a machine
that others use, these tell more), sections rendered, pages, memory of all processes together, size. Attest
and Typst take turns, so that what else the machine does falls on both.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import pypdf

from bench import sections, typst
from bench.dossiers import write_dossier
from bench.edits import EDITS, Edit, add_an_annex
from bench.measure import measured
from bench.processes import Command, Cost, cost_of, memory_of_all, wait_for_all

ROOT = Path(__file__).resolve().parent.parent
_STILL = 0.2
"""Seconds that pass between an edit and a build, as they do for people: see `report/record.py`."""


@dataclass(frozen=True, slots=True)
class Row:
    """Medians. `rendered` says how many of the sections; `against` is the row of the peer to compare with."""

    case: str
    cost: Cost
    runs: int
    pages: int = 0
    size: int = 0
    rendered: str = ""
    against: str = ""


def report(entries: int, runs: int = 5, peers: Path | None = None) -> str:
    """All cases for a dossier of so many entries. `peers` is a venv with typst, if it is not importable."""
    python = python_with_typst(peers)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "dossier"
        write_dossier(folder, entries)
        source = typst.write_typst(folder)
        rows += _cold(folder, source, max(1, min(runs, 600 // entries)), python)
        rows.append(_weasyprint(folder))
        rows += _nothing(folder, runs)
        for case, edit in EDITS.items():
            rows.append(_process(folder, case, edit, runs))
        rows += _warm(folder, runs, python)
        rows.append(_process(folder, "an annex of 250 pages", add_an_annex, min(runs, 2)))
    return table(f"{entries} entries", rows)


def python_with_typst(peers: Path | None) -> str | None:
    if peers is not None:
        return str(peers / "bin" / "python")
    return sys.executable if find_spec("typst") else None


# ----------------------------------------------------------------------------------------------------
# As a whole process


def _cold(folder: Path, source: Path, runs: int, python: str | None) -> Iterator[Row]:
    """Nothing kept. In turns, so that what else the machine does falls on all."""
    one: list[Cost] = []
    two: list[Cost] = []
    peer: list[Cost] = []
    pdf = source.with_suffix(".pdf")
    told: dict[str, Any] = {}
    for _ in range(runs):
        if python:
            peer.append(cost_of([python, "-c", typst.COLD, source, pdf])[0])
        for jobs, costs in ((1, one), (2, two)):
            shutil.rmtree(folder / "build", ignore_errors=True)
            cost, told = _compiled(folder, "--jobs", str(jobs))
            costs.append(cost)
    for case, costs in (("cold, one process", one), ("cold, two processes", two)):
        yield _row(case, costs, told, folder, "typst, cold")
    if python:
        yield Row("typst, cold", _middle(peer), runs, len(pypdf.PdfReader(pdf).pages), pdf.stat().st_size)


def _weasyprint(folder: Path) -> Row:
    """The same HTML in one go: `bench.sections` says how."""
    measured("bench.sections", "compose", folder, folder.parent / "all.html")
    target = folder.parent / "weasyprint.pdf"
    call: Command = [sys.executable, "-c", _WEASYPRINT, folder, target]
    cost, said = cost_of(call)
    return Row("weasyprint in one go", cost, 1, int(said.splitlines()[-1]), target.stat().st_size)


_WEASYPRINT = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from bench.{sections.__name__.rpartition(".")[2]} import run_weasyprint
print(run_weasyprint(Path(sys.argv[1]), Path(sys.argv[2])))
"""


def _nothing(folder: Path, runs: int) -> Iterator[Row]:
    _compiled(folder)
    done = [_compiled(folder) for _ in range(runs)]
    yield _row("nothing changed", [cost for cost, _ in done], done[-1][1], folder, "typst, cold")


def _process(folder: Path, case: str, edit: Edit, runs: int) -> Row:
    costs: list[Cost] = []
    told: dict[str, Any] = {}
    for number in range(runs):
        edit(folder, number)
        _still()
        cost, told = _compiled(folder)
        costs.append(cost)
    return _row(case, costs, told, folder, "typst, cold")


def _compiled(folder: Path, *options: str) -> tuple[Cost, dict[str, Any]]:
    target = folder.parent / "told.json"
    call: Command = [sys.executable, ROOT / "compile.py", "build", folder, "--json", target, *options]
    cost, _ = cost_of(call)
    told: dict[str, Any] = json.loads(target.read_text("utf-8"))
    return cost, told


# ----------------------------------------------------------------------------------------------------
# In a process that goes on


def _warm(folder: Path, runs: int, python: str | None) -> Iterator[Row]:
    source = typst.write_typst(folder)
    ours: Command = [sys.executable, "-m", "bench.warm", folder]
    peer: Command | None = [python, "-c", typst.WARM, source, source.with_suffix(".pdf")] if python else None
    with _going_on(ours) as build, _going_on(peer) as compile_peer:
        build(), compile_peer()
        for case, edit in EDITS.items():
            done: list[dict[str, Any]] = []
            others: list[dict[str, Any]] = []
            for number in range(100, 100 + runs):
                edit(folder, number)
                typst.write_typst(folder)
                _still()
                done.append(build())
                others.append(compile_peer())
            name = f"typst, warm, {case.split(' ', 1)[1]}"
            costs = [Cost(one["clock"], one["processors"], one["memory"]) for one in done]
            last = done[-1]
            rendered = f"{last['rendered']}/{last['sections']}"
            yield Row(f"warm, {case}", _middle(costs), runs, last["pages"], 0, rendered, name)
            if peer:
                costs = [Cost(one["clock"], one["processors"], one["memory"]) for one in others]
                yield Row(name, _middle(costs), runs)
    wait_for_all()


@contextmanager
def _going_on(command: Command | None) -> Iterator[Callable[[], dict[str, Any]]]:
    """Gives a function that has a process compile once more, and tells what it said."""
    if command is None:
        yield dict
        return
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdin is not None
    assert process.stdout is not None
    given, said = process.stdin, process.stdout

    def again() -> dict[str, Any]:
        given.write("again\n")
        given.flush()
        told: dict[str, Any] = json.loads(said.readline())
        return told | {"memory": memory_of_all(process.pid)}

    try:
        yield again
    finally:
        given.close()
        process.wait()


def _still() -> None:
    subprocess.run(["sleep", str(_STILL)], check=True)


# ----------------------------------------------------------------------------------------------------
# The table


def _row(case: str, costs: Sequence[Cost], told: dict[str, Any], folder: Path, against: str) -> Row:
    size = (folder / "build" / "dossier.pdf").stat().st_size
    rendered = sum(not one["cached"] for one in told["sections"])
    return Row(
        case, _middle(costs), len(costs), told["pages"], size, f"{rendered}/{len(told['sections'])}", against
    )


def _middle(costs: Sequence[Cost]) -> Cost:
    return Cost(
        median(one.clock for one in costs),
        median(one.processors for one in costs),
        max(one.memory for one in costs),
    )


def table(title: str, rows: Sequence[Row]) -> str:
    """A line a row. A ratio is of the processors' seconds, then of the clock's."""
    known = {row.case: row.cost for row in rows}
    heads = (
        "clock, s",
        "processors, s",
        "against typst",
        "rendered",
        "pages",
        "memory, MB",
        "file, kB",
        "runs",
    )
    lines = [f"{title:38}" + "".join(f"{head:>15}" for head in heads)]
    for row in rows:
        cells = (
            f"{row.cost.clock:.2f}",
            f"{row.cost.processors:.2f}",
            _ratios(row.cost, known.get(row.against)),
            row.rendered or "-",
            str(row.pages or "-"),
            f"{row.cost.memory / 1e6:.0f}",
            f"{row.size / 1e3:.0f}" if row.size else "-",
            str(row.runs),
        )
        lines.append(f"{row.case:38}" + "".join(f"{cell:>15}" for cell in cells))
    return "\n".join(lines)


def _ratios(cost: Cost, other: Cost | None) -> str:
    if other is None:
        return "-"
    return f"{cost.processors / other.processors:.2f}, {cost.clock / other.clock:.2f}"
