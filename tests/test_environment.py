"""What `make` installs: the lock files, and the script that makes `.venv` from them."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """tools/environment.py, at work in an empty folder with lock files."""
    spec = importlib.util.spec_from_file_location("environment", ROOT / "tools" / "environment.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for lock in LOCKS:
        (tmp_path / lock).write_text("typer==1\n")
    venv = tmp_path / ".venv"
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", venv)
    monkeypatch.setattr(module, "PYTHON", venv / "bin" / "python")
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").touch()
    return module


def locked(lock: str) -> dict[str, str]:
    found = re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE)
    assert found
    return dict(found)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes_and_no_address_is_written(lock: str) -> None:
    text = (ROOT / lock).read_text()
    for requirement in re.split(r"\n(?=[a-z])", re.sub(r"(?m)^\s*#.*\n", "", text)):
        assert "--hash=sha256:" in requirement, requirement
    assert "://" not in text
    assert "--index" not in text


def test_the_locks_have_what_the_project_needs_at_the_same_versions() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    run, dev = (locked(lock) for lock in LOCKS)

    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[<>=~ \[]", requirement)[0].lower() for requirement in requirements}

    assert names(project["dependencies"]) <= run.keys()
    assert names(project["optional-dependencies"]["dev"]) <= dev.keys()
    assert run.items() <= dev.items()


def test_who_may_not_install_is_told_exactly_what_to_install(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(environment.shutil, "which", lambda name: name)
    monkeypatch.setattr(environment, "wanted_packages", lambda listed: ["libone", "libtwo", "libthree"])
    monkeypatch.setattr(environment, "is_installed", lambda name: name == "libtwo")
    monkeypatch.setattr(environment, "becoming_root", lambda: None)
    assert environment.install_system_packages() == 1
    told = capsys.readouterr().err
    assert "apt-get update && apt-get install --no-install-recommends libone libthree\n" in told


def test_the_environment_is_made_anew_when_its_lock_changes(environment: ModuleType) -> None:
    assert not environment.is_current("run")
    environment.stamp("run").write_text(environment.state("run"))
    assert environment.is_current("run")
    assert not environment.is_current("dev")
    (environment.ROOT / "requirements.lock").write_text("typer==2\n")
    assert not environment.is_current("run")
