#!/usr/bin/env python3
"""Compiles the dossier of this folder: `python compile.py`; `python compile.py --help` says what else.

Takes the arguments of `attest` (report/command/). The libraries are those in .venv, which `make` makes, but
for one who has a virtual environment of another place active.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

from report.__main__ import main as run

HOME = Path(__file__).resolve().parent
VENV_PYTHON = HOME / ".venv" / "bin" / "python"


def main() -> None:
    in_venv = sys.prefix != sys.base_prefix
    complete = all(importlib.util.find_spec(name) for name in ("typer", "weasyprint", "pikepdf"))
    if VENV_PYTHON.exists() and not (in_venv and complete) and Path(sys.prefix) != VENV_PYTHON.parent.parent:
        os.execv(VENV_PYTHON, [str(VENV_PYTHON), *sys.argv])
    if not complete:
        sys.exit("The libraries that Attest needs are not installed; `make` installs them.")
    run(home=HOME)


if __name__ == "__main__":
    main()
