"""Which code reads which kind of file. Runs in the reader's own process.

`load` imports everything that a kind needs, so that the process can shut itself in before it sees the
file; what it gives turns the file's bytes into a `Reading` and the bytes of a PDF of the fitted pages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

from report.model import Change, FileKind, Reading
from report.read.settings import ReadSettings

Reader = Callable[[bytes, ReadSettings], tuple[Reading, bytes]]
"""Raises UnreadableError."""

LettersReader = Callable[[bytes, ReadSettings], bytes]
"""Reads the letters of fitted pages, or draws or measures them, as bytes. Raises UnreadableError."""

_CONVERTERS = {
    FileKind.IMAGE: "report.read.convert.image",
    FileKind.WEB: "report.read.convert.web",
    FileKind.MAIL: "report.read.convert.mail",
}
"""Modules with `convert(data, settings) -> Converted`."""


def load(kind: FileKind) -> Reader:
    """The reader of a kind, everything that it needs imported. A text has none: `render` lays it out."""
    import_module("report.read.warming").warm_up()
    read_pdf: Reader = import_module("report.read.pdf").read_pdf
    if kind not in _CONVERTERS:
        return read_pdf
    if kind in (FileKind.WEB, FileKind.MAIL):
        import_module("report.engine")
    convert = import_module(_CONVERTERS[kind]).convert

    def read(data: bytes, settings: ReadSettings) -> tuple[Reading, bytes]:
        converted = convert(data, settings)
        reading, pdf = read_pdf(converted.pdf, settings)
        return (
            replace(
                reading,
                kind=kind,
                title=converted.title or reading.title,
                changes=((Change.CONVERTED, converted.detail), *reading.changes),
                embedded=(*converted.embedded, *reading.embedded),
                warnings=(*converted.warnings, *reading.warnings),
            ),
            pdf,
        )

    return read


def load_letters() -> LettersReader:
    """What reads the letters of the pages that readers made."""
    read_letters: LettersReader = import_module("report.read.letters.reader").read_letters
    return read_letters


def load_picture() -> LettersReader:
    """What draws one of the pages that readers made."""
    picture: LettersReader = import_module("report.read.pictured").picture
    return picture


def load_covered() -> LettersReader:
    """What sees how much of the pages that readers made is pictures."""
    covered: LettersReader = import_module("report.read.covered").covered
    return covered
