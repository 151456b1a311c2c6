"""Readers of PDFs that Attest does not use, to cut passages with: in goes a file, out come its paragraphs.

MuPDF (PyMuPDF) and poppler (`pdftotext`) are asked here, pdfminer.six in a virtual environment of its own.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pymupdf

Pages = list[list[list[str]]]
"""Of each page its paragraphs, of each of them its words."""

_SECONDS = 60
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\n(?=[^\W\d_])")
_UNKNOWN = re.compile(r"\ufffd|\(cid:\d+\)|[\ue000-\uf8ff]")
"""What a reader writes where the file does not say what a glyph means."""
_PDFMINER = """
import json, sys
from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTTextBox
pages = extract_pages(sys.argv[1], laparams=LAParams())
print(json.dumps([[box.get_text() for box in page if isinstance(box, LTTextBox)] for page in pages]))
"""


def cutter(name: str, pdfminer: Path | None) -> Callable[[Path], Pages]:
    """`name` is "mupdf", "poppler" or "pdfminer"; `pdfminer` the virtual environment that has it.

    What it gives has no pages where that reader cannot read the file.
    """
    if name == "pdfminer":
        assert pdfminer is not None
        return partial(_pdfminer, pdfminer)
    return {"mupdf": _mupdf, "poppler": _poppler}[name]


def _mupdf(path: Path) -> Pages:
    opened: Any = pymupdf.open  # it has no types
    try:
        file = opened(path)
        if file.needs_pass:
            return []
        blocks = [page.get_text("blocks", flags=pymupdf.TEXT_PRESERVE_LIGATURES) for page in file]
    except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):
        return []
    return _paragraphs([[block[4] for block in page if block[6] == 0] for page in blocks])


def _poppler(path: Path) -> Pages:
    text = _output(["pdftotext", "-q", "-enc", "UTF-8", str(path), "-"])
    pages = text.replace("\r\n", "\n").split("\f")[:-1]
    return _paragraphs([re.split(r"\n\s*\n", page) for page in pages])


def _pdfminer(venv: Path, path: Path) -> Pages:
    answer = _output([str(venv / "bin" / "python"), "-c", _PDFMINER, str(path)])
    return _paragraphs(json.loads(answer)) if answer else []


def _output(command: Sequence[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, check=True, timeout=_SECONDS)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")


def _paragraphs(pages: Sequence[Sequence[str]]) -> Pages:
    """The words of each paragraph, hyphens at line ends taken out as an author does."""
    return [[_HYPHEN.sub("", part).split() for part in page if not _UNKNOWN.search(part)] for page in pages]
