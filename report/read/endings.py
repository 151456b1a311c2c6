"""How a reader ended, in words for the author: its reading, or the problem that there is with the file."""

from __future__ import annotations

import signal

from report.model import Reading
from report.read import answers
from report.read.exchange import Ending
from report.read.settings import Limits, UnreadableError

_RAISE = "raise limits: in dossier.yaml, or leave the file out with annexes:"
_REPLACE = (
    "open it in a viewer that is up to date, print it to a new PDF and archive that as well, "
    "or leave the file out with annexes:"
)
_GIVEN_UP = ("SIGABRT", "SIGILL", "SIGTRAP")
"""Signals by which libraries end themselves: at a bug, or when they get no memory."""
_MUCH = 0.3
"""The part of the memory allowed that tells the one from the other: a buffer grows by doubling."""


def outcome(ending: Ending, path: str, limits: Limits) -> Reading | UnreadableError:
    """What came of the file that the author calls `path`."""
    if ending.answer is not None and ending.answer.reading is not None:
        return ending.answer.reading
    return _trouble(ending, path, limits)


def letters_trouble(ending: Ending, path: str, limits: Limits) -> UnreadableError | None:
    """None where the letters of the file's pages are there."""
    if ending.answer is not None and ending.answer.letters:
        return None
    return _trouble(ending, path, limits)


def malformed(path: str) -> UnreadableError:
    return _crashed(path, "no sound answer")


def _trouble(ending: Ending, path: str, limits: Limits) -> UnreadableError:
    answer = ending.answer
    if answer is None:
        return _without_answer(ending, path, limits)
    if answer.refusal is not None:
        return UnreadableError(answer.refusal.code, answer.refusal.message, answer.refusal.hint)
    if answer.failure == answers.OPEN:
        return _not_shut_in(path)
    if answer.failure == answers.MEMORY:
        return out_of_memory(path, limits)
    # Another answer than was asked for is none.
    return _crashed(path, answer.failure or "no sound answer")


def out_of_time(path: str, limits: Limits) -> UnreadableError:
    return UnreadableError("reader-timeout", f"reading {path} took longer than {limits.seconds} s", _RAISE)


def out_of_memory(path: str, limits: Limits) -> UnreadableError:
    return UnreadableError(
        "reader-memory", f"reading {path} needs more memory than {_amount(limits.memory)}", _RAISE
    )


def out_of_room(path: str, limits: Limits) -> UnreadableError:
    return UnreadableError(
        "reader-output", f"the pages of {path} come to more than {_amount(limits.output)}", _RAISE
    )


def _without_answer(ending: Ending, path: str, limits: Limits) -> UnreadableError:
    if ending.stopped == "seconds":
        return out_of_time(path, limits)
    if ending.stopped == "output":
        return out_of_room(path, limits)
    if ending.lost:
        return UnreadableError(
            "reader-crashed",
            f"the program that reads {path} was ended from outside before it was done",
            "compile the dossier again",
        )
    if ending.status is None or ending.status >= 0 or ending.stopped:
        return _crashed(path, "no sound answer")
    name = _signal_name(-ending.status)
    if name == "SIGXCPU":
        return out_of_time(path, limits)
    if name == "SIGKILL":
        return UnreadableError(
            "reader-memory",
            f"the system ended the program that reads {path}, mostly for lack of memory",
            "close other programs, or leave the file out with annexes:",
        )
    if name in _GIVEN_UP and ending.memory >= limits.memory * _MUCH:
        return out_of_memory(path, limits)
    return _crashed(path, name)


def _not_shut_in(path: str) -> UnreadableError:
    return UnreadableError(
        "reader-not-shut-in",
        f"{path} was not read, because the system did not let its reader be shut in",
        "if Attest runs in a container, let that allow the calls landlock_restrict_self and seccomp",
    )


def _crashed(path: str, how: str) -> UnreadableError:
    return UnreadableError(
        "reader-crashed",
        f"{path} is damaged, or made to do harm: the program that reads it failed ({how})",
        _REPLACE,
    )


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _amount(size: int) -> str:
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= unit:
            return f"{size / unit:.3g} {name}"
    return f"{size} bytes"
