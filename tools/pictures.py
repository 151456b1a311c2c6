"""Makes the pictures of the README and the manual from what the program makes now.

Pages come from the dossier in the repository's root and from the example; the picture of a terminal is drawn
from what the command prints for a copy of the example that is misquoted in two places.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import tempfile
from html import escape
from pathlib import Path

import pypdfium2
from PIL import Image
from weasyprint import HTML

from report.changes.compare import compare
from report.changes.older import find_older
from report.changes.sheet import write_sheet
from report.changes.state import state_of
from report.compile import build
from report.options import BuildOptions
from report.workshop import Workshop
from tools.terminal import on_a_terminal

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
EXAMPLE = ROOT / "examples" / "footbridge"
PAGES = {"cover": "i", "overview": "iii", "entry": "2", "annex": "A1-1"}
"""The pictures' names, and the folios of the pages that they show."""
MISQUOTED = {
    "2019-report.yaml": ("between 1987 and", "between 1978 and"),
    "2019-mail.yaml": ("does not get better", "does get better"),
}
"""What is changed in the copy of the example."""
EARLIER = {
    "dossier.yaml": (
        ("citation-style: un\n", "citation-style: un\nquotations: warn\n"),
        ("  - entries/isj-report.yaml\n", ""),
        ("  - entries/h-res-188.yaml\n", ""),
        ("entries:\n", "entries:\n  - entries/h-res-188.yaml\n"),
    ),
    "sources.yaml": (("note: advance edited version distributed on 30", "note: advance version of 30"),),
    "entries/a-hrc-34-40.yaml": (("has in a new report to the Human", "has in a report to the Human"),),
    "entries/amnesty-2017-08.yaml": (
        ("inquiry into the killings of several", "inquiry into the killings of many"),
    ),
}
"""What an earlier edition had in place of what the dossier has now: file, now, earlier."""
_TERMINAL = """
@page { size: 620pt 172pt; margin: 0; background: #1c1c1c }
pre { font: 9.5pt/14pt 'Linux Libertine Mono O', monospace; color: #e4e4e4; margin: 12pt 14pt }
pre { white-space: pre-wrap }
.a { color: #ff6e6e; font-weight: bold } .b { color: #6fd66f; font-weight: bold } .prompt { color: #8f8f8f }
"""


def main() -> None:
    """Each is a PNG of few colours."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root = _compiled(ROOT, folder / "root.pdf")
        labels = _labels(root)
        for picture, folio in PAGES.items():
            _save(root[labels.index(folio)], picture)
        _save(_page_that_says(root, r"\d+ of \d+ quotations"), "attestation")
        _save(
            _page_that_says(
                _compiled(EXAMPLE, folder / "example.pdf"), "lower plate is cracked through", "A"
            ),
            "marked",
        )
        _since_earlier(folder)
        _save_terminal(_what_a_terminal_shows(folder))


def _since_earlier(folder: Path) -> None:
    """The sheet of changes, and a page with change bars."""
    older = folder / "editions" / "march"
    outcome = build(_earlier(folder / "earlier"), BuildOptions(older / "dossier.pdf"))
    assert outcome.pdf is not None, outcome.problems
    found = find_older(folder, Path("march"))
    with Workshop(ROOT) as tools:
        now = state_of(ROOT, tools)
        assert now.record is not None and now.dossier is not None, now.problems
        changes, name = compare(found.record, now.record), f"the edition {found.name}"
        pages, problems = write_sheet(changes, name, now.dossier, folder / "sheet.pdf", tools)
    assert pages == 1, problems
    _save(pypdfium2.PdfDocument(folder / "sheet.pdf")[0], "changes")
    outcome = build(ROOT, BuildOptions(folder / "bars.pdf", changes_since=outcome.pdf))
    assert outcome.pdf is not None, outcome.problems
    bars = pypdfium2.PdfDocument(outcome.pdf)
    _save(bars[_labels(bars).index("2")], "change-bars")


def _earlier(folder: Path) -> Path:
    """A copy of the dossier with some edits taken back."""
    folder.mkdir()
    for name in ("entries", "sources"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("dossier.yaml", "sources.yaml"):
        shutil.copy(ROOT / name, folder)
    for name, edits in EARLIER.items():
        text = (folder / name).read_text("utf-8")
        for now, before in edits:
            assert now in text, (name, now)
            text = text.replace(now, before, 1)
        (folder / name).write_text(text, "utf-8")
    return folder


def _compiled(dossier: Path, target: Path) -> pypdfium2.PdfDocument:
    outcome = build(dossier, BuildOptions(target))
    assert outcome.pdf is not None, outcome.problems
    return pypdfium2.PdfDocument(target)


def _labels(pdf: pypdfium2.PdfDocument) -> list[str]:
    return [pdf.get_page_label(number) for number in range(len(pdf))]


def _page_that_says(pdf: pypdfium2.PdfDocument, words: str, label: str = "") -> pypdfium2.PdfPage:
    """The first page with these words, of those whose label begins so."""
    for number, own in enumerate(_labels(pdf)):
        text = " ".join(pdf[number].get_textpage().get_text_bounded().split())
        if own.startswith(label) and re.search(words, text):
            return pdf[number]
    raise AssertionError(words)


def _save(page: pypdfium2.PdfPage, picture: str) -> None:
    image = page.render(scale=1.1, grayscale=True).to_pil()
    image.quantize(32).save(FOLDER / f"{picture}.png", optimize=True)


def _what_a_terminal_shows(folder: Path) -> str:
    """What the command prints for the misquoted copy, the call before it."""
    copy = folder / "footbridge"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("build"))
    for name, (right, wrong) in MISQUOTED.items():
        entry = copy / "entries" / name
        text = entry.read_text("utf-8")
        assert right in text, name
        entry.write_text(text.replace(right, wrong), "utf-8")
    _, printed = on_a_terminal(
        [sys.executable, "-c", "from report.command.app import main; main()", "check", "footbridge"],
        folder,
        {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "NO_COLOR": ""},
    )
    assert "\x1b[" in printed, printed
    return f"$ attest check footbridge\n{printed}"


def _save_terminal(printed: str) -> None:
    html = escape(printed)
    for code, name in (("1;31", "a"), ("1;32", "b")):
        html = html.replace(f"\x1b[{code}m", f'<span class="{name}">')
    html = html.replace("\x1b[0m", "</span>").replace("$ attest", '<span class="prompt">$</span> attest', 1)
    assert "\x1b" not in html
    data = HTML(string=f"<style>{_TERMINAL}</style><pre>{html}</pre>").write_pdf()
    image = pypdfium2.PdfDocument(io.BytesIO(data))[0].render(scale=2).to_pil()
    # By octree: a median cut has no room for colours that are rare.
    image.quantize(48, method=Image.Quantize.FASTOCTREE).save(FOLDER / "difference.png", optimize=True)


if __name__ == "__main__":
    main()
