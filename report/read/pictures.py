"""Which pages are pictures: scans, with or without a little text that was laid over them (a stamp, a running
head of a filing system, a watermark).

In go files with their pages that have little text; out come the numbers of those whose words are not in it.
What was seen is kept beside the pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from report.model import PagedFile, Range
from report.read.drawn import NOTHING
from report.read.pool import LettersJob, Readers
from report.read.settings import Limits, UnreadableError
from report.read.store import Store

LITTLE = 200
"""Letters and digits. The running head that a court's filing system sets has some 60, the notice that an
archive sets at the foot of each page 130; a page of text has two thousand.
"""
_MOST_OF_IT = 50
"""Hundredths of a page. A scan covers it all but for the edges; what is set beside a picture has room."""


@dataclass(frozen=True, slots=True)
class FewWords:
    """Pages with little text: `letters` is how many each has, by its number among the fitted pages."""

    file: PagedFile
    letters: Mapping[int, int]
    limits: Limits


def pictures_among(asked: Sequence[FewWords], store: Store, readers: Readers) -> tuple[frozenset[int], ...]:
    """The numbers of pages that are pictures, for each file in order.

    A page without any text is one unless it is blank: its words may be drawn as lines. Where a page cannot be
    looked at, it is one if it has no text.
    """
    known = [store.take_letters(one.file.pdf, _name(one)) if one.letters else b"" for one in asked]
    missing = [index for index, found in enumerate(known) if found is None]
    jobs = [_job(asked[index], store) for index in missing]
    for index, job, trouble in zip(missing, jobs, readers.covered(jobs), strict=True):
        try:
            known[index] = _received(asked[index], job, trouble, store)
        finally:
            store.drop(job.target)
    return tuple(
        frozenset(
            number
            for (number, letters), covered in zip(one.letters.items(), seen or b"", strict=True)
            if covered != NOTHING and (not letters or covered >= _MOST_OF_IT)
        )
        for one, seen in zip(asked, known, strict=True)
    )


def _name(one: FewWords) -> str:
    return f"covered-{sha256(','.join(map(str, one.letters)).encode()).hexdigest()[:16]}"


def _job(one: FewWords, store: Store) -> LettersJob:
    numbers = tuple(Range(number, number) for number in one.letters)
    return LettersJob(one.file.pdf, one.file.path, numbers, store.place(secret=True), one.limits)


def _received(one: FewWords, job: LettersJob, trouble: UnreadableError | None, store: Store) -> bytes:
    seen = b"" if trouble else job.target.read_bytes()
    if len(seen) != len(one.letters):
        return bytes(len(one.letters))
    store.keep_letters(one.file.pdf, _name(one), seen)
    return seen
