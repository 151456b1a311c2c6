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


@pytest.mark.parametrize("command", ["build", "check"])
def test_files_called_like_modules_are_not_run(command: str, tmp_path: Path) -> None:
    folder = tmp_path / "dossier"
    shutil.copytree(ROOT / "examples" / "footbridge", folder, ignore=shutil.ignore_patterns("build"))
    ran = tmp_path / "ran"
    trap = f"with open({str(ran)!r}, 'a') as file: file.write(__name__ + '\\n')\nraise ImportError\n"
    for name in {*sys.stdlib_module_names, *packages_distributions(), "report"}:
        (folder / f"{name}.py").write_text(trap)
    call = [sys.executable, str(ROOT / "compile.py"), command, "."]
    environment = {**os.environ, VARIABLE: "2"}
    done = subprocess.run(call, cwd=folder, env=environment, capture_output=True, text=True)
    assert not ran.exists(), ran.read_text()
    assert done.returncode == 0, done.stderr
