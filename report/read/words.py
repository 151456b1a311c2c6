"""The words of archived files, to look quotations up in: of a PDF its letters with their places, page by
page, of a text its lines.

In go files as they were read and the pages that are wanted; out come `Document`s. Letters are read by
readers that are shut in, and kept beside the pages that they are of. Pages that are pictures (`pictures.py`)
are recognised (`scans.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from report.model import FilePage, PagedFile, Range, TextFile
from report.model.attestation import Document, PageWords
from report.read import endings
from report.read.answers import MalformedError
from report.read.letters import frame
from report.read.letters.boxes import Boxes
from report.read.letters.page import Letters
from report.read.pictures import LITTLE, FewWords, pictures_among
from report.read.pool import LettersJob, Readers
from report.read.scans import Scan, recognised
from report.read.settings import Limits, UnreadableError
from report.read.store import Store

_PART = 64
"""Pages that one reader looks at: a longer file is divided among the cores."""


@dataclass(frozen=True, slots=True)
class WordsRequest:
    """A file whose words are wanted. `numbers` are pages as the file counts them, from 1, or lines of a text;
    () for all that are appended. `language` (BCP 47) is the file's.
    """

    file: PagedFile | TextFile
    numbers: tuple[Range, ...] = ()
    language: str = ""
    limits: Limits = field(default_factory=Limits)


def words_of(
    requests: Sequence[WordsRequest], store: Store, readers: Readers
) -> tuple[Document | UnreadableError, ...]:
    """The words of each file, in order, or why they cannot be had. A page without text has none.

    Boxes are on the fitted page (`FilePage.width` and `height`), in points from its bottom left.
    """
    parts = [part for index, request in enumerate(requests) for part in _parts(index, request)]
    letters = dict(zip(parts, _letters(parts, store, readers), strict=True))
    scans = _scans(letters, requests, store, readers)
    read = dict(zip(scans, recognised(tuple(scans.values()), store, readers), strict=True))
    documents: list[Document | UnreadableError] = []
    for index, request in enumerate(requests):
        if isinstance(request.file, TextFile):
            documents.append(_lines(request.file, request))
            continue
        found = [letters[part] for part in parts if part.index == index]
        refusal = next((one for one in found if isinstance(one, UnreadableError)), None)
        pages = [page for part in found if not isinstance(part, UnreadableError) for page in part]
        mine = {number: one for (of, number), one in read.items() if of == index}
        documents.append(refusal or _pages(request.file, pages, mine, request.language))
    return tuple(documents)


def _scans(
    letters: Mapping[_Part, tuple[Letters, ...] | UnreadableError],
    requests: Sequence[WordsRequest],
    store: Store,
    readers: Readers,
) -> dict[tuple[int, int], Scan]:
    """The pages that are pictures, by their request and number."""
    few = {
        part: FewWords(part.file, _with_few_words(part.file, pages), part.limits)
        for part, pages in letters.items()
        if not isinstance(pages, UnreadableError)
    }
    found = pictures_among(tuple(few.values()), store, readers)
    return {
        (part.index, number): Scan(part.file, number, requests[part.index].language, part.limits)
        for part, numbers in zip(few, found, strict=True)
        for number in sorted(numbers)
    }


def _with_few_words(file: PagedFile, pages: Sequence[Letters]) -> dict[int, int]:
    """How many letters each page has that has few, by number. What is there as a picture has its text too."""
    counts = {
        page.number: sum(map(str.isalnum, page.text or file.reading.pages[page.number - 1].text))
        for page in pages
    }
    return {number: count for number, count in counts.items() if count < LITTLE}


@dataclass(frozen=True, slots=True)
class _Part:
    """Pages of one request: `start` and `end` count its fitted pages from 1."""

    index: int
    file: PagedFile = field(compare=False)
    limits: Limits = field(compare=False)
    numbers: tuple[Range, ...]

    @property
    def name(self) -> str:
        told = ",".join(f"{run.start}-{run.end}" for run in self.numbers)
        return sha256(told.encode()).hexdigest()[:16]


def _parts(index: int, request: WordsRequest) -> list[_Part]:
    file = request.file
    if isinstance(file, TextFile):
        return []
    wanted = [
        place
        for place, page in enumerate(file.reading.pages, 1)
        if not request.numbers or any(run.start <= page.number <= run.end for run in request.numbers)
    ]
    runs = [_runs(wanted[start : start + _PART]) for start in range(0, len(wanted), _PART)]
    return [_Part(index, file, request.limits, run) for run in runs]


def _runs(numbers: Sequence[int]) -> tuple[Range, ...]:
    """Rising numbers as runs."""
    runs: list[Range] = []
    for number in numbers:
        if runs and runs[-1].end == number - 1:
            runs[-1] = Range(runs[-1].start, number)
        else:
            runs.append(Range(number, number))
    return tuple(runs)


def _letters(
    parts: Sequence[_Part], store: Store, readers: Readers
) -> list[tuple[Letters, ...] | UnreadableError]:
    known = [_from_store(part, store) for part in parts]
    missing = [index for index, found in enumerate(known) if found is None]
    jobs = [_job(parts[index], store) for index in missing]
    for index, job, trouble in zip(missing, jobs, readers.letters(jobs), strict=True):
        try:
            known[index] = trouble or _received(parts[index], job, store)
        finally:
            store.drop(job.target)
    return [found or () for found in known]


def _from_store(part: _Part, store: Store) -> tuple[Letters, ...] | UnreadableError | None:
    data = store.take_letters(part.file.pdf, part.name)
    try:
        return None if data is None else frame.unpacked(data, len(part.file.reading.pages), known=True)
    except MalformedError:
        return None


def _job(part: _Part, store: Store) -> LettersJob:
    return LettersJob(part.file.pdf, part.file.path, part.numbers, store.place(secret=True), part.limits)


def _received(part: _Part, job: LettersJob, store: Store) -> tuple[Letters, ...] | UnreadableError:
    data = job.target.read_bytes()
    try:
        pages = frame.unpacked(data, len(part.file.reading.pages))
    except MalformedError:
        return endings.malformed(part.file.path)
    store.keep_letters(part.file.pdf, part.name, data)
    return pages


def _pages(
    file: PagedFile,
    pages: Sequence[Letters],
    scans: Mapping[int, Letters | UnreadableError | None],
    language: str,
) -> Document:
    """`scans` are what was recognised of pages that are pictures, by number."""
    told = [(one.message, one.hint) for one in scans.values() if isinstance(one, UnreadableError)]
    return Document(
        tuple(_orders(file.reading.pages[page.number - 1], page, scans.get(page.number)) for page in pages),
        language,
        told[0] if told else None,
        frozenset(
            file.reading.pages[number - 1].number
            for number, one in scans.items()
            if not isinstance(one, Letters)
        ),
    )


def _orders(
    page: FilePage, letters: Letters, scan: Letters | UnreadableError | None
) -> tuple[PageWords, ...]:
    """What was recognised first, so that it runs on from page to page, then what the file has as text."""
    own = _own_orders(page, letters)
    if not isinstance(scan, Letters) or not scan.text:
        return own
    recognised = PageWords(page.number, scan.text, Boxes(scan.edges), recognised=True)
    return (recognised, *(order for order in own if order.text.strip()))


def _own_orders(page: FilePage, letters: Letters) -> tuple[PageWords, ...]:
    if not letters.text:
        # What is there as a picture has its text all the same, without places.
        return (PageWords(page.number, page.text),)
    others = (
        PageWords(page.number, order.text, Boxes(letters.edges, order.places)) for order in letters.others
    )
    return (PageWords(page.number, letters.text, Boxes(letters.edges)), *others)


def _lines(file: TextFile, request: WordsRequest) -> Document:
    """Each line as a page, its number the line's."""
    return Document(
        tuple(
            (PageWords(number, line),)
            for number, line in enumerate(file.lines, 1)
            if not request.numbers or any(run.start <= number <= run.end for run in request.numbers)
        ),
        request.language,
    )
