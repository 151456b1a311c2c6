"""Reads the files that are wanted: each is hashed, its kind told from its content, its pages made or found.

In go the dossier, what is wanted and the store of what readers made before; out come a file for each, in
order, and the problems. What an author must know of a file is told where its source names it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import file_digest
from pathlib import Path

from report.model import (
    Dossier,
    FailedFile,
    FileKind,
    OtherFile,
    PagedFile,
    Paper,
    Problem,
    Reading,
    TextFile,
    error,
    info,
    warning,
)
from report.read import kinds
from report.read.pool import Job, Readers
from report.read.settings import ReadSettings, UnreadableError
from report.read.store import Store, key
from report.read.text import decode
from report.read.wanted import Wanted

AnyFile = TextFile | PagedFile | FailedFile | OtherFile

PAPERS = {Paper.A4: (595.28, 841.89), Paper.LETTER: (612.0, 792.0)}
"""Points."""


@dataclass(frozen=True, slots=True)
class _Received:
    """A file as it was received."""

    wanted: Wanted
    file: Path
    sha256: str
    size: int

    def failed(self, reason: str) -> FailedFile:
        return FailedFile(self.wanted.path, self.sha256, self.size, reason)


def read_files(
    dossier: Dossier, wanted: Sequence[Wanted], store: Store
) -> tuple[tuple[AnyFile, ...], tuple[Problem, ...]]:
    files: dict[int, AnyFile] = {}
    problems: list[Problem] = []
    jobs: dict[int, tuple[_Received, Job]] = {}
    for index, one in enumerate(wanted):
        received = _receive(dossier.root, one)
        try:
            _check_sha256(received)
            kind, found = _kind(received)
            problems += found
            if kind is None:
                files[index] = OtherFile(one.path, received.sha256, received.size)
            elif kind is FileKind.TEXT:
                files[index] = _text(received)
            else:
                jobs[index] = (received, _job(dossier, received, kind))
        except UnreadableError as refusal:
            files[index] = received.failed(refusal.message)
            problems.append(_refused(received, refusal))
    for index, file, found in _read(jobs, store):
        files[index] = file
        problems += found
    return tuple(files[index] for index in range(len(wanted))), tuple(problems)


def _receive(root: Path, wanted: Wanted) -> _Received:
    path = root / wanted.path
    with path.open("rb") as file:
        return _Received(wanted, path, file_digest(file, "sha256").hexdigest(), path.stat().st_size)


def _check_sha256(received: _Received) -> None:
    meant = received.wanted.archive.sha256.lower()
    if meant and meant != received.sha256:
        raise UnreadableError(
            "changed-file",
            f"it is not the file that was archived: its sha256 is {received.sha256}, not {meant}",
            "put the archived file back, or, if it is the right one, correct sha256",
        )


def _kind(received: _Received) -> tuple[FileKind | None, list[Problem]]:
    """What the file is; None where nobody need know, since none of its pages are appended."""
    wanted = received.wanted
    found = kinds.format_of(*kinds.ends_of(received.file))
    if found is None and wanted.appended:
        raise UnreadableError(
            "unsupported-file", "it is of a kind that cannot be appended", f"what can: {kinds.SUPPORTED}"
        )
    said = kinds.disagreement(found, wanted.path) if found else ""
    problems = [warning("kind-differs", said, wanted.archive.place)] if said else []
    return (found.kind if found and wanted.appended else None), problems


def _text(received: _Received) -> TextFile:
    return TextFile(received.wanted.path, received.sha256, received.size, decode(received.file.read_bytes()))


def _job(dossier: Dossier, received: _Received, kind: FileKind) -> Job:
    wanted = received.wanted
    settings = ReadSettings(
        paper=PAPERS[dossier.paper],
        fit=wanted.fit.value,
        landscape=wanted.landscape.value,
        print_pages=wanted.print_pages,
        language=wanted.language,
        title=wanted.title,
        address=wanted.archive.url,
        password=os.environ.get(wanted.archive.password_env, "") if wanted.archive.password_env else "",
    )
    return Job(received.file, wanted.path, kind, settings, Path(), dossier.annex_settings.limits)


def _read(
    jobs: Mapping[int, tuple[_Received, Job]], store: Store
) -> Iterator[tuple[int, AnyFile, list[Problem]]]:
    """Each job's file: from the store, or read now, several at once."""
    names = {index: key(received.sha256, job.kind, job.settings) for index, (received, job) in jobs.items()}
    unread: dict[int, Job] = {}
    for index, (received, job) in jobs.items():
        # With a password it is read at every build: what it opens is never kept.
        found = None if job.settings.password else store.take(names[index])
        if found is not None:
            yield index, _paged(received, *found, cached=True), _told(received, found[0])
        else:
            unread[index] = replace(job, target=store.place(secret=bool(job.settings.password)))
    if not unread:
        return
    with Readers() as readers:
        answers = readers.read(list(unread.values()))
    for (index, job), answer in zip(unread.items(), answers, strict=True):
        received = jobs[index][0]
        outcome = answer.outcome
        if isinstance(outcome, Reading) and answer.sha256 != received.sha256:
            outcome = UnreadableError("changed-file", "it was changed while it was read", "compile again")
        if isinstance(outcome, UnreadableError):
            job.target.unlink(missing_ok=True)
            yield index, received.failed(outcome.message), [_refused(received, outcome)]
        else:
            pdf = store.keep(names[index], outcome, job.target)
            yield index, _paged(received, outcome, pdf, seconds=answer.seconds), _told(received, outcome)


def _paged(
    received: _Received, reading: Reading, pdf: Path, *, cached: bool = False, seconds: float = 0.0
) -> PagedFile:
    return PagedFile(received.wanted.path, received.sha256, received.size, pdf, reading, cached, seconds)


def _refused(received: _Received, refusal: UnreadableError) -> Problem:
    path, place = received.wanted.path, received.wanted.archive.place
    message = refusal.message if path in refusal.message else f"{path}: {refusal.message}"
    return error(refusal.code, message, place, refusal.hint)


def _told(received: _Received, reading: Reading) -> list[Problem]:
    """What the reader warns of, and what it took out."""
    path, place = received.wanted.path, received.wanted.archive.place
    problems = [warning(code, f"{path}: {message}", place) for code, message in reading.warnings]
    if reading.removed:
        listed = ", ".join(f"{name} ({count})" for name, count in sorted(reading.removed.items()))
        problems.append(
            info("removed-content", f"{path}: taken out of the copy that is appended: {listed}", place)
        )
    return problems
