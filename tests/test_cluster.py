"""What can be wrong with a cluster is told in a line, in bounded time, and never makes other pages."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.dossiers import Shape, write_dossier
from report import building, cluster, likeness
from report.command import main
from report.workers import NoWorkersError, Workers
from tests.conftest import ROOT

pytest.importorskip("distributed")

SMALL = Shape(paragraphs=(1, 1))


@contextmanager
def begun(module: str, *arguments: str, folder: Path = ROOT) -> Iterator[subprocess.Popen[bytes]]:
    """A scheduler or a worker, as a user starts it, with the package that is in `folder`."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{module}", *arguments, "--no-dashboard"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


@contextmanager
def scheduler() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with begun("dask_scheduler", "--host", "127.0.0.1", "--port", str(port)) as process:
        yield f"tcp://127.0.0.1:{port}", process


@contextmanager
def worker(address: str, folder: Path = ROOT) -> Iterator[subprocess.Popen[bytes]]:
    with begun("dask_worker", address, "--nthreads", "1", "--no-nanny", folder=folder) as process:
        yield process


def refusal(address: str) -> NoWorkersError:
    with pytest.raises(NoWorkersError) as refused:
        cluster.connect(address)
    return refused.value


@pytest.mark.parametrize("address", ["nonsense://here:1", "here", "", "tcp://here:port"])
def test_what_is_no_address_is_a_wrong_call(address: str) -> None:
    refused = refusal(address)
    assert "no scheduler's address" in str(refused)
    assert refused.wrong_call


def test_where_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_CALL", 1.0)
    refused = refusal("tcp://127.0.0.1:1")
    assert "no scheduler answers at tcp://127.0.0.1:1" in str(refused)
    assert str(refused).count("Connection refused") == 1
    assert "no scheduler answers" in str(refusal("tcp://nobody.invalid:8786"))


def test_what_accepts_and_never_answers_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_CALL", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert "no scheduler answers" in str(refusal(f"tcp://127.0.0.1:{silent.getsockname()[1]}"))


@pytest.mark.slow
def test_the_command_ends_too_and_says_no_more_than_that(tmp_path: Path) -> None:
    write_dossier(tmp_path / "d", 1, shape=SMALL)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        call = [sys.executable, str(ROOT / "compile.py"), "build", str(tmp_path / "d"), "--scheduler"]
        ended = subprocess.run(
            [*call, address, "--quiet"], capture_output=True, text=True, timeout=60, check=False
        )
    (line,) = ended.stderr.splitlines()
    assert f"no scheduler answers at {address}" in line
    assert ended.returncode == 1


def test_what_answers_otherwise_is_no_scheduler() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            connection, _ = server.accept()
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 10)

        threading.Thread(target=greet, daemon=True).start()
        refused = refusal(f"tcp://127.0.0.1:{server.getsockname()[1]}")
    assert "no scheduler answers" in str(refused)


def test_without_the_extra_it_is_told_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_dossier(tmp_path / "d", 1, shape=SMALL)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SystemExit) as end:
        main(["build", str(tmp_path / "d"), "--scheduler", "tcp://127.0.0.1:1"])
    assert end.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "pip install 'attest-dossier[dask]'" in line


def test_workers_are_waited_for_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    with scheduler() as (address, _):
        started = threading.Event()

        def join() -> None:
            with worker(address):
                started.wait(60)

        late = threading.Timer(1.0, join)
        late.start()
        try:
            cluster.connect(address).shutdown()
        finally:
            started.set()
            late.join()
        monkeypatch.setattr(cluster, "_CALL", 2.0)
        begin = time.monotonic()
        refused = refusal(address)
        assert time.monotonic() - begin < 20
    assert "has no workers" in str(refused)
    assert f"dask worker {address}" in refused.hint


def test_a_worker_with_another_program_is_named(tmp_path: Path) -> None:
    """It is the same package with one line more, as another version is."""
    for name in ("report", "styles", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "report" / "likeness.py").open("a", encoding="utf-8") as file:
        file.write("\n# later\n")
    with scheduler() as (address, _), worker(address, tmp_path):
        refused = refusal(address)
    assert "the worker tcp://127.0.0.1" in str(refused)
    assert "Attest's code is another there" in str(refused)
    assert "same versions" in refused.hint


def test_one_that_joins_later_and_differs_ends_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_dossier(tmp_path / "d", 1, shape=SMALL)
    with (
        scheduler() as (address, _),
        worker(address),
        Workers(1, lambda _: cluster.connect(address)) as workers,
    ):
        workers.begin()
        monkeypatch.setattr(likeness, "mark", lambda: "what none of them has")
        with pytest.raises(NoWorkersError, match="would lay out other pages"):
            building.build(tmp_path / "d", workers=workers, cached=False)
    assert not (tmp_path / "d" / "build" / "dossier.pdf").exists()


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSTOP])
def test_a_scheduler_that_dies_midway_is_told(
    end: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_dossier(tmp_path / "d", 3, shape=SMALL)
    with scheduler() as (address, process), worker(address):
        try:
            with Workers(1, lambda _: cluster.connect(address)) as workers:
                workers.begin()
                monkeypatch.setattr(cluster, "_PATIENCE", 3.0)
                monkeypatch.setattr(cluster, "_CALL", 2.0)
                monkeypatch.setattr("report.workers._LOOK", 1.0)
                process.send_signal(end)
                begin = time.monotonic()
                with pytest.raises(NoWorkersError) as refused:
                    building.build(tmp_path / "d", workers=workers, cached=False)
            assert time.monotonic() - begin < 60
        finally:
            process.kill()
    assert address in str(refused.value)
    assert "scheduler" in str(refused.value)
    assert not (tmp_path / "d" / "build" / "dossier.pdf").exists()
