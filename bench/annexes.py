"""Attest's annexes beside pikepdf, pypdf and qpdf that do nothing but join the same files.

Each file differs in a number on every page, so that none is read twice. Attest reads them (repairs, cleans,
fits, extracts the text, each in a process that is shut in), stamps, labels, tags and links every page; the
peers copy pages. `attest, cached` is a second build, the files unchanged.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pikepdf
import pypdf
from weasyprint import HTML

from bench.measure import Run, measured, table
from report.compile import build
from report.options import BuildOptions

_TEXT = (
    "The committee took note of the information received, and requested that the archive be kept open to "
    "the families of those named in it until every question that they had put had been answered in writing. "
)


def write_annexes(folder: Path, files: int, pages: int) -> None:
    """A dossier of one entry that cites so many files of so many pages."""
    (folder / "entries").mkdir(parents=True)
    (folder / "sources").mkdir()
    first = folder / "sources" / "0.pdf"
    HTML(string=document_of(pages)).write_pdf(first, pdf_variant="pdf/ua-1")
    for number in range(files):
        with pikepdf.open(first, allow_overwriting_input=True) as pdf:
            pdf.docinfo["/Title"] = f"File {number}"
            pdf.save(folder / "sources" / f"{number}.pdf", deterministic_id=True)
    references = "".join(
        f"- {{id: file-{n}, type: report, title: File {n}, archive: {{file: sources/{n}.pdf}}}}\n"
        for n in range(files)
    )
    body = " ".join(f"Words [@file-{n}, p. {n + 1}]." for n in range(files))
    (folder / "sources.yaml").write_text(f"references:\n{references}", "utf-8")
    (folder / "dossier.yaml").write_text("title: Annexes\nentries: [entries/*.yaml]\n", "utf-8")
    (folder / "entries" / "a.yaml").write_text(f"title: An entry\nbody: |\n  {body}\n", "utf-8")


def document_of(pages: int) -> str:
    paragraphs = f"<p>{_TEXT * 3}</p>" * 3
    sections = "".join(
        f'<section><h2 id="s{n}">Part {n}</h2>{paragraphs}<p><a href="#s{(n * 7) % pages}">See there</a></p>'
        "<table><tr><th>Year</th><th>Cases</th></tr><tr><td>1988</td><td>12</td></tr></table></section>"
        for n in range(pages)
    )
    style = "@page { size: A4; margin: 2.5cm } section { break-before: page } p { text-align: justify }"
    return (
        f'<html lang="en"><head><title>T</title><style>{style}</style></head><body>{sections}</body></html>'
    )


def run_attest(folder: Path, target: Path) -> int:
    outcome = build(folder, BuildOptions(target))
    assert outcome.pages is not None, outcome.problems
    return outcome.pages


def run_pikepdf(folder: Path, target: Path) -> int:
    with pikepdf.new() as whole:
        for file in _files(folder):
            with pikepdf.open(file) as pdf:
                whole.pages.extend(pdf.pages)
        whole.save(target)
        return len(whole.pages)


def run_pypdf(folder: Path, target: Path) -> int:
    writer = pypdf.PdfWriter()
    for file in _files(folder):
        writer.append(file)
    writer.write(target)
    return len(writer.pages)


def run_qpdf(folder: Path, target: Path) -> int:
    subprocess.run(["qpdf", "--empty", "--pages", *_files(folder), "--", target], check=True)
    return 0


def _files(folder: Path) -> list[Path]:
    return sorted((folder / "sources").iterdir())


RUNS: dict[str, Run] = {
    "attest": run_attest,
    "attest, cached": run_attest,
    "pikepdf": run_pikepdf,
    "pypdf": run_pypdf,
    "qpdf": run_qpdf,
}


def report(files: int, pages: int) -> str:
    contenders = [who for who in RUNS if who != "qpdf" or shutil.which("qpdf")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "dossier"
        write_annexes(folder, files, pages)
        figures = {
            who: measured("bench.annexes", who, folder, Path(name) / f"{number}.pdf")
            for number, who in enumerate(contenders)
        }
    return table(f"{files} files of {pages} pages", figures, "pikepdf")
