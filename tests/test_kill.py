"""A build that is killed at any moment leaves the PDF whole, new or old; the next is right; nothing stays."""

from __future__ import annotations

import ctypes
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from bench.dossiers import Shape, write_dossier
from bench.edits import change_a_word
from bench.processes import adopt, command_of, descendants, spent_by_all
from report import building
from report.options import BuildOptions
from report.writing import beside
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")


@pytest.fixture
def adopted() -> Iterator[None]:
    """What killed processes leave behind becomes this process's own, so that it is seen."""
    adopt()
    yield
    ctypes.CDLL(None).prctl(36, 0, 0, 0, 0)


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    write_dossier(tmp_path / "dossier", 3, seed=4, shape=Shape((2, 3), (10, 30), (3, 5), 12))
    return tmp_path / "dossier"


def started(root: Path, temporary: Path) -> subprocess.Popen[bytes]:
    call = [sys.executable, str(ROOT / "compile.py"), "build", str(root), "--jobs", "2"]
    return subprocess.Popen(
        call,
        env=os.environ | {"TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def nobody_is_left(before: set[int]) -> bool:
    """Whether all processes that were begun end, within some seconds."""
    end = time.monotonic() + 20
    while left := set(descendants(os.getpid())) - before:
        for pid in left:
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
        if time.monotonic() > end:
            pytest.fail(str([command_of(pid) for pid in left]))
        time.sleep(0.02)
    return True


def digest(pdf: Path) -> str:
    return sha256(pdf.read_bytes()).hexdigest() if pdf.exists() else ""


def right(root: Path, tmp_path: Path) -> str:
    outcome = building.build(root, BuildOptions(tmp_path / "clean.pdf"), cached=False)
    assert outcome.sha256, outcome.problems
    return outcome.sha256


def kill_builds(root: Path, tmp_path: Path, times: int, at_once: int) -> None:
    """Kill builds at random moments; each time what stands there is the PDF of before or the right one."""
    chance = random.Random(times)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    begun = time.monotonic()
    whole = started(root, temporary)
    assert whole.wait() == 0
    longest = time.monotonic() - begun
    pdf = root / "build" / "dossier.pdf"
    for number in range(times):
        before = set(descendants(os.getpid()))
        old = digest(pdf)
        change_a_word(root, number)
        new = right(root, tmp_path)
        builds = [started(root, temporary) for _ in range(at_once)]
        for build in builds:
            time.sleep(chance.random() * longest / at_once)
            build.send_signal(signal.SIGKILL)
            build.wait()
        assert nobody_is_left(before)
        assert digest(pdf) in (old, new), number
        again = building.build(root)
        assert again.sha256 == digest(pdf) == new
        assert {path.name for path in (root / "build").iterdir()} == {"dossier.pdf", "cache"}
    assert_nothing_heaps_up(root, temporary, times * at_once)


def assert_nothing_heaps_up(root: Path, temporary: Path, kills: int) -> None:
    """What was killed while it wrote an item leaves that; it goes when it is an hour old."""
    left = [path for path in (root / "build" / "cache").rglob(".new-*") if path.is_file()]
    assert len(left) <= 2 * kills
    for path in left:
        os.utime(path, (1, 1))
    change_a_word(root, -1)
    building.build(root)
    assert not list((root / "build" / "cache").rglob(".new-*"))
    assert not [path for path in temporary.rglob("*") if path.is_file()]


@pytest.mark.usefixtures("adopted")
def test_no_process_of_the_pool_outlives_the_build(tmp_path: Path) -> None:
    """They are in the middle of their work: a worker ends by itself, not when it has nothing more to do."""
    write_dossier(tmp_path / "dossier", 12, seed=5)
    (tmp_path / "temporary").mkdir()
    before = set(descendants(os.getpid()))
    build = started(tmp_path / "dossier", tmp_path / "temporary")
    end = time.monotonic() + 60
    while len(pool := at_work(build.pid)) < 3:
        assert build.poll() is None, "the build has come to its end first"
        assert time.monotonic() < end
        time.sleep(0.01)
    build.send_signal(signal.SIGKILL)
    build.wait()
    assert nobody_is_left(before)
    assert not [pid for pid in pool if Path(f"/proc/{pid}").exists()]


def at_work(pid: int) -> list[int]:
    """The server of the pool and its forks, which are called as it is, when they have worked for a while."""
    pool = [one for one in descendants(pid) if "forkserver" in command_of(one)]
    return [one for one in pool if spent_by_all(one) > 0.5]


@pytest.mark.usefixtures("adopted")
def test_builds_killed_at_random_moments(dossier: Path, tmp_path: Path) -> None:
    kill_builds(dossier, tmp_path, times=4, at_once=1)


@pytest.mark.usefixtures("adopted")
def test_two_builds_at_once_both_killed(dossier: Path, tmp_path: Path) -> None:
    kill_builds(dossier, tmp_path, times=2, at_once=2)


@pytest.mark.slow
@pytest.mark.usefixtures("adopted")
@pytest.mark.parametrize("at_once", [1, 2])
def test_two_hundred_builds_killed(at_once: int, dossier: Path, tmp_path: Path) -> None:
    kill_builds(dossier, tmp_path, times=200 // at_once, at_once=at_once)


def test_what_a_killed_build_left_beside_the_pdf_goes_and_what_is_being_written_stays(tmp_path: Path) -> None:
    target = tmp_path / "a[1].pdf"
    (tmp_path / ".a[1].pdf-killed").write_bytes(b"%PDF half")
    (tmp_path / ".b.pdf-other").write_bytes(b"%PDF of another target")
    with beside(target) as first:
        first.path.write_bytes(b"first")
        with beside(target) as second:
            second.path.write_bytes(b"second")
            assert first.path.exists()
            second.put_in_place()
        assert target.read_bytes() == b"second"
        first.put_in_place()
    assert target.read_bytes() == b"first"
    assert {path.name for path in tmp_path.iterdir()} == {"a[1].pdf", ".b.pdf-other"}
