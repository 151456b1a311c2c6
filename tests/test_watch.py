"""`watch` compiles at every save of whatever file counts, once for several, and outlives a faulty one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from bench.dossiers import Shape, write_dossier
from report import building
from report.options import BuildOptions
from tests.conftest import ROOT

_LONGEST = 120.0
"""Seconds that a build may take on a machine that has other things to do."""
_QUIET = 2.0
"""Seconds after which nothing more is expected."""


class Watched:
    """The command as it runs, and the lines that it prints."""

    def __init__(self, root: Path, *options: str, **variables: str) -> None:
        call = [sys.executable, str(ROOT / "compile.py"), "watch", str(root), "--jobs", "1", *options]
        self.root = root
        self.pdf = root / "build" / "dossier.pdf"
        self.process = subprocess.Popen(
            call, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=os.environ | variables
        )
        self._lines: Queue[str] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.rstrip())

    def told(self) -> str:
        """All lines of the next build, its last one at the end."""
        lines: list[str] = []
        while not (lines and lines[-1].endswith(" s") and ("rendered" in lines[-1] or "no PDF" in lines[-1])):
            lines.append(self._lines.get(timeout=_LONGEST))
        return "\n".join(lines)

    def is_quiet(self) -> bool:
        try:
            line = self._lines.get(timeout=_QUIET)
        except Empty:
            return True
        pytest.fail(line)

    def after(self, change: Callable[[], object]) -> str:
        """What is told of a change; the PDF is that of a clean build then, if there is one."""
        change()
        told = self.told()
        if "no PDF" not in told:
            assert self.pdf.read_bytes() == clean(self.root)
        return told


def clean(root: Path) -> bytes:
    target = root.parent / "clean.pdf"
    outcome = building.build(root, BuildOptions(target), cached=False)
    assert outcome.pdf is not None, outcome.problems
    return target.read_bytes()


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Callable[..., Watched]]:
    """Starts `watch` on a dossier of two entries, its home an empty folder; ends it with Ctrl-C."""
    running: list[Watched] = []

    def start(*options: str, **variables: str) -> Watched:
        write_dossier(tmp_path / "dossier", 2, seed=6, shape=Shape((2, 2), (10, 20), (3, 5), 8))
        (tmp_path / "home" / ".fonts").mkdir(parents=True)
        variables = {"HOME": str(tmp_path / "home")} | variables
        running.append(Watched(tmp_path / "dossier", *options, **variables))
        return running[0]

    yield start
    for one in running:
        one.process.send_signal(signal.SIGINT)
        assert one.process.wait(timeout=_LONGEST) == 0


def test_files_of_every_kind_count(watch: Callable[..., Watched], monkeypatch: pytest.MonkeyPatch) -> None:
    watched = watch()
    root = watched.root
    monkeypatch.setenv("HOME", str(root.parent / "home"))
    assert "rendered" in watched.told()
    entries = root / "entries"
    new = entries / "entry-0003.yaml"

    # created, renamed, deleted
    told = watched.after(lambda: new.write_text("title: A third\nbody: Its words.\n"))
    assert "rendered" in told
    watched.after(lambda: new.rename(entries / "entry-0000.yaml"))
    watched.after((entries / "entry-0000.yaml").unlink)

    # the dossier's own look, new and changed
    watched.after((root / "styles").mkdir)
    style = root / "styles" / "house.css"
    watched.after(lambda: style.write_text(".entry h1 { color: red }"))
    watched.after(lambda: style.write_text(".entry h1 { color: blue }"))
    watched.after((root / "templates").mkdir)
    template = root / "templates" / "colophon.html"
    words = (ROOT / "templates" / "colophon.html").read_text("utf-8")
    watched.after(lambda: template.write_text(words.replace("</", " </", 1), "utf-8"))

    # fonts of the system
    font = next(Path("/usr/share/fonts").rglob("*.ttf"))
    watched.after(lambda: shutil.copy(font, root.parent / "home" / ".fonts"))

    # what the command writes itself is no change
    assert watched.is_quiet()


def test_a_faulty_file_keeps_the_pdf_and_the_process(watch: Callable[..., Watched]) -> None:
    watched = watch()
    watched.told()
    whole = watched.pdf.read_bytes()
    entry = watched.root / "entries" / "entry-0001.yaml"
    good = entry.read_text("utf-8")
    for faulty in ("title: T\nbody: Unknown [@nobody].\n", "title: [\n", "\0", ""):
        told = watched.after(lambda faulty=faulty: entry.write_text(faulty))  # type: ignore[misc]
        assert "entry-0001.yaml" in told
        assert "the one from before stays" in told
        assert watched.pdf.read_bytes() == whole
    entry.write_bytes(good.encode() + b"\n")
    assert "rendered" in watched.told()
    settings = watched.root / "dossier.yaml"
    text = settings.read_text("utf-8")
    settings.unlink()
    assert "dossier.yaml" in watched.told()
    assert watched.process.poll() is None
    settings.write_text(text.replace("Filler", "Other filler"), "utf-8")
    assert "rendered" in watched.told()
    assert watched.pdf.read_bytes() == clean(watched.root)


def test_several_saves_in_a_row_are_one(watch: Callable[..., Watched]) -> None:
    watched = watch()
    watched.told()
    entry = watched.root / "entries" / "entry-0001.yaml"
    text = entry.read_text("utf-8")
    for number in range(5):
        entry.write_text(text.replace("Statement 1", f"Statement {number} again"), "utf-8")
        (watched.root / "entries" / ".entry-0001.yaml.swp").write_text("an editor's own")
        time.sleep(0.01)
    assert "rendered" in watched.told()
    assert watched.is_quiet()
    assert watched.pdf.read_bytes() == clean(watched.root)


@pytest.mark.skipif(sys.platform == "darwin", reason="the system's viewer is another there")
def test_it_opens_the_pdf_once(watch: Callable[..., Watched], tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    viewer = tmp_path / "bin" / "xdg-open"
    viewer.write_text(f'#!/bin/sh\necho "$1" >> {tmp_path}/opened\n')
    viewer.chmod(0o755)
    watched = watch("--open", PATH=f"{tmp_path}/bin:{os.environ['PATH']}")
    watched.told()
    watched.after(lambda: (watched.root / "entries" / "c.yaml").write_text("title: A third\nbody: Words.\n"))
    assert (tmp_path / "opened").read_text().splitlines() == [str(watched.pdf)]
