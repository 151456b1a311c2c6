"""The same input gives the same bytes, whoever compiles it where; and `verify` tells what is another."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from report.command import main
from report.compile import build
from report.editions.verify import verify
from report.options import BuildOptions
from report.read.manifest import NotReadableError, manifest_of

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "footbridge"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    return copy(tmp_path / "dossier")


def copy(target: Path) -> Path:
    shutil.copytree(EXAMPLE, target, ignore=shutil.ignore_patterns("build"))
    return target


def compiled_apart(root: Path, output: Path, umask: int, jobs: int, **environment: str) -> bytes:
    """In a process of its own, and `jobs` that lay out."""
    subprocess.run(
        [sys.executable, "-m", "report", "build", str(root), "-o", str(output), "-j", str(jobs)],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        cwd=output.parent,
        umask=umask,
        check=True,
        capture_output=True,
        timeout=300,
    )
    return output.read_bytes()


def test_the_same_input_gives_the_same_bytes_anywhere(example: Path, tmp_path: Path) -> None:
    other = tmp_path / "other users' folder" / "größer"
    other.mkdir(parents=True)
    # Made in another order, so that a folder's own order is another, and at another time.
    for file in sorted((path for path in example.rglob("*") if path.is_file()), reverse=True):
        target = other / file.relative_to(example)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        os.utime(target, (946684800, 946684800))
    first = compiled_apart(
        example, tmp_path / "1.pdf", 0o022, 1, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8"
    )
    second = compiled_apart(
        other,
        tmp_path / "2.pdf",
        0o077,
        4,
        PYTHONHASHSEED="77",
        TZ="Asia/Tehran",
        LC_ALL="C",
        LANG="fr_FR.UTF-8",
        USER="somebody",
        HOME=str(tmp_path),
        SOURCE_DATE_EPOCH="1",
    )
    assert first == second
    assert str(tmp_path).encode() not in first


def test_an_edition_is_told_to_be_of_its_folder_after_another_was_made(example: Path) -> None:
    settings = example / "dossier.yaml"
    settings.write_text(settings.read_text() + "annex-order: append\n")
    build(example, BuildOptions(final="first"))
    build(example, BuildOptions(final="second"))
    found = verify(example / "editions/first/dossier.pdf", example, build)
    assert found.compiled
    assert (found.edition, found.differences) == ("first", ())


@pytest.mark.parametrize(
    "options",
    [
        {"draft": True, "only": ("2019-report",)},
        {"annexes": False},
        {"changes_since": Path("before"), "keep_going": True},
    ],
    ids=str,
)
def test_a_pdf_made_in_another_way_is_compiled_again_in_that_way(
    options: dict[str, Any], example: Path, tmp_path: Path
) -> None:
    """In a folder with an error where that makes a PDF: what is left out or replaced is so again."""
    if "changes_since" in options:
        build(example, BuildOptions(final="before"))
        edit(example)
    if "draft" in options:
        sources = example / "entries" / "2019-report.yaml"
        sources.write_text(sources.read_text().replace("title:", "colour: red\ntitle:", 1))
    pdf = tmp_path / "x.pdf"
    build(example, BuildOptions(pdf, **options))
    assert verify(pdf, example, build).compiled
    settings = example / "dossier.yaml"
    settings.write_text(settings.read_text().replace("title: ", "title: Another, ", 1))
    found = verify(pdf, example, build)
    assert not found.compiled
    assert [one.name for one in found.differences] == ["dossier"]


def edit(root: Path) -> None:
    entry = root / "entries" / "2019-report.yaml"
    entry.write_text(entry.read_text().replace("broken.", "broken, and not safe."))


def test_what_changes_are_marked_since_is_found_or_asked_for(
    example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, other, pdf = (tmp_path / name for name in ("old.pdf", "other.pdf", "x.pdf"))
    build(example, BuildOptions(old))
    edit(example)
    build(example, BuildOptions(other))
    build(example, BuildOptions(pdf, changes_since=old))

    def told(*options: str | Path) -> tuple[object, list[str]]:
        with pytest.raises(SystemExit) as end:
            main(["verify", str(pdf), str(example), *map(str, options)])
        said = capsys.readouterr()
        # Without Tesseract there are warnings of a scan.
        return end.value.code, [line for line in (said.err + said.out).splitlines() if "warning:" not in line]

    status, (problem,) = told()
    assert status == 1
    assert 'marks what changed since "old.pdf"' in problem
    assert "--changes-since OLD" in problem
    status, (line,) = told("--changes-since", old)
    assert status == 0
    assert "byte by byte" in line
    assert told("--changes-since", old, "--quiet") == (0, [])
    status, lines = told("--changes-since", other)
    assert status == 1
    assert any(line.startswith("  changes since: old.pdf (manifest ") for line in lines)


def test_what_differs_is_told_by_name(example: Path, tmp_path: Path) -> None:
    pdf = tmp_path / "x.pdf"
    build(example, BuildOptions(pdf))
    edit(example)
    (example / "styles").mkdir()
    (example / "styles" / "house.css").write_text(":root { --accent: #000 }\n")
    found = verify(pdf, example, build)
    assert not found.compiled
    assert not found.same_content
    assert [(one.what, one.name, one.then == "") for one in found.differences] == [
        ("input", "entry 2019-report", False),
        ("input", "style house.css", True),
    ]


def test_a_pdf_that_was_changed_afterwards_is_told(example: Path, tmp_path: Path) -> None:
    pdf, forged = tmp_path / "x.pdf", tmp_path / "forged.pdf"
    build(example, BuildOptions(pdf))
    with pikepdf.open(pdf) as opened:
        del opened.pages[2]
        opened.save(forged)
    found = verify(forged, example, build)
    assert (found.compiled, found.told, found.differences) == (False, True, ())


def test_paths_are_in_the_manifest_only_where_the_author_discloses_them(
    example: Path, tmp_path: Path
) -> None:
    pdf = tmp_path / "x.pdf"
    build(example, BuildOptions(pdf))
    public = manifest_of(pdf)
    assert public is not None
    assert b"sources/" not in public
    assert b"entries/" not in public
    settings = example / "dossier.yaml"
    settings.write_text(settings.read_text().replace("manifest: public\n", "") + "manifest: full\n")
    build(example, BuildOptions(pdf))
    full = manifest_of(pdf)
    assert full is not None
    assert "sources/report-2019.pdf" in json.loads(full)["inputs"]


@pytest.mark.parametrize("data", [b"", b"no PDF", b"%PDF-1.7\n", b"%PDF-1.7\n" + b"[" * 300_000])
def test_what_is_no_pdf_is_refused_without_a_trace(data: bytes, tmp_path: Path) -> None:
    pdf = tmp_path / "x.pdf"
    pdf.write_bytes(data)
    with pytest.raises(NotReadableError):
        manifest_of(pdf)


def test_a_manifest_that_swells_is_not_read(tmp_path: Path) -> None:
    pdf = tmp_path / "bomb.pdf"
    with pikepdf.new() as made:
        made.add_blank_page()
        made.attachments["manifest.json"] = b" " * 200_000_000
        made.save(pdf)
    with pytest.raises(NotReadableError):
        manifest_of(pdf)
