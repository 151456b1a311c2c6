"""Recognises the words of a page that is a picture (OCR), by Tesseract where that is installed.

In goes a picture of the page, out come its letters with their places. Tesseract runs shut in as LibreOffice
does: without network, able to write nowhere but to a folder of its own and to read nothing but the system's
programs and data. It is called directly, not through OCRmyPDF: only the words are wanted, never a new PDF,
and so neither Ghostscript nor another reader of PDF sees the file.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import threading
from array import array
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from io import BufferedReader, FileIO
from pathlib import Path
from unicodedata import bidirectional

from report.read import endings, office
from report.read.drawn import RESOLUTION
from report.read.launch import Launch
from report.read.letters.page import NOWHERE, UNIT, Letters
from report.read.settings import Limits, UnreadableError

PICTURE = "page.pgm"
"""The name of the picture in Tesseract's folder."""

_PROGRAMS = ("/usr", "/bin", "/lib", "/lib64")
_READABLE = ("/etc/ld.so.cache", "/dev/urandom")
_LARGEST = 20_000_000
"""Bytes of a page's words, of some hundred times a full page."""
_COLUMNS = 12
_WORD = "5"  # the level of a row that is a word; a page's is 1
_PAGE = "1"
_DEFAULT = "eng"
_DATA = {
    "en": "eng",
    "fr": "fra",
    "es": "spa",
    "ar": "ara",
    "fa": "fas",
    "de": "deu",
    "it": "ita",
    "pt": "por",
    "nl": "nld",
    "pl": "pol",
    "tr": "tur",
    "ru": "rus",
    "uk": "ukr",
    "el": "ell",
    "he": "heb",
    "ur": "urd",
    "hi": "hin",
    "zh": "chi_sim",
    "ja": "jpn",
    "ko": "kor",
}
"""Tesseract's data by the language of the text (ISO 639-1)."""
_LATIN = frozenset(("en", "fr", "es", "de", "it", "pt", "nl", "pl", "tr"))
"""What English data reads as well, if with faults in letters that English does not have."""


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program that is installed, its version, and the languages that it has data of."""

    program: Path
    version: str
    languages: frozenset[str]


@cache
def installed() -> Tesseract | None:
    """None where it is not, or cannot be started. No archived file is opened."""
    found = shutil.which("tesseract", path="/usr/bin:/usr/local/bin:/opt/homebrew/bin")
    if found is None:
        return None
    program = Path(found).resolve()
    version, languages = _said(program, "--version"), _said(program, "--list-langs")
    if not version or len(languages) < 2:
        return None
    return Tesseract(program, version[0], frozenset(languages[1:]))


def _said(program: Path, option: str) -> list[str]:
    with suppress(OSError, subprocess.TimeoutExpired):
        done = subprocess.run(  # noqa: S603
            [program, option], capture_output=True, text=True, errors="replace", timeout=20
        )
        if done.returncode == 0:
            return [line.strip() for line in (done.stdout or done.stderr).splitlines() if line.strip()]
    return []


def data_for(language: str, tesseract: Tesseract) -> str | UnreadableError:
    """The name of Tesseract's data for a language (BCP 47, "" where it is not known).

    English stands in for what is written in the same letters. Another script read with it would be no words.
    """
    tag = language.split("-", maxsplit=1)[0].lower()
    data = _DATA.get(tag)
    if data in tesseract.languages:
        return str(data)
    if (not tag or tag in _LATIN) and _DEFAULT in tesseract.languages:
        return _DEFAULT
    wanted = data or (tag if tag and tag not in _LATIN else _DEFAULT)
    return UnreadableError(
        "not-recognised",
        f"Tesseract has no data for the language {language or 'en'}",
        f"install it (make ocr; on Debian: apt install tesseract-ocr-{wanted.replace('_', '-')})",
    )


def recognise(
    own: Path, path: str, size: tuple[float, float], data: str, limits: Limits, stopping: threading.Event
) -> Letters | UnreadableError:
    """The letters of the picture in the folder `own`, which is Tesseract's; their page's number is 1.

    `path` is how the author calls the file, `size` the page's width and height in points. Raises OSError.
    """
    tesseract = installed()
    if tesseract is None:
        return _failed(path)
    (own / "out").mkdir()
    # Held from now on, so that Tesseract cannot put another folder in its place.
    folder = os.open(own / "out", os.O_RDONLY | os.O_DIRECTORY)
    try:
        status = office.run(_launch(tesseract, data, own, limits), stopping)
        if status is None:
            return endings.out_of_time(path, limits)
        said = _output(folder) if status == 0 else None
    finally:
        os.close(folder)
    if said is None:
        return _failed(path)
    try:
        return _letters(said.decode("utf-8", "replace"), size)
    except ValueError:  # no numbers, or not the columns that Tesseract writes
        return _failed(path)


def _launch(tesseract: Tesseract, data: str, own: Path, limits: Limits) -> Launch:
    # Mode 1: columns and the direction of the page are found by themselves, which takes data of its own.
    mode = "1" if "osd" in tesseract.languages else "3"
    command: tuple[str, ...] = (
        str(tesseract.program),
        str(own / PICTURE),
        str(own / "out" / "words"),
        "-l",
        data,
    )
    command += ("--psm", mode, "--dpi", str(RESOLUTION), "tsv")
    environment = {
        "HOME": str(own),
        "TMPDIR": str(own),
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "OMP_THREAD_LIMIT": "1",  # as many pages as there are cores are recognised at once
    }
    programs = (*map(Path, _PROGRAMS), tesseract.program.parent.parent)
    return Launch(command, environment, own, programs, tuple(map(Path, _READABLE)), limits)


def _output(folder: int) -> bytes | None:
    # A link or a pipe would be Tesseract's way out, were it taken over by the picture.
    with suppress(OSError):
        handle = os.open("words.tsv", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        with BufferedReader(FileIO(handle)) as file:
            if stat.S_ISREG(os.fstat(handle).st_mode):
                said = file.read(_LARGEST + 1)
                return said if len(said) <= _LARGEST else None
    return None


def _failed(path: str) -> UnreadableError:
    return UnreadableError(
        "not-recognised",
        f"Tesseract could not recognise a page of {path}",
        "quote from a copy that has its text, or raise limits: in dossier.yaml",
    )


@dataclass(frozen=True, slots=True)
class _Word:
    line: tuple[str, ...]
    left: int
    top: int
    right: int
    bottom: int
    text: str


def _letters(table: str, size: tuple[float, float]) -> Letters:
    """From Tesseract's table: level, page, block, paragraph, line, word, left, top, width, height,
    confidence, text. Raises ValueError.
    """
    rows = [line.split("\t", _COLUMNS - 1) for line in table.splitlines()[1:]]
    page = next((row for row in rows if row[0] == _PAGE), None)
    if page is None:
        raise ValueError("no page")
    scale = _scale(size, int(page[8]), int(page[9]))
    text: list[str] = []
    edges = array("i")
    last: _Word | None = None
    for word in _words(rows):
        if last is not None:
            text.append(" " if last.line == word.line else "\n")
            edges.extend((NOWHERE, 0, 0, 0))
        text.append(word.text)
        for box in _boxes(word):
            edges.extend(_on_page(box, scale, size))
        last = word
    return Letters(1, "".join(text), edges)


def _scale(size: tuple[float, float], width: int, height: int) -> tuple[float, float]:
    """Points of a pixel."""
    if width <= 0 or height <= 0:
        raise ValueError("no picture")
    return size[0] / width, size[1] / height


def _words(rows: Sequence[Sequence[str]]) -> Iterator[_Word]:
    for row in rows:
        if len(row) != _COLUMNS or row[0] != _WORD:
            continue
        text = "".join(sign for sign in row[11] if sign.isprintable() and not sign.isspace())
        left, top, width, height = map(int, row[6:10])
        if text:
            yield _Word(tuple(row[1:5]), left, top, left + width, top + height, text)


def _boxes(word: _Word) -> Iterator[tuple[float, float, float, float]]:
    """Of each character, in pixels: Tesseract tells that of the word, which is divided evenly. A word that
    stands upright is not.
    """
    count = len(word.text)
    if word.bottom - word.top > word.right - word.left:
        yield from [(word.left, word.top, word.right, word.bottom)] * count
        return
    step = (word.right - word.left) / count
    backwards = any(bidirectional(sign) in ("R", "AL") for sign in word.text)
    for place in range(count):
        start = word.left + step * (count - 1 - place if backwards else place)
        yield start, word.top, start + step, word.bottom


def _on_page(
    box: tuple[float, float, float, float], scale: tuple[float, float], size: tuple[float, float]
) -> tuple[int, int, int, int]:
    """In steps from the page's bottom left, as `Letters.edges` are; nothing lies outside the page."""
    left, right = (min(max(x * scale[0], 0.0), size[0]) for x in (box[0], box[2]))
    top, bottom = (size[1] - min(max(y * scale[1], 0.0), size[1]) for y in (box[1], box[3]))
    return int(left / UNIT), int(bottom / UNIT), int(right / UNIT), int(top / UNIT)
