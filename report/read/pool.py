"""Reads archived files, each in a process of its own that is shut in: as many at once as there are cores.

In go jobs; out come, in their order, what each file is and what its reader made of it, or why it could not.
Whatever a file does to its reader, the others are read, and no process is left behind.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from io import FileIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import BinaryIO, Self, TypeVar

from report.model import Change, FileKind, Range, Reading
from report.read import endings, office, recognition, worker
from report.read.drawn import BLANK
from report.read.exchange import Ending, Exchange, UnwritableError
from report.read.letters.page import Letters
from report.read.settings import Limits, ReadSettings, UnreadableError
from report.read.starter import Starter
from report.read.worker import Task

_Job = TypeVar("_Job")
_Done = TypeVar("_Done")

READERS = "report.read.readers"
"""The module whose `load(kind)` gives the reader of a kind."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read. `path` is how the author calls it, `target` where the PDF of its pages is written."""

    file: Path
    path: str
    kind: FileKind
    settings: ReadSettings
    target: Path
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class LettersJob:
    """Pages whose letters are wanted, or how much of them is pictures: `numbers` of those in `pdf`.

    What comes is written to `target` (see `report.read.letters.frame` and `report.read.covered`); `path` is
    how the author calls the file.
    """

    pdf: Path
    path: str
    numbers: tuple[Range, ...]
    target: Path
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class RecognitionJob:
    """A page without text: the fitted page `number` in `pdf`, of `size` (width and height in points), to be
    recognised with Tesseract's data for the language `data`, or why there are none: then only a blank page is
    told from others. `path` is how the author calls the file.
    """

    pdf: Path
    path: str
    number: int
    size: tuple[float, float]
    data: str | UnreadableError
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What became of a job. `sha256` and `size` are those of the very bytes that were read.

    `outcome` is a reading, with its PDF in the job's `target`, or why there is none (and no such file).
    """

    sha256: str
    size: int
    seconds: float
    outcome: Reading | UnreadableError


class Readers:
    """Starts readers. A context: when it is left, however that happens, no process is left behind.

    The process from which readers are forked is started with the first job, or by `prepare`.
    """

    def __init__(self, workers: int | None = None, readers: str = READERS) -> None:
        self._workers = workers or os.cpu_count() or 1
        self._starter = Starter(readers)
        self._stopping = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._starter.end()

    def prepare(self) -> None:
        """Start in the background what takes time before the first job. Raises OSError."""
        self._starter.prepare()

    def read(self, jobs: Sequence[Job]) -> tuple[ReadFile, ...]:
        """Read the files, the largest first; the answers are in the order of the jobs."""
        return self._all(jobs, [size_of(job.file) for job in jobs], self._read)

    def letters(self, jobs: Sequence[LettersJob]) -> tuple[UnreadableError | None, ...]:
        """Read the letters of pages into the targets of the jobs; for each why that failed, or None."""
        return self._all(jobs, [size_of(job.pdf) for job in jobs], self._letters)

    def covered(self, jobs: Sequence[LettersJob]) -> tuple[UnreadableError | None, ...]:
        """See how much of pages is pictures (`report.read.covered`), as `letters` does."""
        work = partial(self._letters, what=Task.COVERED)
        return self._all(jobs, [size_of(job.pdf) for job in jobs], work)

    def recognise(self, jobs: Sequence[RecognitionJob]) -> tuple[Letters | UnreadableError, ...]:
        """The letters of each page as Tesseract recognises them, or why it could not."""
        return self._all(jobs, [size_of(job.pdf) for job in jobs], self._recognise)

    def _all(
        self, jobs: Sequence[_Job], sizes: Sequence[int], work: Callable[[_Job], _Done]
    ) -> tuple[_Done, ...]:
        if not jobs:
            return ()
        order = sorted(range(len(jobs)), key=sizes.__getitem__, reverse=True)
        with ThreadPoolExecutor(self._workers, "reader") as threads:
            try:
                running = {index: threads.submit(work, jobs[index]) for index in order}
                return tuple(running[index].result() for index in range(len(jobs)))
            except BaseException:  # also when interrupted: the threads end when their readers do
                threads.shutdown(wait=False, cancel_futures=True)
                self.__exit__(None, None, None)
                raise

    def _read(self, job: Job) -> ReadFile:
        began = time.monotonic()
        try:
            with job.file.open("rb") as file:
                read = (self._read_office if job.kind is FileKind.OFFICE else self._read_file)(job, file)
        except UnwritableError as trouble:
            read = ReadFile("", 0, 0.0, _unwritable(job.path, trouble))
        except OSError as trouble:
            read = ReadFile("", 0, 0.0, unreadable(job.path, trouble))
        if not isinstance(read.outcome, Reading):
            job.target.unlink(missing_ok=True)
        return replace(read, seconds=time.monotonic() - began)

    def _read_office(self, job: Job, file: BinaryIO) -> ReadFile:
        with office.converted(file, job.path, job.limits, self._stopping) as made:
            if isinstance(made.outcome, UnreadableError):
                return ReadFile(made.sha256, made.size, 0.0, made.outcome)
            read = self._read_file(replace(job, kind=FileKind.PDF), made.outcome)
            outcome = _of_office(read.outcome) if isinstance(read.outcome, Reading) else read.outcome
            return ReadFile(made.sha256, made.size, 0.0, outcome)

    def _recognise(self, job: RecognitionJob) -> Letters | UnreadableError:
        try:
            with TemporaryDirectory(prefix="attest-", ignore_cleanup_errors=True) as name:
                own = Path(name).resolve()
                picture = own / recognition.PICTURE
                page = LettersJob(job.pdf, job.path, (Range(job.number, job.number),), picture, job.limits)
                trouble = self._letters(page, Task.PICTURE)
                if trouble is not None:
                    return trouble
                if picture.stat().st_size == len(BLANK):
                    return Letters(job.number)
                if isinstance(job.data, UnreadableError):
                    return job.data
                return recognition.recognise(own, job.path, job.size, job.data, job.limits, self._stopping)
        except OSError as trouble:
            return _unwritable(job.path, UnwritableError(trouble.errno, trouble.strerror))

    def _letters(self, job: LettersJob, what: Task = Task.LETTERS) -> UnreadableError | None:
        settings = ReadSettings((0.0, 0.0), print_pages=job.numbers)
        task = Job(job.pdf, job.path, FileKind.PDF, settings, job.target, job.limits)
        try:
            with job.pdf.open("rb") as file:
                ending, _, _ = self._run(task, file, what)
            return endings.letters_trouble(ending, job.path, job.limits)
        except UnwritableError as trouble:
            return _unwritable(job.path, trouble)
        except OSError as trouble:
            return unreadable(job.path, trouble)

    def _read_file(self, job: Job, file: BinaryIO) -> ReadFile:
        ending, digest, size = self._run(job, file, Task.PAGES)
        return ReadFile(digest, size, 0.0, endings.outcome(ending, job.path, job.limits))

    def _run(self, job: Job, file: BinaryIO, task: Task) -> tuple[Ending, str, int]:
        ended = self._attempt(job, file, task)
        if ended[0].lost and not self._stopping.is_set():
            file.seek(0)
            ended = self._attempt(job, file, task)
        return ended

    def _attempt(self, job: Job, file: BinaryIO, task: Task) -> tuple[Ending, str, int]:
        with ExitStack() as stack:
            target = stack.enter_context(_new(job.target))
            head = _head(job.settings, os.fstat(file.fileno()).st_size)
            deadline = time.monotonic() + job.limits.seconds
            source, sink, line = self._starter.begin(task, job.kind, job.limits, stack)
            exchange = Exchange(file, head, target, job.limits.output)
            ending = exchange.run(source, sink, line, deadline)
            return ending, *exchange.fingerprint()


def _new(target: Path) -> FileIO:
    try:
        return FileIO(target, "w")
    except OSError as trouble:
        raise UnwritableError(trouble.errno, trouble.strerror) from trouble


def unreadable(path: str, trouble: OSError) -> UnreadableError:
    """The problem of a file whose bytes the system does not give."""
    return UnreadableError("unreadable-file", f"{path} cannot be read: {trouble.strerror or trouble}")


def _unwritable(path: str, trouble: OSError) -> UnreadableError:
    return UnreadableError(
        "unwritable-output",
        f"the pages of {path} cannot be written: {trouble.strerror or trouble}",
        "make room on the disk, or mend the permissions of build/",
    )


def _head(settings: ReadSettings, size: int) -> bytes:
    """What a reader gets before its file."""
    told = worker.SETTINGS.dump_json(settings)
    return worker.HEAD.pack(len(told), size) + told


def size_of(path: Path) -> int:
    """In bytes, 0 where it cannot be told."""
    try:
        return path.stat().st_size
    except OSError:  # told when it is read
        return 0


def _of_office(reading: Reading) -> Reading:
    """Without LibreOffice's own doing: its PDF has an action that opens it, the document has none."""
    removed = {name: count for name, count in reading.removed.items() if name != "OpenAction"}
    changes = [(Change.CONVERTED, "by LibreOffice")]
    for change, detail in reading.changes:
        if change is not Change.CLEANED:
            changes.append((change, detail))
        elif removed:
            changes.append((change, ", ".join(one for one in detail.split(", ") if one != "OpenAction")))
    return replace(reading, kind=FileKind.OFFICE, removed=removed, changes=tuple(changes))
