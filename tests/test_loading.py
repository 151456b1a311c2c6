"""What is loaded, and when: start-up is part of what an edit costs."""

from __future__ import annotations

import subprocess
import sys

import pytest


def said_by(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize("module", ["weasyprint", "report.read.pdf", "report.read.letters.reader"])
def test_the_stages_do_not_load_what_other_processes_do(module: str) -> None:
    code = f"import sys, report.compile, report.workshop; print({module!r} in sys.modules)"
    assert said_by(code) == "False"


def test_pango_tells_its_version_without_weasyprint() -> None:
    ours = said_by("from report import environment; print(environment.pango())")
    number = said_by("from weasyprint.text.ffi import pango; print(pango.pango_version())")
    assert [int(part) for part in ours.split(".")] == [
        int(number[:-4]),
        int(number[-4:-2]),
        int(number[-2:]),
    ]


@pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere WeasyPrint looks for libraries as it always did"
)
def test_weasyprint_is_loaded_without_asking_a_compiler_for_libraries() -> None:
    code = (
        "import ctypes.util, sys; begun = []; known = ctypes.util.find_library\n"
        "sys.addaudithook(lambda event, _: begun.append(event) if event == 'subprocess.Popen' else None)\n"
        "import report.engine, weasyprint.text.ffi as ffi\n"
        "print(len(begun), ffi.pango.pango_version() > 0, ctypes.util.find_library is known)"
    )
    assert said_by(code) == "0 True True"
