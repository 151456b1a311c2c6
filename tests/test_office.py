"""DOCX and ODT: made PDF by LibreOffice, which is shut in as well."""

from __future__ import annotations

import contextlib
import io
import os
import socket
import sys
import threading
import time
import zipfile
from pathlib import Path

import pypdf
import pytest

from report.model import Change, FileKind, Reading
from report.read import office
from report.read.confine import isolation
from report.read.launch import Launch
from report.read.pool import Job, Readers
from report.read.settings import Limits, ReadSettings, UnreadableError

needs_office = pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
needs_proc = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc")
needs_isolation = pytest.mark.skipif(len(isolation()) < 3, reason="this kernel shuts no program in")

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_DOCX = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>',
    "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p><w:r><w:t>Words of a letter</w:t></w:r></w:p></w:body></w:document>",
}
_ODT = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.text"/>'
    '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>',
    "content.xml": '<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0" o:version="1.2"><o:body><o:text>'
    "<t:p>Words of a letter</t:p></o:text></o:body></o:document-content>",
}


def document(parts: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return data.getvalue()


@needs_office
@pytest.mark.parametrize("parts", [_DOCX, _ODT], ids=["docx", "odt"])
def test_a_document_becomes_a_pdf(parts: dict[str, str]) -> None:
    file = io.BytesIO(document(parts))
    with office.converted(file, "sources/letter.docx", Limits(), threading.Event()) as made:
        assert not isinstance(made.outcome, UnreadableError)
        assert pypdf.PdfReader(made.outcome).pages[0].extract_text().strip() == "Words of a letter"
    assert made.size == len(file.getvalue())


@needs_office
def test_a_document_is_then_read_like_any_pdf(tmp_path: Path) -> None:
    file = tmp_path / "letter.docx"
    file.write_bytes(document(_DOCX))
    settings = ReadSettings((595.0, 842.0))
    job = Job(file, "sources/letter.docx", FileKind.OFFICE, settings, tmp_path / "pages.pdf")
    with Readers(readers="tests.hostile_readers") as readers:
        (read,) = readers.read([job])
    assert isinstance(read.outcome, Reading)
    assert (read.outcome.kind, read.size) == (FileKind.OFFICE, file.stat().st_size)
    assert read.outcome.changes == ((Change.CONVERTED, "by LibreOffice"),)


@needs_office
def test_what_is_no_document_is_one_problem() -> None:
    file = io.BytesIO(b"PK\x03\x04 nothing" + os.urandom(1000))
    with office.converted(file, "sources/letter.docx", Limits(), threading.Event()) as made:
        assert isinstance(made.outcome, UnreadableError)
        assert made.outcome.code == "not-converted"


@needs_office
def test_libreoffice_is_ended_when_its_time_is_over() -> None:
    began = time.monotonic()
    file = io.BytesIO(document(_DOCX))
    with office.converted(file, "sources/letter.docx", Limits(seconds=0), threading.Event()) as made:
        assert isinstance(made.outcome, UnreadableError)
        assert made.outcome.code == "reader-timeout"
    assert time.monotonic() - began < 5


def test_without_libreoffice_the_problem_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)
    file = io.BytesIO(document(_DOCX))
    with office.converted(file, "sources/letter.docx", Limits(), threading.Event()) as made:
        assert isinstance(made.outcome, UnreadableError)
        assert made.outcome.code == "no-libreoffice"
        assert "apt install" in made.outcome.hint


_TRIES = """
import os, socket, subprocess
tries = {
    "own": lambda: open("own", "w").write("words"),
    "start": lambda: subprocess.run(["/bin/true"], check=True),
    "local": lambda: socket.socketpair(),
    "read": lambda: open("../secret").read(),
    "passwd": lambda: open("/etc/passwd").read(),
    "environ": lambda: open(f"/proc/{os.getppid()}/environ").read(),
    "write": lambda: open("../secret", "a"),
    "remove": lambda: os.unlink("../secret"),
    "inet": lambda: socket.socket(socket.AF_INET),
    "udp": lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM),
    "netlink": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
    "log": lambda: socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM),
    "server": lambda: socket.socket(socket.AF_UNIX).connect("../socket"),
    "leave": lambda: subprocess.Popen(["/bin/true"], start_new_session=True),
    "signal": lambda: os.kill(os.getppid(), 0),
}
for name, deed in tries.items():
    try:
        deed()
    except (OSError, subprocess.SubprocessError):
        continue
    with open("done", "a") as done:
        print(name, file=done)
"""


@needs_isolation
def test_a_program_that_is_shut_in_reaches_only_its_folder(tmp_path: Path) -> None:
    own, secret = tmp_path / "own", tmp_path / "secret"
    own.mkdir()
    secret.write_text("secret")
    with socket.socket(socket.AF_UNIX) as server:
        with contextlib.chdir(tmp_path):  # its path may be longer than a socket's can be
            server.bind("socket")
        server.listen()
        programs = tuple(map(Path, ("/usr", "/bin", "/lib", "/lib64", sys.base_prefix)))
        python = (str(Path(sys.executable).resolve()), "-I", "-S", "-c", _TRIES)
        launch = Launch(python, {}, own, programs, (), Limits(seconds=20))
        assert office.run(launch, threading.Event()) == 0
    assert (own / "done").read_text().split() == ["own", "start", "local"]
    assert secret.read_text() == "secret"


@needs_proc
def test_no_process_of_a_program_is_left_when_its_time_is_over(tmp_path: Path) -> None:
    programs = tuple(map(Path, ("/usr", "/bin", "/lib", "/lib64")))
    command = ("/bin/sh", "-c", "sleep 98.7654 & sleep 98.7654")
    launch = Launch(command, {"PATH": "/usr/bin:/bin"}, tmp_path, programs, (), Limits(seconds=1))
    assert office.run(launch, threading.Event()) is None
    left = []
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):  # ended meanwhile
            left += [line] if b"98.7654" in line.read_bytes() else []
    assert left == []
