"""Resolves the dependencies of pyproject.toml to exact versions with hashes: `make lock`.

Writes requirements.lock (what the program needs) and requirements-dev.lock (that and the tools), good for
every Python and system that pyproject.toml names. The versions that are locked stay where they still fit;
`make lock UPGRADE=1` takes the newest. No index's address is written: each machine has its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    return resolve("requirements.lock") or resolve(
        "requirements-dev.lock", "--extra", "dev", "--constraint", "requirements.lock"
    )


def resolve(lock: str, *options: str) -> int:
    upgrade = ["--upgrade"] if os.environ.get("UPGRADE") else []
    uv = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "pyproject.toml", "--output-file", lock]
    settings = ["--universal", "--python-version=3.11", "--generate-hashes"]
    header = ["--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command=make lock"]
    return subprocess.run([*uv, *settings, *header, *options, *upgrade], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
