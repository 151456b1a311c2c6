"""Makes the pictures of the README: pages of the dossier in the repository's root, as it compiles now."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pypdfium2

from report.compile import build
from report.options import BuildOptions

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
PAGES = {"cover": "i", "overview": "iii", "entry": "2", "annex": "A1-1"}
"""The pictures' names, and the folios of the pages that they show."""


def main() -> None:
    """Compile, and write each page as a PNG of 32 greys."""
    with tempfile.TemporaryDirectory() as name:
        target = Path(name) / "dossier.pdf"
        outcome = build(ROOT, BuildOptions(target))
        assert outcome.pdf is not None, outcome.problems
        pdf = pypdfium2.PdfDocument(target)
        labels = [pdf.get_page_label(number) for number in range(len(pdf))]
        FOLDER.mkdir(parents=True, exist_ok=True)
        for picture, folio in PAGES.items():
            image = pdf[labels.index(folio)].render(scale=1.1, grayscale=True).to_pil()
            image.quantize(32).save(FOLDER / f"{picture}.png", optimize=True)
        pdf.close()


if __name__ == "__main__":
    main()
