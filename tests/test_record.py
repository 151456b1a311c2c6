"""A build in which nothing changed is told from the record; any change at all makes a new build."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.dossiers import Shape, write_dossier
from report import building, environment, record
from report.cache import Cache
from report.model import Place, error
from report.options import BuildOptions
from report.outcome import Outcome
from report.record import Record
from tests.conftest import ROOT

Change = Callable[[Path], object]
FILES = {
    "dossier.yaml": "title: T\n",
    "sources.yaml": "references: []\n",
    "entries/a.yaml": "title: A\n",
    "entries/deep/b.yaml": "title: B\n",
    "sources/a.pdf": "%PDF",
    "templates/entry.html": "<p>",
    "styles/house.css": "p {}",
    "styles/mark.svg": "<svg/>",
    "fonts/own.otf": "OTTO",
    ".kept/elsewhere.pdf": "%PDF",
    "build/made/by-others.pdf": "%PDF",
    "build/dossier.pdf": "%PDF made",
}
NAMED = (".kept/elsewhere.pdf", "build/made/by-others.pdf", "sources/a.pdf")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose files came to rest long ago."""
    root = tmp_path / "dossier"
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
        age(root / name)
    return root


def age(path: Path) -> None:
    os.utime(path, (time.time() - 1000, time.time() - 1000))


def opened(root: Path, options: str = "", cache: Path | None = None) -> Record:
    return Record(root, Cache(cache or root / "build" / "cache"), options, root / "build" / "dossier.pdf")


def keep(root: Path) -> Outcome:
    pdf = root / "build" / "dossier.pdf"
    outcome = Outcome(root, pdf=pdf, sha256="00", pages=3)
    opened(root).keep(outcome, NAMED)
    return outcome


def test_nothing_changed_is_known(folder: Path) -> None:
    kept = keep(folder)
    known = opened(folder).known()
    assert known is not None
    assert (known.root, known.pdf, known.sha256, known.pages) == (kept.root, kept.pdf, "00", 3)


def written(name: str, text: str = "other") -> Change:
    return lambda root: (root / name).write_text(text)


def within_the_same_size_and_time(name: str) -> Change:
    def change(root: Path) -> None:
        path, before = root / name, (root / name).stat()
        path.write_text(path.read_text()[::-1])
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert path.stat().st_size == before.st_size
        assert path.stat().st_mtime_ns == before.st_mtime_ns

    return change


def put_in_place_of(name: str) -> Change:
    """As editors save: another file, moved over the old one, here of the same size and time."""

    def change(root: Path) -> None:
        path, before = root / name, (root / name).stat()
        new = path.with_name("new")
        new.write_text(path.read_text()[::-1])
        os.utime(new, ns=(before.st_atime_ns, before.st_mtime_ns))
        new.replace(path)

    return change


def created_in_a_new_folder(root: Path) -> None:
    (root / "new").mkdir()
    (root / "new" / "a.yaml").touch()


CHANGES: dict[str, Change] = {
    **{f"changed {name}": written(name) for name in FILES},
    **{f"deleted {name}": lambda root, name=name: (root / name).unlink() for name in FILES},  # type: ignore[misc]
    **{f"same size and time {name}": within_the_same_size_and_time(name) for name in FILES},
    "replaced": put_in_place_of("entries/a.yaml"),
    "touched": lambda root: (root / "entries/a.yaml").touch(),
    "created": written("entries/c.yaml"),
    "created in a new folder": created_in_a_new_folder,
    "renamed": lambda root: (root / "entries/a.yaml").rename(root / "entries/z.yaml"),
    "a renamed folder": lambda root: (root / "entries/deep").rename(root / "entries/deeper"),
    "two exchanged": lambda root: (
        (root / "entries/a.yaml").rename(root / "x"),
        (root / "entries/deep/b.yaml").rename(root / "entries/a.yaml"),
        (root / "x").rename(root / "entries/deep/b.yaml"),
    ),
    "a link to elsewhere": lambda root: (root / "entries/link.yaml").symlink_to(root / "entries/a.yaml"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_every_change_makes_a_new_build(what: str, folder: Path) -> None:
    keep(folder)
    CHANGES[what](folder)
    # However the file's clock goes: what changed a moment ago is never taken for settled.
    assert opened(folder).known() is None
    time.sleep(0.06)
    assert opened(folder).known() is None


def test_what_a_link_leads_to_counts(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "s.yaml").write_text("title: S\n")
    (folder / "entries" / "shared").symlink_to(tmp_path / "shared")
    (folder / "entries" / "round").symlink_to(folder)
    age(tmp_path / "shared" / "s.yaml")
    keep(folder)
    assert opened(folder).known() is not None
    (tmp_path / "shared" / "s.yaml").write_text("title: Other\n")
    assert opened(folder).known() is None


@pytest.mark.parametrize("what", "options program fonts variable tool".split())
def test_what_stands_outside_of_the_folder_counts(
    what: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    keep(folder)
    assert opened(folder).known() is not None
    match what:
        case "options":
            assert opened(folder, "draft").known() is None
            return
        case "program":
            monkeypatch.setattr(environment, "program", lambda: "another")
        case "fonts":
            (tmp_path / ".fonts").mkdir()
            (tmp_path / ".fonts" / "own.otf").write_text("OTTO")
        case "variable":
            monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
        case "tool":
            (tmp_path / "bin").mkdir()
            (tmp_path / "bin" / "tesseract").write_text("#!/bin/sh\n")
            (tmp_path / "bin" / "tesseract").chmod(0o755)
    assert opened(folder).known() is None


def test_a_change_while_it_is_compiled_makes_the_next_build_new(folder: Path) -> None:
    begun = opened(folder)
    (folder / "entries/a.yaml").write_text("title: Changed meanwhile\n")
    begun.keep(Outcome(folder, pdf=folder / "build/dossier.pdf", sha256="00"), NAMED)
    age(folder / "entries/a.yaml")
    assert opened(folder).known() is None


def test_a_file_that_changed_just_now_is_not_trusted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "_SETTLED_NS", 10**11)
    (folder / "entries/a.yaml").touch()
    keep(folder)
    monkeypatch.undo()
    assert opened(folder).known() is None


def test_a_build_with_an_error_or_without_a_pdf_is_not_kept(folder: Path) -> None:
    wrong = error("code", "message", Place("dossier.yaml"))
    opened(folder).keep(Outcome(folder), NAMED)
    assert opened(folder).known() is None
    opened(folder).keep(Outcome(folder, pdf=folder / "build/dossier.pdf", problems=(wrong,)), NAMED)
    assert opened(folder).known() is None


def test_the_record_of_another_folder_is_not_this_ones(folder: Path, tmp_path: Path) -> None:
    keep(folder)
    moved = folder.rename(tmp_path / "moved")
    assert opened(moved).known() is None


# With real builds


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    write_dossier(tmp_path / "real", 2, seed=3, shape=Shape((2, 2), (10, 20)))
    time.sleep(0.1)  # what changed less than 50 ms before a build is not trusted
    return tmp_path / "real"


def test_a_build_with_nothing_to_do_loads_none_of_the_heavy_libraries(dossier: Path) -> None:
    time.sleep(0.1)  # what changed less than 50 ms before a build is not trusted
    first = building.build(dossier)
    code = (
        "import sys; from pathlib import Path; from report.building import build\n"
        "outcome = build(Path(sys.argv[1]))\n"
        "heavy = {'weasyprint', 'pypandoc', 'pikepdf', 'pypdfium2', 'pydantic', 'jinja2', 'yaml', 'PIL'}\n"
        "print(outcome.sha256, all(one.cached for one in outcome.sections), *heavy & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(dossier)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [first.sha256, "True"]


def test_a_pdf_that_is_gone_or_another_is_made_again(dossier: Path) -> None:
    first = building.build(dossier)
    assert first.pdf is not None, first.problems
    whole = first.pdf.read_bytes()
    for harm in (
        Path.unlink,
        lambda pdf: pdf.write_bytes(b"another"),
        lambda pdf: pdf.write_bytes(whole[:-9]),
    ):
        harm(first.pdf)
        again = building.build(dossier)
        assert first.pdf.read_bytes() == whole
        assert again.sha256 == first.sha256
        assert all(one.cached for one in again.sections)


def test_a_picture_that_only_a_stylesheet_names_counts(dossier: Path) -> None:
    (dossier / "styles").mkdir()
    (dossier / "styles" / "house.css").write_text("h1 { background: url(mark.svg) }")
    picture = dossier / "styles" / "mark.svg"
    picture.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="5" height="5"/></svg>'
    )
    time.sleep(0.1)
    first = building.build(dossier)
    picture.write_text(picture.read_text().replace('"5"', '"7"'))
    second = building.build(dossier)
    assert first.sha256 != second.sha256
    assert second.sha256 == building.build(dossier, BuildOptions(dossier / "c.pdf"), cached=False).sha256


def test_without_cache_all_is_made_again_and_nothing_kept(dossier: Path) -> None:
    first = building.build(dossier, cached=False)
    second = building.build(dossier, cached=False)
    assert not any(one.cached for one in (*first.sections, *second.sections))
    assert first.sha256 == second.sha256
    assert not building.cache_folder(dossier).exists()
