"""What several tests share: the folder of the project's own dossier, and the dossier compiled once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from report import seal
from report.options import BuildOptions
from report.outcome import Outcome

ROOT = Path(__file__).resolve().parent.parent

# Most dossiers of tests are so small that to begin processes would take longer than to lay them out. What is
# tested of processes says how many.
os.environ["ATTEST_JOBS"] = "1"


@pytest.fixture(autouse=True)
def users_own_key() -> Iterator[None]:
    """Behind a test of other users' keys the user's own is known again."""
    yield
    seal._key.cache_clear()


@pytest.fixture(autouse=True)
def no_line_of_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command tells is the same on a slow machine."""
    monkeypatch.setattr("report.command.display._LINES", 3600.0)


@pytest.fixture(scope="session")
def root_dossier() -> Path:
    """The folder of the dossier in the repository's root."""
    return ROOT


@pytest.fixture(scope="session")
def root_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dossier in the repository's root, compiled once for all tests."""
    from report.compile import build  # here, so that tests of one stage need no other

    target = tmp_path_factory.mktemp("root") / "dossier.pdf"
    outcome = build(ROOT, BuildOptions(target))
    assert outcome.pdf == target, outcome.problems
    return target


@pytest.fixture(scope="session")
def example_outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """What became of the example with annexes of five kinds, compiled once for all tests."""
    from report.compile import build

    target = tmp_path_factory.mktemp("example") / "dossier.pdf"
    outcome = build(ROOT / "examples" / "footbridge", BuildOptions(target))
    assert outcome.pdf == target, outcome.problems
    return outcome


@pytest.fixture(scope="session")
def example_pdf(example_outcome: Outcome) -> Path:
    assert example_outcome.pdf is not None
    return example_outcome.pdf
