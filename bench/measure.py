"""Runs a piece of work in a process of its own and tells its seconds, pages, peak memory and size.

A module `bench.NAME` with `RUNS` (a function a name, `(folder, target) -> pages`) goes in by name.
"""

from __future__ import annotations

import importlib
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter

Run = Callable[[Path, Path], int]
Figures = Mapping[str, float]


def measured(module: str, who: str, folder: Path, target: Path) -> Figures:
    """What `RUNS[who]` of the module needs to make `target` of `folder`, its imports left out."""
    call = [sys.executable, "-m", "bench.measure", module, who, str(folder), str(target)]
    done = subprocess.run(call, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{who}: {done.stderr}")
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def table(title: str, figures: Mapping[str, Figures], against: str) -> str:
    """A line a contender, each figure with its ratio to that of `against`."""
    keys = list(next(iter(figures.values())))
    lines = [f"{title:24}" + "".join(f"{key:>24}" for key in keys)]
    for who, found in figures.items():
        cells = (f"{found[key]:g} ({_ratio(found[key], figures[against][key])})" for key in keys)
        lines.append(f"{who:24}" + "".join(f"{cell:>24}" for cell in cells))
    return "\n".join(lines)


def _ratio(one: float, other: float) -> str:
    return f"{one / other:.2f}" if other else "-"


def _main(module: str, who: str, folder: str, target: str) -> None:
    runs: Mapping[str, Run] = importlib.import_module(module).RUNS
    start = perf_counter()
    pages = runs[who](Path(folder), Path(target))
    seconds = perf_counter() - start
    # The largest of the processes: a reader's memory is not the compiler's, and both are bounded.
    memory = max(
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    if sys.platform != "darwin":
        memory *= 1024  # Linux counts in KiB, macOS in bytes
    size = Path(target).stat().st_size
    figures = {"seconds": round(seconds, 2), "pages": pages, "memory, MB": round(memory / 1e6)}
    print(json.dumps(figures | {"file, kB": round(size / 1e3)}))


if __name__ == "__main__":
    _main(*sys.argv[1:])
