"""What a person at a terminal sees of a misquotation: colour where the terminal has it and it is wanted."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.terminals import needs_terminals
from tests.test_annexes import Make, make
from tests.test_attest import REPORT, WORDS
from tools.terminal import on_a_terminal

__all__ = ["make"]

ROOT = Path(__file__).resolve().parent.parent
RED, GREEN, PLAIN = "\x1b[1;31m", "\x1b[1;32m", "\x1b[0m"


@needs_terminals
def test_a_difference_is_in_colour_where_it_can_be(make: Make) -> None:
    made = make({"a.pdf": REPORT}, f"> {WORDS.replace('closed', 'open')} [@a]")
    program = "from report.command.app import main; main()"
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    for environment, colour in (
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, True),  # no-color.org: empty says nothing
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
    ):
        status, printed = on_a_terminal(
            [sys.executable, "-c", program, "check", "."],
            made.folder,
            {**kept, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **environment},
        )
        assert status == 1
        first, quoted, source = printed.splitlines()
        assert first.startswith("entries/e.yaml:3:3: error: ")
        if colour:
            assert f"was {RED}open{PLAIN} on" in quoted
            assert f"was {GREEN}closed{PLAIN} on" in source
        else:
            assert "\x1b" not in printed
            assert "was [-open-] on" in quoted
            assert "was {+closed+} on" in source
