"""The wheel, installed elsewhere, has all that the program needs: it starts and compiles a dossier."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str | Path, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ended = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--no-deps", "--no-index"]
    run(*pip, "--no-build-isolation", "--wheel-dir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("attest_dossier-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh virtual environment with the wheel; the libraries are those that run this test."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, symlinks=True)
    python = str(folder / "bin" / "python")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python, "install"]
    run(*pip, "--quiet", "--no-deps", "--no-index", wheel, cwd=folder)
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin" / "attest"


def test_the_wheel_has_the_programs_files_and_no_others(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for pattern in ("templates/*.html", "styles/*.css"):
        assert {f"report/{path.relative_to(ROOT)}" for path in ROOT.glob(pattern)} <= names
    for pattern in ("csl/*.csl", "schema/*.json", "starter/**/*.*", "**/*.py"):
        found = {str(path.relative_to(ROOT)) for path in (ROOT / "report").glob(pattern)}
        assert found
        assert found <= names
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"report"}


def test_a_dossier_started_elsewhere_compiles(installed: Path, tmp_path: Path) -> None:
    where = run(installed.parent / "python", "-c", "import report; print(report.__file__)", cwd=tmp_path)
    assert where.startswith(str(installed.parent.parent))
    run(installed, "init", "dossier", cwd=tmp_path)
    assert run(installed, "build", "dossier", cwd=tmp_path).startswith("dossier/build/dossier.pdf: ")
    assert (tmp_path / "dossier" / "build" / "dossier.pdf").read_bytes().startswith(b"%PDF-")
