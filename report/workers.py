"""Runs pure functions side by side, on any `concurrent.futures.Executor`: here on a pool of processes.

Requests go in, answers come out as they are ready. A worker that dies costs a retry, not the dossier. With
one job the work is done in this process.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, as_completed
from multiprocessing.connection import wait
from types import TracebackType
from typing import Any, Self, TypeVar

Request = TypeVar("Request")
Answer = TypeVar("Answer")

_TRIES = 3
"""So many times in a row a pool may break without one answer; then the request is at fault."""

_PRELOADED = ("report.render.section", "report.render.drawing")
"""Imported once, by the process of which all workers are forks: it takes half a second."""


VARIABLE = "ATTEST_JOBS"
"""Names how many processes lay out, where the call does not."""


class WorkersDiedError(Exception):
    """Workers died again and again. `index` is that of the first request without an answer."""

    def __init__(self, index: int) -> None:
        super().__init__("the processes that lay out pages die, again and again")
        self.index = index


class Workers:
    """A context: the executor is begun when it is first needed and kept warm until the end."""

    def __init__(self, jobs: int | None = None, make: Callable[[int], Executor] | None = None) -> None:
        """`jobs` processes, as many as there are cores where it is None; `make` gives another executor."""
        jobs = jobs or cores()
        self._make = make or (lambda number: Here() if number == 1 else pool(number))
        self._executor: Executor | None = None
        self._jobs = jobs

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def begin(self) -> None:
        """Start the processes now, so that they are ready when there is work."""
        executor = self._started()
        if isinstance(executor, ProcessPoolExecutor):
            for _ in range(self._jobs):
                executor.submit(os.getpid)

    def stop(self) -> None:
        """What is being done is given up."""
        executor, self._executor = self._executor, None
        if executor is not None:
            processes = list((getattr(executor, "_processes", None) or {}).values())
            executor.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                process.terminate()

    def run(
        self, function: Callable[[Request], Answer], requests: Sequence[Request]
    ) -> Iterator[tuple[int, Answer]]:
        """The answers, each with the index of its request, as they come.

        Raises WorkersDiedError, and what `function` raises.
        """
        waiting = set(range(len(requests)))
        broken = 0
        while waiting:
            answered = False
            futures: dict[Future[Answer], int] = {}
            try:
                executor = self._started()
                for index in sorted(waiting):
                    futures[executor.submit(function, requests[index])] = index
                for future in as_completed(futures):
                    index = futures[future]
                    answer = future.result()
                    waiting.discard(index)
                    answered = True
                    yield index, answer
            except BrokenExecutor:
                broken = 0 if answered else broken + 1
                self.stop()
                if broken == _TRIES:
                    raise WorkersDiedError(min(waiting)) from None

    def _started(self) -> Executor:
        if self._executor is None:
            self._executor = self._make(self._jobs)
        return self._executor


class Here(Executor):
    """Does the work in this process, when it is submitted."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as failure:  # noqa: BLE001 - handed to whoever asks for the result
            future.set_exception(failure)
        return future


def cores() -> int:
    """How many this process may use, or what ATTEST_JOBS says."""
    wanted = os.environ.get(VARIABLE, "")
    if wanted.isdecimal() and int(wanted) > 0:
        return int(wanted)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def pool(jobs: int) -> ProcessPoolExecutor:
    """Processes that have loaded what lays out pages."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_PRELOADED))
    return ProcessPoolExecutor(jobs, context, _settle_in)


def _settle_in() -> None:
    """In a worker: Ctrl-C is the main process's to hear, and nobody outlives it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
