"""The cache of what readers gave: it gives back what was kept, or nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from report import seal
from report.model import FileKind, PagedFile
from report.read.paged import Request, read_pages
from report.read.pool import Readers
from report.read.settings import ReadSettings
from report.read.store import Store, key
from tests.conftest import ROOT
from tests.hostile_readers import reading

SETTINGS = ReadSettings((595.0, 842.0))
NAME = key("0" * 64, FileKind.PDF, SETTINGS)


@pytest.fixture(autouse=True)
def own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    seal._key.cache_clear()


def keep(store: Store, data: bytes = b"%PDF pages", name: str = NAME) -> Path:
    place = store.place(secret=False)
    place.write_bytes(data)
    return store.keep(name, reading(title="words\ud800"), place)


def test_what_was_kept_is_given_back(tmp_path: Path) -> None:
    with Store(tmp_path / "cache") as store:
        pdf = keep(store)
        assert pdf.read_bytes() == b"%PDF pages"
    with Store(tmp_path / "cache") as store:
        assert store.take(NAME) == (reading(title="words?"), pdf)
        assert store.take(key("1" * 64, FileKind.PDF, SETTINGS)) is None


def test_another_file_kind_or_setting_is_another_key() -> None:
    names = {
        NAME,
        key("1" * 64, FileKind.PDF, SETTINGS),
        key("0" * 64, FileKind.IMAGE, SETTINGS),
        key("0" * 64, FileKind.PDF, replace(SETTINGS, fit="keep")),
        key("0" * 64, FileKind.PDF, replace(SETTINGS, paper=(612.0, 792.0))),
    }
    assert len(names) == 5
    assert key("0" * 64, FileKind.PDF, replace(SETTINGS, password="swordfish")) == NAME


@pytest.mark.parametrize("harm", "pdf-changed pdf-half pdf-gone half other-pages no-seal moved".split())
def test_a_damaged_item_is_none(tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "cache"
    with Store(folder) as store:
        pdf = keep(store)
        item = folder / f"{NAME}.json"
        told = item.read_bytes()
        name = NAME
        match harm:
            case "pdf-changed":
                pdf.write_bytes(b"%PDF paged")
            case "pdf-half":
                pdf.write_bytes(b"%PDF")
            case "pdf-gone":
                pdf.unlink()
            case "half":
                item.write_bytes(told[: len(told) // 2])
            case "other-pages":
                item.write_bytes(told.replace(b"words", b"lords"))
            case "no-seal":
                item.write_bytes(told.partition(b"\n")[2])
            case "moved":
                name = key("1" * 64, FileKind.PDF, SETTINGS)
                item = item.rename(folder / f"{name}.json")
        assert store.take(name) is None
        assert not item.exists()
        keep(store, name=name)
        assert store.take(name) is not None


def test_what_another_user_kept_is_foreign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache that came with a stranger's folder, whose pages may be any."""
    with Store(tmp_path / "cache") as store:
        keep(store)
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "mine"))
        seal._key.cache_clear()
        assert store.take(NAME) is None


def test_without_a_home_readings_are_for_one_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/dev/null/nowhere")
    seal._key.cache_clear()
    with Store(tmp_path / "cache") as store:
        keep(store)
        assert store.take(NAME) is not None
        seal._key.cache_clear()
        assert store.take(NAME) is None


def test_what_a_password_opened_is_never_kept(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    with Store(folder) as store:
        place = store.place(secret=True)
        place.write_bytes(b"%PDF secret")
        assert place.parent.stat().st_mode & 0o777 == 0o700
        assert store.keep(NAME, reading(), place) == place
        assert store.take(NAME) is None
        assert not folder.exists()
    assert not place.parent.exists()


@pytest.mark.parametrize("hindrance", ["file", "full"])
def test_where_nothing_can_be_kept_a_place_is_found(tmp_path: Path, hindrance: str) -> None:
    folder = tmp_path / "cache"
    if hindrance == "file":
        folder.write_bytes(b"in the way")
    with Store(folder) as store:
        place = store.place(secret=False, room=0 if hindrance == "file" else 2**60)
        place.write_bytes(b"%PDF pages")
        assert place.parent != folder
        assert store.keep(NAME, reading(), place) == place
        assert store.take(NAME) is None
    assert not place.exists()


def test_a_place_that_cannot_be_given_its_name_is_still_used(tmp_path: Path) -> None:
    with Store(tmp_path / "cache") as store:
        place = store.place(secret=False)
        place.write_bytes(b"%PDF pages")
        (tmp_path / "cache" / f"{NAME}.json" / "in the way").mkdir(parents=True)
        assert store.keep(NAME, reading(), place).read_bytes() == b"%PDF pages"


def test_two_builds_at_once(tmp_path: Path) -> None:
    """Both write other bytes under the same key, again and again; whoever takes the item gets a whole one."""
    code = f"""
from pathlib import Path
from tests.test_read_store import *
with Store(Path({str(tmp_path / "cache")!r})) as store:
    for turn in range(60):
        keep(store, bytes([65 + turn % 7]) * 100_000)
        item = store.take(NAME)
        if item is not None:
            assert len(set(item[1].read_bytes())) == 1 and item[1].stat().st_size == 100_000
            print(end="+")
"""
    builds = [
        subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE) for _ in range(2)
    ]
    told = [build.communicate()[0] for build in builds]
    assert [build.returncode for build in builds] == [0, 0]
    assert all(len(taken) > 30 for taken in told)
    assert not list((tmp_path / "cache").glob(".new-*"))


def test_the_items_used_least_lately_go_first(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    names = [key(str(number) * 64, FileKind.PDF, SETTINGS) for number in range(5)]
    with Store(folder) as store:
        for age, name in enumerate(names):
            keep(store, bytes([age]) * 100_000, name)
            for file in folder.glob(f"{name}*"):
                os.utime(file, times=(time.time() - 9000 + age,) * 2)
        (folder / ".new-left.pdf").write_bytes(b"of a build that was ended")
        os.utime(folder / ".new-left.pdf", times=(1, 1))
        assert store.take(names[0]) is not None
    with Store(folder, largest=250_000):
        pass
    with Store(folder) as store:
        kept = [name for name in names if store.take(name) is not None]
    assert kept == [names[0], names[4]]
    assert not list(folder.glob(".new-*"))


def test_an_item_is_this_users_alone(tmp_path: Path) -> None:
    with Store(tmp_path / "cache") as store:
        keep(store)
    modes = {file.stat().st_mode & 0o777 for file in (tmp_path / "cache").iterdir()}
    assert modes == {0o600}
    assert json.loads((tmp_path / "cache" / f"{NAME}.json").read_bytes().partition(b"\n")[2])["reading"]


def test_a_file_is_read_once(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"first")
    requests = [
        Request(file, "sources/a.pdf", FileKind.PDF, SETTINGS),
        Request(file, "sources/a.pdf", FileKind.PDF, replace(SETTINGS, password="swordfish")),
        Request(tmp_path / "gone.pdf", "sources/gone.pdf", FileKind.PDF, SETTINGS),
        Request(file, "sources/a.pdf", FileKind.PDF, replace(SETTINGS, title="raise")),
    ]

    def build() -> list[tuple[str, bool]]:
        with Store(tmp_path / "cache") as store, Readers(readers="tests.hostile_readers") as readers:
            read = read_pages(requests, store, readers)
            for each in read[:2]:
                assert isinstance(each, PagedFile)
                assert each.pdf.read_bytes() == b"%PDF-1.7 of a test"
            return [
                (each.reading.title, each.cached) if isinstance(each, PagedFile) else (each.error.code, False)
                for each in read
            ]

    bad = [("unreadable-file", False), ("reader-crashed", False)]
    secret = ("5 bytes, password swordfish", False)
    assert build() == [("5 bytes, password ", False), secret, *bad]
    assert build() == [("5 bytes, password ", True), secret, *bad]
    kept = b"".join(item.read_bytes() for item in (tmp_path / "cache").iterdir())
    assert b"swordfish" not in kept
    file.write_bytes(b"changed")
    assert build()[0] == ("7 bytes, password ", False)
