"""A problem as one line, in the form that editors and CI already parse.

A `Problem`, the dossier's folder and the current one go in; `path:line:column: severity: message; hint`
comes out.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from report.model import Problem

# What an author wrote may be quoted in a message: it must neither break the line nor command a terminal.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def format_problem(problem: Problem, root: Path, cwd: Path | None = None) -> str:
    """The line; the path in it is as seen from `cwd`, the current folder where none is given."""
    place = problem.place
    path = os.path.relpath(root / place.file, cwd or Path.cwd())
    hint = f"; {problem.hint}" if problem.hint else ""
    line = f"{path}:{place.line}:{place.column}: {problem.severity}: {problem.message}{hint}"
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", line)
