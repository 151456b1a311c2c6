"""Attest beside plain WeasyPrint in one go, on the same entries.

WeasyPrint gets the HTML that Attest composed, page numbers filled in; composing it is timed with it, and is a
small part. Attest's seconds are the whole way from YAML to the inspected file.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from weasyprint import HTML

from bench.dossiers import write_dossier
from bench.measure import Run, measured, table
from report.compile import build, lay_out
from report.look import find_look
from report.options import BuildOptions
from report.render.outfit import dress
from report.stopwatch import Stopwatch
from report.workshop import Workshop


def run_attest(folder: Path, target: Path) -> int:
    """The whole program, from YAML to the inspected file."""
    outcome = build(folder, BuildOptions(target))
    assert outcome.pages is not None, outcome.problems
    return outcome.pages


def compose(folder: Path, target: Path) -> int:
    """All sections that Attest makes as one document for WeasyPrint alone: what is not timed."""
    with Workshop(folder) as tools:
        layout, problems = lay_out(folder, Stopwatch(), tools)
    assert layout is not None, problems
    bodies, names = [], dict[str, None]()
    for section in layout.sections:
        html = layout.settled.html(section.id).replace("dossier:", "#")
        found = re.search(r"<body[^>]*>(.*)</body>", html, re.DOTALL)
        assert found is not None
        bodies.append(f'<div style="break-before: page">{found[1]}</div>')
        names.update(dict.fromkeys(section.styles))
    document = f'<html lang="en"><head><title>All</title></head><body>{"".join(bodies)}</body></html>'
    target.write_text("\n".join(names) + "\n\n" + document, "utf-8")
    return 0


def run_weasyprint(folder: Path, target: Path) -> int:
    names, _, document = (folder.parent / "all.html").read_text("utf-8").partition("\n\n")
    outfit = dress(find_look(folder, tuple(names.split())), ())
    rendered = HTML(string=document).render(
        stylesheets=list(outfit.styles), font_config=outfit.fonts, pdf_variant="pdf/ua-1"
    )
    rendered.write_pdf(target, pdf_variant="pdf/ua-1")
    return len(rendered.pages)


RUNS: dict[str, Run] = {"compose": compose, "attest": run_attest, "weasyprint": run_weasyprint}


def report(entries: int) -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "dossier"
        write_dossier(folder, entries)
        measured("bench.sections", "compose", folder, Path(name) / "all.html")
        figures = {
            who: measured("bench.sections", who, folder, Path(name) / f"{who}.pdf")
            for who in ("attest", "weasyprint")
        }
    return table(f"{entries} entries", figures, "weasyprint")
