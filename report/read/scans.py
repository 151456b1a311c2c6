"""Pages that are pictures, recognised: in go pages of files as they were read, out come their letters.

Where Tesseract is not installed nothing is recognised. What was recognised is
kept beside the pages, for this version of Tesseract and this language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from report.model import PagedFile
from report.read import recognition
from report.read.answers import MalformedError
from report.read.drawn import RESOLUTION
from report.read.letters import frame
from report.read.letters.page import Letters
from report.read.pool import Readers, RecognitionJob
from report.read.recognition import Tesseract
from report.read.settings import Limits, UnreadableError
from report.read.store import Store


@dataclass(frozen=True, slots=True)
class Scan:
    """A page that is a picture: `number` counts the fitted pages, `language` (BCP 47) is the file's."""

    file: PagedFile = field(compare=False)
    number: int
    language: str
    limits: Limits


def recognised(
    scans: Sequence[Scan], store: Store, readers: Readers
) -> tuple[Letters | UnreadableError | None, ...]:
    """The letters of each page, in order, or why they could not be recognised; None without Tesseract."""
    tesseract = recognition.installed()
    if tesseract is None:
        return (None,) * len(scans)
    data = [recognition.data_for(scan.language, tesseract) for scan in scans]
    known: list[Letters | UnreadableError | None] = [
        None if isinstance(one, UnreadableError) else _from_store(scan, _name(scan, one, tesseract), store)
        for scan, one in zip(scans, data, strict=True)
    ]
    missing = [index for index, found in enumerate(known) if found is None]
    jobs = [_job(scans[index], data[index]) for index in missing]
    for index, made in zip(missing, readers.recognise(jobs), strict=True):
        scan, name = scans[index], data[index]
        known[index] = replace(made, number=scan.number) if isinstance(made, Letters) else made
        if isinstance(made, Letters) and not isinstance(name, UnreadableError):
            letters = frame.packed([replace(made, number=scan.number)])
            store.keep_letters(scan.file.pdf, _name(scan, name, tesseract), letters)
    return tuple(found or Letters(scan.number) for scan, found in zip(scans, known, strict=True))


def _name(scan: Scan, data: str, tesseract: Tesseract) -> str:
    told = f"{scan.number} {data} {tesseract.version} {RESOLUTION}"
    return f"recognised-{sha256(told.encode()).hexdigest()[:16]}"


def _from_store(scan: Scan, name: str, store: Store) -> Letters | None:
    kept = store.take_letters(scan.file.pdf, name)
    try:
        pages = () if kept is None else frame.unpacked(kept, len(scan.file.reading.pages), known=True)
    except MalformedError:
        return None
    return pages[0] if len(pages) == 1 and pages[0].number == scan.number else None


def _job(scan: Scan, data: str | UnreadableError) -> RecognitionJob:
    page = scan.file.reading.pages[scan.number - 1]
    size = (page.width, page.height)
    return RecognitionJob(scan.file.pdf, scan.file.path, scan.number, size, data, scan.limits)
