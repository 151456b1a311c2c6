"""Processes that lay out die, here and on a cluster, and the dossier is the same; what cannot be is told."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from bench.dossiers import Shape, write_dossier
from report import building
from report.options import BuildOptions
from report.pool import pool
from report.workers import NoWorkersError, Workers, WorkersDiedError

SMALL = Shape(paragraphs=(1, 2))


def double(number: int) -> int:
    return 2 * number


def die_at_three(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.01)
    return number


def die_once(path: str) -> str:
    if not Path(path).exists():
        Path(path).write_text("died")
        os.kill(os.getpid(), signal.SIGKILL)
    return path


def test_a_worker_that_dies_costs_a_retry(tmp_path: Path) -> None:
    paths = [str(tmp_path / str(number)) for number in range(4)]
    with Workers(2) as workers:
        assert sorted(answer for _, answer in workers.run(die_once, paths[:2])) == paths[:2]
        assert sorted(workers.run(double, range(40))) == [(number, 2 * number) for number in range(40)]


def test_what_is_stopped_at_once_leaves_nothing_to_do_at_the_end() -> None:
    """Else the interpreter, when it ends, wakes a thread whose pipe is being closed, and tells of it."""
    before = set(threading.enumerate())
    for _ in range(10):
        with Workers(2, pool) as workers:
            workers.begin()
        assert set(threading.enumerate()) <= before


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_request_that_kills_is_named(jobs: int) -> None:
    with Workers(jobs, pool) as workers, pytest.raises(WorkersDiedError) as died:
        list(workers.run(die_at_three, range(8)))
    assert died.value.index == 3


def test_a_section_that_no_process_survives_is_one_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_dossier(tmp_path / "d", 3, shape=SMALL)
    monkeypatch.setattr("report.rendering._do", die_in_second)
    with Workers(2, pool) as workers:
        outcome = building.build(tmp_path / "d", workers=workers, cached=False)
    assert [problem.code for problem in outcome.problems] == ["render-crash"]
    assert "entry-0002" in outcome.problems[0].message


def die_in_second(task: object) -> object:
    from report import rendering

    if getattr(task, "request").name == "entry-0002":  # noqa: B009
        os.kill(os.getpid(), signal.SIGKILL)
    return rendering._do(task)  # type: ignore[arg-type]


def test_any_number_of_jobs_gives_the_same_bytes(tmp_path: Path) -> None:
    write_dossier(tmp_path / "d", 4, shape=SMALL)
    digests = set()
    for jobs in (1, 2, 8):
        with Workers(jobs) as workers:
            outcome = building.build(tmp_path / "d", workers=workers, cached=False)
        digests.add(outcome.sha256)
    assert len(digests) == 1
    assert digests != {None}


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_gives_the_same_twenty_dossiers(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    from report.cluster import connect

    folders = [tmp_path / f"d{number:02}" for number in range(20)]
    for number, folder in enumerate(folders):
        write_dossier(folder, 3, seed=number, shape=SMALL)
    with Workers(2) as workers:
        local = [compiled(folder, workers, folder / "local.pdf") for folder in folders]
    make: Callable[..., object] = distributed.LocalCluster
    with (
        make(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,  # type: ignore[attr-defined]
        Workers(2, lambda _: connect(cluster.scheduler_address)) as workers,
    ):
        far = [compiled(folder, workers, folder / "far.pdf") for folder in folders[:8]]
        killed: list[str] = []
        killer = threading.Thread(target=kill_a_busy_one, args=(cluster, killed))
        killer.start()
        far += [compiled(folder, workers, folder / "far.pdf") for folder in folders[8:]]
        killer.join()
    assert killed, "one was killed while it laid out a section"
    assert far == local


def kill_a_busy_one(cluster: Any, killed: list[str]) -> None:
    """End a worker in the middle of a section; `killed` are the tasks that it had in its hands.

    A worker of one thread that has tasks is doing one of them. One that was sent a while ago has arrived; it
    is stopped, and what it had said before that has arrived too: what the scheduler then waits for is undone.
    """
    nannies = {nanny.worker_address: nanny for nanny in cluster.workers.values()}
    end = time.monotonic() + 60
    while not killed and time.monotonic() < end:
        for address, state in list(cluster.scheduler.workers.items()):
            before = {task.key for task in list(state.processing)}
            time.sleep(0.05)
            pid = nannies[address].process.process.pid
            os.kill(pid, signal.SIGSTOP)
            time.sleep(0.1)
            undone = before & {task.key for task in list(state.processing)}
            if undone and not killed:
                os.kill(pid, signal.SIGKILL)
                killed += undone
            else:
                os.kill(pid, signal.SIGCONT)


def compiled(folder: Path, workers: Workers, target: Path) -> str:
    outcome = building.build(folder, BuildOptions(target), workers=workers, cached=False)
    assert outcome.pdf is not None, outcome.problems
    return sha256(target.read_bytes()).hexdigest()


def test_nobody_at_the_address_is_told() -> None:
    pytest.importorskip("distributed")
    from report import cluster

    with pytest.raises(NoWorkersError, match="no scheduler's address") as wrong:
        cluster.connect("nonsense://here:1")
    assert wrong.value.wrong_call
