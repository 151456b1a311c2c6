"""A problem as one line, in the form that editors and CI already parse.

A `Problem`, the dossier's folder and the current one go in; `path:line:column: severity: message; hint`
comes out. A difference stands below it, in lines that are set in, so that no editor takes them for problems.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from report.model import Contrast, Problem, Stretch

# What an author wrote may be quoted in a message: it must neither break the line nor command a terminal.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def format_problem(problem: Problem, root: Path, cwd: Path | None = None) -> str:
    """The line; the path in it is as seen from `cwd`, the current folder where none is given."""
    place = problem.place
    path = os.path.relpath(root / place.file, cwd or Path.cwd())
    hint = f"; {problem.hint}" if problem.hint else ""
    return harmless(f"{path}:{place.line}:{place.column}: {problem.severity}: {problem.message}{hint}")


Marks = tuple[str, str]
"""What stands before and behind words that differ."""


def marks(colour: bool) -> tuple[Marks, Marks]:
    """Those of what is wrong or gone, and of what is right or new: bold red and green (ECMA-48, 8.3.117), or
    as `git diff --word-diff` has them.
    """
    if colour:
        return ("\x1b[1;31m", "\x1b[0m"), ("\x1b[1;32m", "\x1b[0m")
    return ("[-", "-]"), ("{+", "+}")


def format_contrast(contrast: Contrast, colour: bool = False) -> str:
    """Two lines: what was quoted, and what the source has, with what differs marked."""
    wrong, right = marks(colour)
    sides = (("quoted", contrast.quoted, wrong), ("source", contrast.source, right))
    return "\n".join(f"    {name}: {_marked(stretches, around)}" for name, stretches, around in sides)


def _marked(stretches: Sequence[Stretch], around: Marks) -> str:
    before, after = around
    told = (harmless(one.text) for one in stretches)
    return "".join(
        f"{before}{text}{after}" if one.changed else text for one, text in zip(stretches, told, strict=True)
    )


def harmless(line: str) -> str:
    """The text with every control character as an escape, for a terminal."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", line)
