"""Makes what Attest runs in: Debian's packages, and .venv from a lock file. `make` calls it each time.

    python3 tools/environment.py run|dev|ocr

In goes the set of Python packages that is wanted (`run`: to compile dossiers; `dev`: to work on Attest as
well); out comes a `.venv` that has it. `ocr` installs what recognises scans, and no Python packages. Where
nothing is missing nothing happens. Standard library only: this is what runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
OLDEST = (3, 11)
NEEDED, RECOGNITION = "debian-packages.txt", "debian-packages-ocr.txt"


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in (*LOCKS, "ocr"):
        return complain("say what it is for: python3 tools/environment.py run|dev|ocr")
    if sys.version_info < OLDEST:
        return complain(f"Attest needs Python 3.11 or later; this is {platform.python_version()}")
    if arguments[0] == "ocr":
        if shutil.which("dpkg-query") is None:
            return complain("Install Tesseract, and its data for the languages of your scans, by hand.")
        return install_system_packages(RECOGNITION)
    return install_system_packages() or install_python_packages(arguments[0])


def complain(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


# ---------------------------------------------------------------------------------------------------
# The system's packages


def install_system_packages(listed: str = NEEDED) -> int:
    """Install what is missing of the packages in a list, where we may; else say exactly what to install."""
    if shutil.which("dpkg-query") is None:
        return 0  # not Debian: the program itself says what it cannot load
    missing = [name for name in wanted_packages(listed) if not is_installed(name)]
    if not missing:
        return 0
    before = becoming_root()
    if before is None:
        return complain(
            "These system packages are missing, and installing them needs root. Run\n\n"
            f"    apt-get update && apt-get install --no-install-recommends {' '.join(missing)}\n\n"
            "as root, then make again."
        )
    print(f"Installing the system packages {', '.join(missing)}", flush=True)
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    apt = [*before, *quiet, "-o", "DPkg::Lock::Timeout=300"]  # another apt at work is waited for
    install = [*apt, "install", "--no-install-recommends", "-y", *missing]
    # The package lists are fetched only when the ones that are there cannot serve: none, or too old.
    if all(has_candidate(name) for name in missing) and quietly(install).returncode == 0:
        return 0
    for command in ([*apt, "update"], install):
        if (ended := quietly(command)).returncode != 0:
            return complain(
                f"{ended.stdout}apt-get could not install {' '.join(missing)}; what it said is above."
            )
    return 0


def quietly(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command, keeping what it prints for the case that it fails."""
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def wanted_packages(listed: str) -> list[str]:
    lines = (ROOT / "tools" / listed).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def is_installed(package: str) -> bool:
    query = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]
    return subprocess.run(query, capture_output=True, text=True).stdout == "installed"


def has_candidate(package: str) -> bool:
    policy = subprocess.run(
        ["apt-cache", "policy", package], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}
    )
    return "Candidate: " in policy.stdout and "Candidate: (none)" not in policy.stdout


def becoming_root() -> list[str] | None:
    """What to put before a command to run it as root; None if that would need a password."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


# ---------------------------------------------------------------------------------------------------
# Python's packages


def install_python_packages(purpose: str) -> int:
    """Make .venv hold what the lock file says, by its hashes; made anew when that file has changed."""
    if is_current(purpose) or (purpose == "run" and is_current("dev")):
        return 0
    if not is_current("run") or stamp("dev").exists():
        print(f"Making .venv from {LOCKS[purpose]}", flush=True)
        shutil.rmtree(VENV, ignore_errors=True)
        # The interpreter itself, also where this runs in the very .venv that was just removed.
        interpreter = getattr(sys, "_base_executable", sys.executable)
        if subprocess.run([interpreter, "-m", "venv", str(VENV)]).returncode != 0:
            return complain("Python could not make .venv; what it said is above.")
    else:
        print(f"Adding to .venv what {LOCKS[purpose]} has", flush=True)
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "-qq"]
    if subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / LOCKS[purpose])]).returncode != 0:
        return complain(f"pip could not install what {LOCKS[purpose]} has; what it said is above.")
    stamp(purpose).write_text(state(purpose), encoding="utf-8")
    return 0


def stamp(purpose: str) -> Path:
    return VENV / f"installed-{purpose}"


def is_current(purpose: str) -> bool:
    return PYTHON.exists() and stamp(purpose).exists() and stamp(purpose).read_text("utf-8") == state(purpose)


def state(purpose: str) -> str:
    """What .venv was made from; when this changes it is made anew (Debian's next Python, another lock)."""
    lock = (ROOT / LOCKS[purpose]).read_bytes()
    return f"{platform.python_version()} {platform.machine()} {hashlib.sha256(lock).hexdigest()}\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
