"""Makes the pictures of the manual: pages of the dossier in the repository's root, as it compiles now, and
what changed in it since an earlier edition, which is made up for the picture.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pypdfium2

from report.changes.compare import compare
from report.changes.older import find_older
from report.changes.sheet import write_sheet
from report.changes.state import state_of
from report.compile import build, store_of

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
PAGES = {"cover": "i", "overview": "iii", "entry": "2", "annex": "A1-1"}
"""The pictures' names, and the folios of the pages that they show."""
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


def main() -> None:
    """Compile, and write each page as a PNG of 32 greys."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        target = Path(name) / "dossier.pdf"
        outcome = build(ROOT, target)
        assert outcome.pdf is not None, outcome.problems
        draw(target, PAGES)
        since_earlier(Path(name))


def since_earlier(folder: Path) -> None:
    """The sheet of changes, and a page with change bars."""
    older = folder / "editions" / "march"
    outcome = build(earlier(folder / "earlier"), older / "dossier.pdf")
    assert outcome.pdf is not None, outcome.problems
    found = find_older(folder, Path("march"))
    with store_of(ROOT) as store:
        now = state_of(ROOT, store)
    assert now.record is not None and now.dossier is not None, now.problems
    pages, problems = write_sheet(
        compare(found.record, now.record), f"the edition {found.name}", now.dossier, folder / "sheet.pdf"
    )
    assert pages == 1, problems
    draw(folder / "sheet.pdf", {"changes": "1"})
    outcome = build(ROOT, folder / "bars.pdf", changes_since=outcome.pdf)
    assert outcome.pdf is not None, outcome.problems
    draw(outcome.pdf, {"change-bars": "2"})


def earlier(folder: Path) -> Path:
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


def draw(target: Path, pages: dict[str, str]) -> None:
    """The pages with these folios, under these names."""
    pdf = pypdfium2.PdfDocument(target)
    labels = [pdf.get_page_label(number) for number in range(len(pdf))]
    for picture, folio in pages.items():
        image = pdf[labels.index(folio)].render(scale=1.1, grayscale=True).to_pil()
        image.quantize(32).save(FOLDER / f"{picture}.png", optimize=True)
    pdf.close()


if __name__ == "__main__":
    main()
