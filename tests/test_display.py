"""What a build shows while it runs: plain lines where nobody looks, a bar on a terminal, or nothing."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

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


@needs_terminals
def test_a_terminal_has_a_bar_that_leaves_nothing_behind() -> None:
    environment = {**os.environ, "TERM": "xterm-256color"}
    status, told = on_a_terminal([sys.executable, "-c", SCRIPT], ROOT, environment)
    assert status == 0
    assert "laying out: 1 of 2 sections, 1 page" in told
    assert told.rstrip().endswith("\x1b[2K")  # the line is cleared at the end
