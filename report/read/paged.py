"""Archived files as pages: taken from the cache where they were read before, else read, shut in.

In go requests; out comes, for each in order, a `PagedFile`, or why there is none.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path

from report.model import FileKind, PagedFile, Reading
from report.read.pool import Job, Readers, ReadFile, size_of, unreadable
from report.read.settings import Limits, ReadSettings, UnreadableError
from report.read.store import Store, key

_SWELL = 4
"""Times its size that a file's pages may come to when room is looked for: seldom more than twice."""


@dataclass(frozen=True, slots=True)
class Request:
    """A file to have as pages. `path` is how the author calls it."""

    file: Path
    path: str
    kind: FileKind
    settings: ReadSettings
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file without pages, and why. `sha256` is "" where not even its bytes could be had."""

    path: str
    sha256: str
    size: int
    error: UnreadableError


def read_pages(
    requests: Sequence[Request], store: Store, readers: Readers
) -> tuple[PagedFile | UnreadFile, ...]:
    """Hash every file, as it is now, and read those that the cache does not have in this way."""
    found: list[PagedFile | UnreadFile | None] = []
    for request in requests:
        found.append(_from_store(request, store))
        if found[-1] is None:
            readers.prepare()  # while the others are hashed
    jobs = {
        index: _job(request, store)
        for index, (request, known) in enumerate(zip(requests, found, strict=True))
        if known is None
    }
    read = dict(zip(jobs, readers.read(tuple(jobs.values())), strict=True))
    return tuple(known or _kept(jobs[index], read[index], store) for index, known in enumerate(found))


def _from_store(request: Request, store: Store) -> PagedFile | UnreadFile | None:
    began = time.monotonic()
    try:
        with request.file.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
            size = file.tell()
    except OSError as trouble:
        return UnreadFile(request.path, "", 0, unreadable(request.path, trouble))
    if request.settings.password:
        return None  # was never kept
    item = store.take(key(digest, request.kind, request.settings))
    if item is None:
        return None
    reading, pdf = item
    return PagedFile(request.path, digest, size, pdf, reading, cached=True, seconds=time.monotonic() - began)


def _job(request: Request, store: Store) -> Job:
    room = _SWELL * size_of(request.file)
    target = store.place(bool(request.settings.password), room)
    return Job(request.file, request.path, request.kind, request.settings, target, request.limits)


def _kept(job: Job, read: ReadFile, store: Store) -> PagedFile | UnreadFile:
    if not isinstance(read.outcome, Reading):
        return UnreadFile(job.path, read.sha256, read.size, read.outcome)
    # By the bytes that were read, should they have changed since they were looked up.
    pdf = store.keep(key(read.sha256, job.kind, job.settings), read.outcome, job.target)
    return PagedFile(job.path, read.sha256, read.size, pdf, read.outcome, seconds=read.seconds)
