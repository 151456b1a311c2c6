"""The words of PDF files as the program looks quotations up in them: read shut in, with boxes and all orders.

In go files and the folder of a cache; out comes for each its `Document`, or None where it cannot be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from report.model import FileKind, PagedFile
from report.model.attestation import Document
from report.read.paged import Request, read_pages
from report.read.pool import Readers
from report.read.settings import ReadSettings
from report.read.store import Store
from report.read.words import WordsRequest, words_of

_A4 = (595.28, 841.89)


@dataclass(frozen=True, slots=True)
class Read:
    """The files' words, and the seconds for their pages and for the letters on these."""

    documents: tuple[Document | None, ...]
    pages: float
    letters: float


def read_words(files: Sequence[Path], cache: Path) -> Read:
    """Pages, then letters, each from the cache where they are in it."""
    begun = perf_counter()
    with Store(cache) as store, Readers() as readers:
        requests = [Request(file, file.name, FileKind.PDF, ReadSettings(_A4)) for file in files]
        paged = read_pages(requests, store, readers)
        ready = perf_counter()
        sound = [file for file in paged if isinstance(file, PagedFile)]
        words = iter(words_of([WordsRequest(file) for file in sound], store, readers))
        found = [next(words) if isinstance(file, PagedFile) else None for file in paged]
    documents = tuple(one if isinstance(one, Document) else None for one in found)
    return Read(documents, ready - begun, perf_counter() - ready)
