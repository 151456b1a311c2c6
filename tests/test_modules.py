"""A dossier's folder is a stranger's: nothing in it that looks like a module is run, wherever one stands."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from report.workers import VARIABLE

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder is a dossier with a trap for every module; this file tells which were run."""
    folder, ran = tmp_path / "dossier", tmp_path / "ran"
    shutil.copytree(ROOT / "examples" / "footbridge", folder, ignore=shutil.ignore_patterns("build"))
    trap = f"with open({str(ran)!r}, 'a') as file: file.write(__name__ + '\\n')\nraise ImportError\n"
    for name in {*sys.stdlib_module_names, *packages_distributions(), "report"}:
        (folder / f"{name}.py").write_text(trap)
    monkeypatch.chdir(folder)
    return ran


def run(*call: str) -> subprocess.CompletedProcess[str]:
    hidden = ("PYTHONPATH", "PYTHONSAFEPATH")
    environment = {name: value for name, value in os.environ.items() if name not in hidden} | {VARIABLE: "2"}
    return subprocess.run([sys.executable, *call], env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("call", [["check"], ["build"], ["-E", "build"]], ids=" ".join)
def test_files_called_like_modules_are_not_run(call: list[str], ran: Path) -> None:
    *flags, command = call
    done = run(*flags, str(ROOT / "compile.py"), command, ".")
    assert not ran.exists(), ran.read_text()
    assert done.returncode == 0, done.stderr


_KILLED = f"""
import multiprocessing, os, signal, sys
sys.path.insert(0, {str(ROOT)!r})
from multiprocessing.forkserver import _forkserver as server
from multiprocessing.resource_tracker import _resource_tracker as tracker
from report.pool import pool

if __name__ == "__main__":
    executor = pool(1)
    executor.submit(os.getpid).result()
    for pid in (server._forkserver_pid, tracker._pid):
        os.kill(pid, signal.SIGKILL)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    process = multiprocessing.get_context("forkserver").Process(target=os.getpid)
    process.start()
    process.join()
    print(process.exitcode)
"""


def test_not_by_processes_either_that_are_started_anew(ran: Path, tmp_path: Path) -> None:
    (tmp_path / "script").mkdir()
    script = tmp_path / "script" / "kill.py"
    script.write_text(_KILLED)
    done = run(str(script))
    assert not ran.exists(), ran.read_text()
    assert done.stdout == "0\n", done.stderr
