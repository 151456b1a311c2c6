"""Several dossiers in one call: each compiled, one report for all, one fault stops none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.dossiers import Shape, write_dossier
from report.command import main

SMALL = Shape(paragraphs=(1, 1))


def run(*arguments: str) -> object:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    return end.value.code


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for number, name in enumerate(("one", "three", "two")):
        write_dossier(tmp_path / "shelf" / name, 1, seed=number, shape=SMALL)
    return tmp_path / "shelf"


def test_a_fault_in_one_stops_no_other(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shelf / "three/entries/entry-0001.yaml").write_text("title: T\nbody: Unknown [@nobody].\n")
    assert run("build", "shelf", "-o", "out", "--json", "all.json") == 1
    told = capsys.readouterr()
    assert "shelf/three/entries/entry-0001.yaml:2:" in told.err
    lines = told.out.splitlines()
    assert [line.split(":")[0] for line in lines[:3]] == ["out/one.pdf", "shelf/three", "out/two.pdf"]
    assert lines[3].startswith("3 dossiers, 1 with errors")
    assert sorted(path.name for path in Path("out").iterdir()) == ["one.pdf", "two.pdf"]
    written = json.loads(Path("all.json").read_text())["dossiers"]
    assert [one["folder"] for one in written] == ["shelf/one", "shelf/three", "shelf/two"]
    assert [one["pdf"] for one in written] == ["out/one.pdf", None, "out/two.pdf"]


def test_several_folders_named_and_one_that_is_not_there(shelf: Path) -> None:
    assert run("build", "shelf/one", "shelf/none") == 2
    assert not (shelf / "one/build/dossier.pdf").exists()
    assert run("build", "shelf/one", "shelf/two", "shelf/one") == 0
    assert (shelf / "two/build/dossier.pdf").exists()


def test_two_that_would_be_one_file_are_a_wrong_call(shelf: Path) -> None:
    write_dossier(shelf.parent / "other" / "one", 1, shape=SMALL)
    assert run("build", "shelf", "other", "-o", "out") == 2


def test_a_cluster_that_is_not_there_is_one_line(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("distributed")
    assert run("build", "shelf/one", "--scheduler", "nonsense://here:1") == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "no scheduler's address" in line
