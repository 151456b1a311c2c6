"""Compiles a dossier again at every line that it reads, everything that did not change kept, as `watch` does.

`python -m bench.warm FOLDER`; for each line a JSON object comes out.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from time import perf_counter

from bench.processes import spent_by_all
from report.compile import build
from report.pool import collect_seldom, pool
from report.workers import Workers
from report.workshop import Workshop


def main(folder: Path) -> None:
    collect_seldom()
    with Workers(None, pool) as workers, Workshop(folder, workers) as workshop:
        workers.begin()
        for _ in sys.stdin:
            before, begun = spent_by_all(os.getpid()), perf_counter()
            outcome = build(folder, workshop=workshop)
            clock = perf_counter() - begun
            assert outcome.pages is not None, outcome.problems
            told = {
                "clock": clock,
                "processors": spent_by_all(os.getpid()) - before,
                "pages": outcome.pages,
                "rendered": sum(not one.cached for one in outcome.sections),
                "sections": len(outcome.sections),
                "stages": outcome.seconds,
            }
            print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
