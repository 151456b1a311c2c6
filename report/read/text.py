"""Reads an archived text: UTF-8, with or without a byte order mark, lines ended in any usual way."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from report.model import Archive, Problem, TextFile, error

LARGEST = 20_000_000
"""Bytes. A text that a person wrote is smaller."""


def read_text(root: Path, path: str, archive: Archive) -> tuple[TextFile | None, list[Problem]]:
    """The text in `root / path`, or why it cannot be appended. That the file exists, `load` has seen."""
    data = (root / path).read_bytes()
    digest = sha256(data).hexdigest()
    problems = []
    if archive.sha256 and archive.sha256.lower() != digest:
        problems.append(
            error(
                "changed-file",
                f"{path} is not the file that was archived: its sha256 is {digest}, not {archive.sha256}",
                archive.place,
                "put the archived file back, or, if it is the right one, correct sha256",
            )
        )
    text = _decoded(data)
    if text is None or len(data) > LARGEST:
        problems.append(
            error(
                "unsupported-file",
                f"{path} is not a plain text in UTF-8, and other kinds of file cannot be appended yet",
                archive.place,
                "save it as a text, or leave it out with annexes: in dossier.yaml",
            )
        )
    if problems or text is None:
        return None, problems
    return TextFile(path, digest, len(data), tuple(_lines(text))), []


def _decoded(data: bytes) -> str | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    # What a text never holds and nearly every binary file does.
    return None if "\0" in text or text.startswith(("%PDF-", "\x1b", "PK\x03\x04")) else text


def _lines(text: str) -> list[str]:
    """Lines as an editor counts them: only CR LF, LF and CR end one."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines
