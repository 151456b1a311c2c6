"""Runs pure functions side by side, on any `concurrent.futures.Executor`: here on a pool of processes.

Requests go in, answers come out as they are ready. A worker that dies costs a retry, not the dossier. With
one job the work is done in this process.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import suppress
from types import TracebackType
from typing import Any, Self, TypeVar

from report.pool import get_ready, pool

Request = TypeVar("Request")
Answer = TypeVar("Answer")

_TRIALS = 2
"""So many times a request is tried alone that was at work when a worker died."""

_AHEAD = 2
"""Requests that wait in the pool, beside those that are at work, so that no process waits for the next."""

_LOOK = 5.0
"""Seconds after which an executor without an answer is asked whether there is still hope."""


_PATIENCE = 5.0
"""Seconds in which a pool whose processes were ended comes to its own end."""
VARIABLE = "ATTEST_JOBS"
"""Names how many processes lay out, where the call does not."""


class WorkersDiedError(Exception):
    """A request ends whichever worker takes it. `index` is its place among the requests."""

    def __init__(self, index: int) -> None:
        super().__init__("the processes that lay out pages die, again and again")
        self.index = index


class WorkerKilledError(Exception):
    """Raised by a future of a `FarExecutor`: workers died of this request, others are there."""


class NoWorkersError(Exception):
    """There is nobody to do the work; the text says why, `hint` how to mend it, for the user.

    `wrong_call`: what the user asked for cannot be, whatever the state of the world.
    """

    def __init__(self, message: str, hint: str = "", *, wrong_call: bool = False) -> None:
        super().__init__(message)
        self.hint = hint
        self.wrong_call = wrong_call


class StoppedError(Exception):
    """No more work is done: the program is ending."""


class FarExecutor(Executor):
    """One whose workers are elsewhere. `room` is how many requests are sent ahead."""

    room: int

    def look(self) -> None:
        """Raise NoWorkersError if no answer can be hoped for."""


class Workers:
    """A context: the executor is begun when it is first needed and kept warm until the end.

    Threads can share one.
    """

    def __init__(
        self,
        jobs: int | None = None,
        make: Callable[[int], Executor] | None = None,
    ) -> None:
        """`jobs` processes, as many as there are cores where it is None; `make` gives another executor."""
        self.jobs = jobs or cores()
        self._make = make or (lambda number: Here() if number == 1 else pool(number))
        # Alone in this process it would take the process with it.
        self._make_alone = make or pool
        self._executor: Executor | None = None
        self._lock = threading.Lock()
        self._beginning: threading.Thread | None = None
        self._ended = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended = True
        self.stop()

    def begin(self) -> None:
        """Start the first process in the background, so that it is ready when there is work.

        The others are forks of what it is a fork of, in no time: they begin when there is work for them.
        Raises NoWorkersError, OSError.
        """
        with self._lock:
            begun = self._executor is not None
        executor = self._started()
        if isinstance(executor, ProcessPoolExecutor) and not begun:
            # Whoever asks waits until all is loaded that a process needs.
            self._beginning = threading.Thread(target=_begin, args=[executor], daemon=True)
            self._beginning.start()

    @property
    def side_by_side(self) -> bool:
        """Whether there are several that can read this machine's files.

        Raises StoppedError, NoWorkersError, OSError.
        """
        return self.jobs > 1 and isinstance(self._started(), ProcessPoolExecutor)

    def stop(self) -> None:
        """What is being done is given up."""
        self._put_away(self._executor)

    def run(
        self, function: Callable[[Request], Answer], requests: Iterable[Request]
    ) -> Iterator[tuple[int, Answer]]:
        """The answers, each with the index of its request, as they come.

        A request is taken when there is room for it: it can know what came of the first ones.
        Raises WorkersDiedError, NoWorkersError, StoppedError, OSError, and what `function` raises.
        """
        ahead = enumerate(requests)
        at_work: dict[Future[Answer], tuple[int, Request]] = {}
        suspects: list[tuple[int, Request]] = []
        try:
            while True:
                executor = self._started()
                try:
                    self._send(executor, function, ahead, at_work, suspects)
                    if not at_work:
                        break
                    for future in self._first_of(at_work, executor):
                        one = at_work.pop(future)
                        try:
                            answer = future.result()
                        except (BrokenExecutor, CancelledError, WorkerKilledError):
                            suspects.append(one)
                            raise
                        yield one[0], answer
                except WorkerKilledError:
                    pass  # all others are well
                except (BrokenExecutor, CancelledError):
                    self._put_away(executor)
                    # What is done all the same is asked for again; nothing depends on how often.
                    suspects += at_work.values()
                    at_work.clear()
                for index, request in sorted(suspects, key=lambda one: one[0]):
                    yield index, self._alone(function, index, request)
                suspects.clear()
        finally:
            for future in at_work:
                future.cancel()

    def _send(
        self,
        executor: Executor,
        function: Callable[[Request], Answer],
        ahead: Iterator[tuple[int, Request]],
        at_work: dict[Future[Answer], tuple[int, Request]],
        unsent: list[tuple[int, Request]],
    ) -> None:
        """Send requests as long as there is room. Raises BrokenExecutor, with the last one in `unsent`."""
        room = executor.room if isinstance(executor, FarExecutor) else self.jobs + _AHEAD
        while len(at_work) < room and (one := next(ahead, None)) is not None:
            try:
                at_work[executor.submit(function, one[1])] = one
            except RuntimeError as failure:  # BrokenExecutor is one; or another thread has put it away
                unsent.append(one)
                raise BrokenExecutor from failure

    def _alone(self, function: Callable[[Request], Answer], index: int, request: Request) -> Answer:
        """The answer of a request that was at work when a worker died: now no other can be at fault."""
        for _ in range(_TRIALS):
            executor = self._make_alone(1)
            try:
                (future,) = self._first_of([executor.submit(function, request)], executor)
                return future.result()
            except (BrokenExecutor, CancelledError, WorkerKilledError):
                continue
            finally:
                _end(executor)
        raise WorkersDiedError(index)

    def _first_of(self, futures: Iterable[Future[Answer]], executor: Executor) -> set[Future[Answer]]:
        """Those that are done, at least one."""
        futures = list(futures)
        while True:
            done, _ = wait(futures, _LOOK, FIRST_COMPLETED)
            if self._ended:
                raise StoppedError
            if done:
                return done
            if isinstance(executor, FarExecutor):
                executor.look()

    def _started(self) -> Executor:
        with self._lock:
            if self._ended:
                raise StoppedError
            if self._executor is None:
                self._executor = self._make(self.jobs)
            return self._executor

    def _put_away(self, executor: Executor | None) -> None:
        with self._lock:
            if executor is self._executor:
                self._executor = None
        if self._beginning is not None:
            # Else a process could begin after all were ended.
            self._beginning.join(_PATIENCE)
        if executor is not None:
            _end(executor)


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


def _begin(executor: Executor) -> None:
    """Have a process start and get ready, or nothing where the pool is put away in the meantime."""
    with suppress(RuntimeError):
        executor.submit(get_ready)


def _end(executor: Executor) -> None:
    processes = list((getattr(executor, "_processes", None) or {}).values())
    manager = getattr(executor, "_executor_manager_thread", None)
    executor.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    if manager is not None:
        # It closes the pipe by which the interpreter, when it ends, would wake it: not at the same time.
        manager.join(_PATIENCE)
