"""Readers shut in: what a file that has taken one over can reach, and what is left when one ends badly.

The readers here are those of `tests.hostile_readers`, run as the real ones are.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Literal

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report.model import FileKind, Reading
from report.read import answers
from report.read.answers import MalformedError
from report.read.confine import isolation
from report.read.pool import Job, Readers, ReadFile
from report.read.settings import Limits, ReadSettings, UnreadableError
from tests.conftest import ROOT
from tests.hostile_readers import USUAL, reading

_PATIENT = Limits(seconds=20)
HOSTILE = "tests.hostile_readers"
PARTS = isolation()
needs_seccomp = pytest.mark.skipif("seccomp" not in PARTS, reason="this kernel filters no calls")
needs_landlock = pytest.mark.skipif(
    not any(part.startswith("landlock") for part in PARTS), reason="this kernel has no Landlock"
)
needs_proc = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc")


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers(workers=2, readers=HOSTILE) as started:
        yield started


def job(
    folder: Path, deed: str, data: bytes = b"data", *, kind: FileKind = FileKind.PDF, **more: object
) -> Job:
    file = folder / f"{deed or 'plain'}.pdf"
    file.write_bytes(data)
    limits = more.pop("limits", Limits(seconds=20))
    assert isinstance(limits, Limits)
    settings = ReadSettings((595.0, 842.0), title=deed, password=str(more.pop("password", "")))
    return Job(file, f"sources/{file.name}", kind, settings, folder / f"{file.stem}.out", limits)


def said(read: ReadFile) -> str:
    assert isinstance(read.outcome, Reading), read.outcome
    return read.outcome.title


def trouble(read: ReadFile) -> str:
    assert isinstance(read.outcome, UnreadableError), read.outcome
    return read.outcome.code


def test_a_reader_gets_its_file_and_gives_its_pages(readers: Readers, tmp_path: Path) -> None:
    data = os.urandom(5_000_000)
    (read,) = readers.read([job(tmp_path, "", data, password="it's 𝔰ecret")])
    assert said(read) == "5000000 bytes, password it's 𝔰ecret"
    assert (read.sha256, read.size) == (sha256(data).hexdigest(), len(data))
    assert (tmp_path / "plain.out").read_bytes() == b"%PDF-1.7 of a test"


def test_answers_come_in_the_order_of_the_jobs(readers: Readers, tmp_path: Path) -> None:
    folders = [tmp_path / str(size) for size in (10, 3_000_000, 0, 70_000, 500_000)]
    for folder in folders:
        folder.mkdir()
    read = readers.read([job(folder, "", bytes(int(folder.name))) for folder in folders])
    assert [said(each).split()[0] for each in read] == [folder.name for folder in folders]


@needs_seccomp
def test_a_reader_reaches_nothing(readers: Readers, tmp_path: Path) -> None:
    assert said(readers.read([job(tmp_path, "attempts")])[0]) == ""


@needs_landlock
def test_a_reader_that_lays_pages_out_reads_fonts_and_nothing_else(readers: Readers, tmp_path: Path) -> None:
    (read,) = readers.read([job(tmp_path, "fonts", kind=FileKind.WEB)])
    assert said(read) in ("/usr/share/fonts", "")


def test_outside_nothing_of_that_is_refused() -> None:
    """What the test above calls an attempt is one."""
    code = f"from {HOSTILE} import attempts; print(attempts())"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    unusual = {"read-parent", "netlink", "signal-parent", "signal-all"}  # where the tests run in a container
    assert USUAL - unusual <= set(ran.stdout.split()), ran.stderr


def test_a_reader_inherits_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOSSIER_PASSWORD", "swordfish")
    with Readers(readers=HOSTILE) as readers:
        (read,) = readers.read([job(tmp_path, "inherited")])
    assert "swordfish" not in said(read)
    assert "DOSSIER" not in said(read)
    assert said(read).endswith("[60, 61]"), "the two pipes are all that is open"


@needs_proc
def test_the_process_that_forks_readers_knows_no_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOSSIER_PASSWORD", "swordfish" * 3)
    monkeypatch.syspath_prepend(str(tmp_path))
    with Readers(readers=HOSTILE) as readers:
        assert "hunter2" in said(readers.read([job(tmp_path, "", password="hunter2" * 3)])[0])
        (zygote,) = processes(str(tmp_path))
        memory = memory_of(zygote)
        assert b"report.read.worker" in memory
        assert b"swordfish" * 3 not in memory
        assert b"hunter2" * 3 not in memory
        assert len(list(Path(f"/proc/{zygote}/task").iterdir())) == 1, "it has no threads"


def test_a_reader_of_pictures_has_threads_and_all_have_codecs(readers: Readers, tmp_path: Path) -> None:
    thread, codecs = readers.read([job(tmp_path, "thread", kind=FileKind.IMAGE), job(tmp_path, "codecs")])
    assert (said(thread), said(codecs)) == ("ran", "Ł語")


@pytest.mark.parametrize("revision", [3, 4, 6])
def test_a_reader_can_decrypt(readers: Readers, tmp_path: Path, revision: Literal[3, 4, 6]) -> None:
    """Which takes random numbers, and the system's source of those is a file."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        locks = pikepdf.Encryption("owner", "user", R=revision, aes=revision > 3, metadata=revision > 3)
        pdf.save(tmp_path / "made.pdf", encryption=locks)
    (read,) = readers.read([job(tmp_path, "decrypt", (tmp_path / "made.pdf").read_bytes(), password="user")])
    assert said(read) == "1 page"


@pytest.mark.parametrize(
    ("deed", "limits", "code"),
    [
        ("sleep", Limits(seconds=1), "reader-timeout"),
        ("spin", Limits(seconds=1), "reader-timeout"),
        ("out-of-processor-time", Limits(), "reader-timeout"),
        ("pages", Limits(output=5_000_000), "reader-output"),
        ("segfault", Limits(), "reader-crashed"),
        ("abort", Limits(), "reader-crashed"),
        ("raise", Limits(), "reader-crashed"),
        ("die", Limits(), "reader-memory"),
        ("refuse", Limits(), "damaged-file"),
    ],
)
def test_what_ends_a_reader_is_one_problem(
    readers: Readers, tmp_path: Path, deed: str, limits: Limits, code: str
) -> None:
    bad, good = readers.read([job(tmp_path, deed, limits=limits), job(tmp_path, "")])
    assert trouble(bad) == code
    assert bad.sha256 == sha256(b"data").hexdigest()
    assert not (tmp_path / f"{deed}.out").exists()
    assert said(good) == "4 bytes, password "


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not limit the address space")
@pytest.mark.parametrize("deed", ["swell", "swell-and-abort"])
def test_a_reader_that_swells_is_stopped(readers: Readers, tmp_path: Path, deed: str) -> None:
    bad, good = readers.read([job(tmp_path, deed, limits=Limits(memory=600_000_000)), job(tmp_path, "")])
    assert trouble(bad) == "reader-memory"
    assert said(good)


@pytest.mark.parametrize(
    "deed",
    [
        "nothing",
        "no-json",
        "endless",
        "pickle",
        "half",
        "trickle",
        "no-page",
        "unending-page",
        "two-answers",
        "lie",
    ],
)
def test_what_is_no_answer_is_refused(readers: Readers, tmp_path: Path, deed: str) -> None:
    bad, good = readers.read([job(tmp_path, deed), job(tmp_path, "")])
    assert trouble(bad) == "reader-crashed"
    assert said(good)


def test_a_reader_that_cannot_be_shut_in_reads_nothing(tmp_path: Path) -> None:
    with Readers(readers=HOSTILE) as readers:
        (read,) = readers.read([job(tmp_path, "", kind=FileKind.TEXT)])
    assert trouble(read) == "reader-not-shut-in"


@needs_proc
def test_the_files_after_are_read_when_the_process_that_forks_was_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    with Readers(readers=HOSTILE) as readers:
        readers.read([job(tmp_path, "")])
        (zygote,) = processes(str(tmp_path))
        os.kill(zygote, signal.SIGKILL)
        assert said(readers.read([job(tmp_path, "")])[0])


def test_a_message_names_the_file_and_what_to_do(readers: Readers, tmp_path: Path) -> None:
    (read,) = readers.read([job(tmp_path, "sleep", limits=Limits(seconds=1))])
    assert isinstance(read.outcome, UnreadableError)
    assert read.outcome.message == "reading sources/sleep.pdf took longer than 1 s"
    assert "limits:" in read.outcome.hint


def test_a_file_that_is_gone_and_a_folder_that_is_not_there(readers: Readers, tmp_path: Path) -> None:
    gone = job(tmp_path, "")
    gone.file.unlink()
    (tmp_path / "b").mkdir()
    nowhere = job(tmp_path / "b", "")
    nowhere = Job(nowhere.file, nowhere.path, nowhere.kind, nowhere.settings, tmp_path / "no" / "where")
    assert [trouble(read) for read in readers.read([gone, nowhere])] == [
        "unreadable-file",
        "unwritable-output",
    ]


@needs_proc
def test_no_process_is_left_when_the_readers_are_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    with Readers(readers=HOSTILE) as readers:
        readers.read([job(tmp_path, "")])
        assert processes(str(tmp_path))
    assert gone(str(tmp_path))


@needs_proc
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_is_left_when_the_build_is_ended(tmp_path: Path, ending: signal.Signals) -> None:
    mark = str(tmp_path)
    code = f"""
import sys
from pathlib import Path
import tests.hostile_readers
from report.read.pool import Readers
from tests.test_confinement import job
with Readers(workers=2, readers="{HOSTILE}") as readers:
    sys.path.append({mark!r})
    print("ready", flush=True)
    folder = Path({str(tmp_path)!r})
    readers.read([job(folder, "sleep"), job(folder, "spin"), job(folder, "")])
"""
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # What runs the tests in the background may ignore Ctrl-C, and a child would inherit that.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as build:
        assert build.stdout is not None
        build.stdout.readline()
        for _ in range(200):
            if len(processes(mark)) == 3:  # the one that forks, and two readers
                break
            time.sleep(0.05)
        assert len(processes(mark)) == 3
        build.send_signal(ending)
        build.wait(10)
    assert gone(mark)


def processes(mark: str) -> list[int]:
    """The processes whose command line has `mark`, this one aside."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if mark.encode() in line and b"report.read.worker" in line:
            found.append(int(folder.name))
    return found


def gone(mark: str) -> bool:
    for _ in range(100):
        if not processes(mark):
            return True
        time.sleep(0.05)
    return False


def memory_of(process: int) -> bytes:
    """All that a process has in its memory and can change."""
    pieces = []
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{process}/maps").read_text().splitlines():
            span, rights, *_ = line.split()
            if not rights.startswith("rw"):
                continue
            start, end = (int(part, 16) for part in span.split("-"))
            memory.seek(start)
            try:
                pieces.append(memory.read(end - start))
            except OSError:
                continue
    return b"".join(pieces)


@given(data=st.binary(max_size=200))
def test_any_bytes_are_an_answer_or_none(data: bytes) -> None:
    with suppress(MalformedError):
        answers.unpacked(data)


@given(place=st.integers(0), change=st.binary(max_size=8))
def test_an_answer_with_a_change_in_it_is_sound_or_none(place: int, change: bytes) -> None:
    told = answers.packed(answers.Answer(reading=reading(), size=5))[answers.PREFIX :]
    place %= len(told)
    with suppress(MalformedError):
        answer = answers.unpacked(told[:place] + change + told[place + len(change) :])
        assert answer.reading is not None
        assert answers.sound(answer.reading)


def test_nesting_without_end_is_no_answer() -> None:
    with pytest.raises(MalformedError):
        answers.unpacked(b'{"reading":' * 100_000)
