"""Workers elsewhere: a Dask cluster as an executor, whose machines lay out pages exactly as this one does.

The address of a scheduler goes in, an executor comes out, or why there is none. Requests travel as bytes,
each with the mark of this machine: a worker with another version, code or font refuses it, whenever it
joined. What Dask exchanges can run programs at both ends, so a scheduler must be trusted.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
import warnings
import weakref
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import suppress
from functools import partial
from typing import Any

from report import likeness
from report.workers import FarExecutor, NoWorkersError, WorkerKilledError

_MOST = 4
"""Differences that are told of a worker."""
_CLOSING = 2.0
_REFUSED = 2.0
"""Seconds in which a refusal comes, if there is one."""
_CALL = 10.0
"""Seconds in which a scheduler must answer, and in which a first worker may still join."""
_LOOK_OVER = 60.0
"""Seconds in which all workers must say what they lay out with: to load it takes them some."""
_PATIENCE = 60.0
"""Seconds without any worker after which none is waited for: one that died is started anew in less."""
_STEP = 0.1
_AT_ONCE = threading.Lock()
"""WeasyPrint and Pango are not made for threads, and a Dask worker may have several."""


class UnlikeError(Exception):
    """A worker lays out otherwise; the text says which and how."""


def connect(address: str) -> FarExecutor:
    """The cluster whose scheduler is at `address` (`tcp://HOST:8786`), its workers looked over.

    Raises NoWorkersError: no `distributed`, nobody there, no workers, or such that lay out otherwise.
    """
    try:
        import distributed  # noqa: PLC0415 - an extra, and half a second to import
    except ImportError as missing:
        raise NoWorkersError(
            f"--scheduler needs Dask's distributed, which is not installed ({missing.name})",
            "install it: pip install 'attest-dossier[dask]'",
            wrong_call=True,
        ) from None
    _hush()
    try:
        client = _client(distributed, address)
    except (ValueError, TypeError) as wrong:
        raise NoWorkersError(
            f"{address} is no scheduler's address: {wrong}", "write it as tcp://HOST:8786", wrong_call=True
        ) from None
    except Exception as silent:  # noqa: BLE001 - of a host that is not there an AssertionError has been seen
        raise NoWorkersError(
            f"no scheduler answers at {address}: {_with(_reason(silent), _refusal(address))}",
            "start one with `dask scheduler`, or correct the address",
        ) from None
    try:
        cluster = _Cluster(client, address)
        cluster.look_over()
    except BaseException:
        _close(client)
        raise
    return cluster


def _client(distributed: Any, address: str) -> Any:
    """A client, which Dask has no types for. Its `timeout` is for a connection alone: what takes it and
    never says a word would be waited for without end.
    """

    class Client(distributed.Client):  # type: ignore[misc]
        def start(self, **kwargs: Any) -> None:
            try:
                super().start(callback_timeout=2 * _CALL, **kwargs)
            except BaseException:
                self.status = "closed"  # else it says farewell at the end, and waits for an answer again
                raise

    return Client(address, timeout=_CALL, set_as_default=False, name="attest")


class _Cluster(FarExecutor):
    def __init__(self, client: Any, address: str) -> None:
        self._client = client
        self._address = address
        self._executor: Executor = client.get_executor(pure=False, retries=0)
        self._seen = time.monotonic()
        self.room = 32

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        outer: Future[Any] = Future()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # large requests are meant
            inner = self._executor.submit(work, likeness.mark(), fn, *args, **kwargs)
        # Not by each other's names: what came of a request is to go when it was taken.
        outer.add_done_callback(partial(_cancel, weakref.ref(inner)))
        inner.add_done_callback(partial(_hand_on, outer))
        return outer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        with suppress(Exception):
            self._executor.shutdown(wait=wait and not cancel_futures)
        _close(self._client)

    def look(self) -> None:
        """Raise NoWorkersError when the scheduler is gone, or no worker has been there for a while."""
        workers = self._workers()
        if workers:
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen <= _PATIENCE:
            return
        elif workers is None:
            raise NoWorkersError(
                f"the scheduler at {self._address} has not answered for {_PATIENCE:.0f} seconds",
                "start it and its workers anew, and compile again: what is laid out is kept",
            )
        else:
            raise NoWorkersError(
                f"the cluster at {self._address} has had no workers for {_PATIENCE:.0f} seconds",
                "start workers with `dask worker`, and compile again: what is laid out is kept",
            )

    def look_over(self) -> None:
        """Compare all workers with this machine, when there is one."""
        workers = self._first_workers()
        if not workers:
            raise NoWorkersError(
                f"the cluster at {self._address} has no workers; none has joined for {_CALL:.0f} seconds",
                f"start some: dask worker {self._address} --nthreads 1 --nworkers auto",
            )
        self.room = max(self.room, 4 * len(workers))
        ours = likeness.likeness()
        try:
            told = self._client.run(described, on_error="return", callback_timeout=_LOOK_OVER)
        except OSError as silent:
            raise NoWorkersError(
                f"the workers of the cluster at {self._address} do not answer: {_reason(silent)}",
                "start them anew",
            ) from None
        unlike = {name: why for name, theirs in told.items() if (why := _unlike(ours, theirs))}
        if unlike:
            name, why = next(iter(sorted(unlike.items())))
            others = f", and {len(unlike) - 1} more of {len(told)} differ" if len(unlike) > 1 else ""
            raise NoWorkersError(
                f"the worker {name} would lay out other pages: {why}{others}",
                "install the same versions and fonts there as here",
            )

    def _first_workers(self) -> Sequence[str] | None:
        """Those that are there, or join soon: they may have been started just now, with the scheduler."""
        end = time.monotonic() + _CALL
        while not (workers := self._workers()) and time.monotonic() < end:
            time.sleep(_STEP)
        return workers

    def _workers(self) -> Sequence[str] | None:
        """Their addresses; None while the scheduler does not answer."""
        if self._client.status != "running":
            return None
        try:
            # As `nthreads()` does, which knows no limit of time.
            return tuple(self._client.sync(self._client.scheduler.ncores, callback_timeout=_CALL))
        except OSError:  # timeouts and closed connections are such
            return None


def described() -> Mapping[str, str]:
    """Asked of a worker: what it lays out with."""
    with _AT_ONCE:
        return likeness.likeness()


def work(wanted: str, function: Callable[[Any], Any], request: Any) -> Any:
    """Done by a worker: what `function` makes of the request, if it is what our machine would make of it."""
    with _AT_ONCE:
        if likeness.mark() != wanted:
            raise UnlikeError(socket.gethostname())
        return function(request)


def _unlike(ours: Mapping[str, str], theirs: object) -> str:
    """In words, how a worker differs, by what it said; "" where it does not."""
    if isinstance(theirs, ModuleNotFoundError):
        return f"Attest is not installed there ({_first_line(theirs)})"
    if isinstance(theirs, Exception):
        return f"it cannot say with what it works ({type(theirs).__name__}: {_first_line(theirs)})"
    assert isinstance(theirs, Mapping)
    told = likeness.differences(ours, theirs)
    more = f" and {len(told) - _MOST} more" if len(told) > _MOST else ""
    return "; ".join(told[:_MOST]) + more


def _hand_on(outer: Future[Any], inner: Future[Any]) -> None:
    """The outcome of Dask's future, in our words."""
    if outer.cancelled():
        return
    if inner.cancelled():
        outer.cancel()
        outer.set_running_or_notify_cancel()
        return
    failure = inner.exception()
    if failure is None:
        outer.set_result(inner.result())
    elif type(failure).__name__ == "KilledWorker":
        outer.set_exception(WorkerKilledError(str(failure)))
    elif isinstance(failure, UnlikeError | ModuleNotFoundError):
        outer.set_exception(
            NoWorkersError(
                f"a worker that joined would lay out other pages, or has no Attest: {_first_line(failure)}",
                "compile again to be told how it differs",
            )
        )
    else:
        outer.set_exception(failure)


def _cancel(inner: weakref.ref[Future[Any]], outer: Future[Any]) -> None:
    if outer.cancelled() and (future := inner()) is not None:
        future.cancel()


def _close(client: Any) -> None:
    with suppress(Exception):
        client.close(timeout=_CLOSING)


def _hush() -> None:
    """What matters of what Dask logs on standard error is told by us."""
    for name in ("distributed", "distributed.client", "distributed.comm", "distributed.core", "tornado"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _reason(failure: BaseException) -> str:
    """What happened, and what the system said, where it did: a name that nobody knows, a refusal."""
    cause: BaseException | None = failure
    said = _first_line(failure)
    while cause is not None:
        if isinstance(cause, OSError) and cause.strerror:
            return _with(said, cause.strerror)
        cause = cause.__cause__
    return said


def _refusal(address: str) -> str:
    """What the system says to whoever calls there, "" where it lets them: Dask has it only if the last of its
    own calls was not cut short.
    """
    host, _, port = address.rpartition("//")[2].rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), _REFUSED):
            return ""
    except OSError as failure:
        return failure.strerror or ""
    except ValueError:  # no address of a machine
        return ""


def _with(said: str, reason: str) -> str:
    return f"{said} ({reason})" if reason and reason not in said else said


def _first_line(failure: BaseException) -> str:
    return next(iter(str(failure).splitlines()), type(failure).__name__)
