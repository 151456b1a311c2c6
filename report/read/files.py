"""Reads the files that are wanted: each is hashed, its kind told from its content, its pages made or found.

In go the dossier, what is wanted and the store of what readers made before; out come a file for each, in
order, and the problems. What an author must know of a file is told where its source names it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from hashlib import file_digest
from pathlib import Path

from report.model import (
    Archive,
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
from report.read.paged import Request, UnreadFile, read_pages
from report.read.pool import Readers
from report.read.settings import ReadSettings, UnreadableError
from report.read.store import Store
from report.read.text import decode
from report.read.wanted import Wanted

AnyFile = TextFile | PagedFile | FailedFile | OtherFile

PAPERS = {Paper.A4: (595.28, 841.89), Paper.LETTER: (612.0, 792.0)}
"""Points."""


_AS_IT_IS = "any other can go with the PDF as it is, with append: false and original: attach"


def read_files(
    dossier: Dossier, wanted: Sequence[Wanted], store: Store
) -> tuple[tuple[AnyFile, ...], tuple[Problem, ...]]:
    files: dict[int, AnyFile] = {}
    problems: list[Problem] = []
    requests: dict[int, Request] = {}
    for index, one in enumerate(wanted):
        try:
            kind, found = _kind(dossier, one)
            problems += found
            if kind is None or kind is FileKind.TEXT:
                files[index] = _whole(dossier, one, kind)
            else:
                requests[index] = _request(dossier, one, kind)
        except UnreadableError as refusal:
            files[index] = _failed(dossier, one, refusal)
            problems.append(_refused(one, refusal))
    with Readers() as readers:
        answers = read_pages(tuple(requests.values()), store, readers)
    for index, answer in zip(requests, answers, strict=True):
        files[index], found = _received(wanted[index], answer)
        problems += found
    return tuple(files[index] for index in range(len(wanted))), tuple(problems)


def _kind(dossier: Dossier, wanted: Wanted) -> tuple[FileKind | None, list[Problem]]:
    """What the file is; None where nobody need know, since none of its pages are appended."""
    if not wanted.appended:
        return None, []
    head, tail = kinds.ends_of(dossier.root / wanted.path)
    if not head:
        raise UnreadableError("empty-file", "it is empty", "fetch it again, or leave it out with annexes:")
    found = kinds.format_of(head, tail)
    if found is None:
        raise UnreadableError(
            "unsupported-file",
            "it is of a kind that cannot be appended",
            f"what can: {kinds.SUPPORTED}; {_AS_IT_IS}",
        )
    said = kinds.disagreement(found, wanted.path)
    return found.kind, [warning("kind-differs", said, wanted.archive.place)] if said else []


def _whole(dossier: Dossier, wanted: Wanted, kind: FileKind | None) -> TextFile | OtherFile:
    """A file that no stranger's code is needed to read. Raises UnreadableError."""
    path = dossier.root / wanted.path
    digest, size = _identity(path)
    _check_sha256(digest, wanted.archive)
    if kind is None:
        return OtherFile(wanted.path, digest, size)
    return TextFile(wanted.path, digest, size, decode(path.read_bytes()))


def _failed(dossier: Dossier, wanted: Wanted, refusal: UnreadableError) -> FailedFile:
    return FailedFile(wanted.path, *_identity(dossier.root / wanted.path), refusal.message)


def _identity(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest(), file.tell()


def _check_sha256(digest: str, archive: Archive) -> None:
    meant = archive.sha256.lower()
    if meant and meant != digest:
        raise UnreadableError(
            "changed-file",
            f"it is not the file that was archived: its sha256 is {digest}, not {meant}",
            "put the archived file back, or, if it is the right one, correct sha256",
        )


def _request(dossier: Dossier, wanted: Wanted, kind: FileKind) -> Request:
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
    limits = dossier.annex_settings.limits
    return Request(dossier.root / wanted.path, wanted.path, kind, settings, limits)


def _received(wanted: Wanted, answer: PagedFile | UnreadFile) -> tuple[AnyFile, list[Problem]]:
    try:
        _check_sha256(answer.sha256, wanted.archive)
        if isinstance(answer, UnreadFile):
            raise _of_password(answer.error, wanted.archive)
    except UnreadableError as refusal:
        failed = FailedFile(wanted.path, answer.sha256, answer.size, refusal.message)
        return failed, [_refused(wanted, refusal)]
    return answer, _told(wanted, answer.reading)


def _of_password(refusal: UnreadableError, archive: Archive) -> UnreadableError:
    """What the reader cannot know: that there is to be a password, and none was found."""
    name = archive.password_env
    if refusal.code != "password-missing" or not name:
        return refusal
    return UnreadableError(
        refusal.code,
        f"the file opens only with a password, and the environment variable {name} is not set or empty",
        f"set it in the shell that runs Attest: export {name}=…",
    )


def _refused(wanted: Wanted, refusal: UnreadableError) -> Problem:
    named = wanted.path in refusal.message
    message = refusal.message if named else f"{wanted.path}: {refusal.message}"
    return error(refusal.code, message, wanted.archive.place, refusal.hint)


def _told(wanted: Wanted, reading: Reading) -> list[Problem]:
    """What the reader warns of, and what it took out."""
    path, place = wanted.path, wanted.archive.place
    problems = [warning(code, f"{path}: {message}", place) for code, message in reading.warnings]
    if reading.removed:
        listed = ", ".join(f"{name} ({count})" for name, count in sorted(reading.removed.items()))
        message = f"{path}: taken out of the copy that is appended: {listed}"
        problems.append(info("removed-content", message, place))
    return problems
