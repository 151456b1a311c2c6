"""Seconds, pages, peak memory and size: Attest beside plain WeasyPrint in one go, on the same entries.

Prints a table, the last column the ratio of Attest to WeasyPrint. Each runs in a process of its own, so
that its peak memory is its own. WeasyPrint gets the HTML that Attest composed, page numbers filled in, and
only its laying out and writing are timed; Attest's seconds are the whole way from YAML to the inspected file.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from weasyprint import CSS, HTML

from bench.dossiers import write_dossier
from report.compile import build, lay_out, store_of
from report.look import find_look
from report.render import font_configuration, parsed
from report.stopwatch import Stopwatch


def run_attest(folder: Path, target: Path) -> dict[str, float]:
    """The whole program, from YAML to the inspected file."""
    start = perf_counter()
    outcome = build(folder, target)
    assert outcome.pdf is not None, outcome.problems
    return _figures(start, outcome.pages or 0, target)


def run_weasyprint(folder: Path, target: Path) -> dict[str, float]:
    """WeasyPrint alone, all sections that Attest made as one document; composing them is not counted."""
    layout, problems = lay_out(folder, Stopwatch(), store_of(folder))
    assert layout is not None, problems
    bodies, names = [], dict[str, None]()
    for section in layout.sections:
        html = layout.settled.sections[section.id].html.replace("dossier:", "#")
        found = re.search(r"<body[^>]*>(.*)</body>", html, re.DOTALL)
        assert found is not None
        bodies.append(f'<div style="break-before: page">{found[1]}</div>')
        names.update(dict.fromkeys(section.styles))
    document = f'<html lang="en"><head><title>All</title></head><body>{"".join(bodies)}</body></html>'
    styles: list[CSS] = [parsed(style) for style in find_look(folder, tuple(names)).styles]
    start = perf_counter()
    rendered = HTML(string=document).render(
        stylesheets=styles, font_config=font_configuration(), pdf_variant="pdf/ua-1"
    )
    rendered.write_pdf(target, pdf_variant="pdf/ua-1")
    return _figures(start, len(rendered.pages), target)


def _figures(start: float, pages: int, target: Path) -> dict[str, float]:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if sys.platform != "darwin":
        memory *= 1024  # Linux counts in KiB, macOS in bytes
    return {
        "seconds": round(perf_counter() - start, 2),
        "pages": pages,
        "peak memory, MB": round(memory / 1e6),
        "file, kB": round(target.stat().st_size / 1e3),
    }


RUNS = {"attest": run_attest, "weasyprint": run_weasyprint}


def main() -> None:
    """Write the dossier, measure both in processes of their own, print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--entries", type=int, default=200)
    parser.add_argument("--run", nargs=3, metavar=("WHO", "FOLDER", "TARGET"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        who, folder, target = options.run
        print(json.dumps(RUNS[who](Path(folder), Path(target))))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "dossier"
        write_dossier(folder, options.entries)
        figures = {who: _measured(who, folder, Path(name) / f"{who}.pdf") for who in RUNS}
    print(f"{options.entries} entries         attest   weasyprint   ratio")
    for key, ours in figures["attest"].items():
        theirs = figures["weasyprint"][key]
        print(f"{key:16} {ours:10} {theirs:12} {ours / theirs:7.2f}")


def _measured(who: str, folder: Path, target: Path) -> dict[str, float]:
    call = [sys.executable, "-m", "bench", "--run", who, str(folder), str(target)]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


if __name__ == "__main__":
    main()
