"""What a build shows while it runs: plain lines where nobody looks, a bar on a terminal, or nothing."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from bench.dossiers import write_dossier
from report.command import display
from report.command.display import Display
from tests.terminals import needs_terminals
from tools.terminal import on_a_terminal

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = """
import time
from report.command.display import Display
with Display() as shown:
    shown.stage("render")
    shown.expect({"a": 100, "b": 300})
    shown.laid_out("a", 1)
    time.sleep(1.5)
"""


@pytest.mark.parametrize("quiet", [False, True])
def test_plain_lines_say_what_is_done_and_what_is_left(
    quiet: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(display, "_LINES", 0.05)
    with Display(quiet) as shown:
        shown.stage("render")
        shown.expect({"a": 100, "b": 300})
        shown.laid_out("a", 1)
        time.sleep(0.3)
    told = capsys.readouterr().err
    assert told == "" if quiet else "laying out: 1 of 2 sections, 1 page, about" in told


def test_one_build_after_another_is_told_and_nothing_between(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(display, "_LINES", 0.05)
    shown = Display(plain=True)
    for stage, words in (("load", "reading the entries"), ("join", "joining")):
        with shown:
            shown.stage(stage)
            time.sleep(0.3)
        assert set(capsys.readouterr().err.splitlines()) == {words}
        time.sleep(0.2)
        assert not capsys.readouterr().err


@needs_terminals
@pytest.mark.parametrize("command", ["build", "check"])
def test_a_command_that_lays_out_shows_the_bar(command: str, tmp_path: Path) -> None:
    write_dossier(tmp_path, 6)
    status, told = on_a_terminal(
        [
            sys.executable,
            str(ROOT / "compile.py"),
            command,
            str(tmp_path),
            "--json",
            str(tmp_path / "x.json"),
        ],
        ROOT,
        {**os.environ, "TERM": "xterm-256color"},
    )
    assert status == 0
    assert "laying out: " in told
    quiet = [sys.executable, str(ROOT / "compile.py"), command, str(tmp_path), "--quiet"]
    assert on_a_terminal(quiet, ROOT, {**os.environ, "TERM": "xterm-256color"}) == (0, "")


@needs_terminals
def test_a_terminal_has_a_bar_that_leaves_nothing_behind() -> None:
    environment = {**os.environ, "TERM": "xterm-256color"}
    status, told = on_a_terminal([sys.executable, "-c", SCRIPT], ROOT, environment)
    assert status == 0
    assert "laying out: 1 of 2 sections, 1 page" in told
    assert told.rstrip().endswith("\x1b[2K")  # the line is cleared at the end
