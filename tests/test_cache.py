"""The cache of what stages made: it gives back what was kept, whole and this user's own, or nothing."""

from __future__ import annotations

import errno
import os
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from report import cache, seal
from report.cache import Cache, key_of

KEY = key_of("a", "key")
DATA = b"what a stage gave"


@pytest.fixture(autouse=True)
def own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    be_user("state", tmp_path, monkeypatch)


def be_user(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / name))
    seal._key.cache_clear()


def kept(tmp_path: Path) -> tuple[Cache, Path]:
    """A cache with one item, and the item's file."""
    made = Cache(tmp_path / "cache")
    made.put(KEY, DATA)
    (item,) = files(tmp_path)
    return made, item


def files(tmp_path: Path) -> list[Path]:
    return sorted(path for path in (tmp_path / "cache").rglob("*") if path.is_file())


def test_what_was_kept_is_given_back_under_its_key_alone(tmp_path: Path) -> None:
    kept(tmp_path)
    again = Cache(tmp_path / "cache")
    assert again.get(KEY) == DATA
    assert again.get(key_of("another")) is None


def test_texts_that_run_together_alike_are_different_keys() -> None:
    assert (
        len({key_of("ab", "c"), key_of("a", "bc"), key_of("abc"), key_of("abc", ""), key_of("c", "ab")}) == 5
    )


def test_without_a_folder_nothing_is_kept() -> None:
    nothing = Cache(None)
    nothing.put(KEY, DATA)
    assert nothing.get(KEY) is None


def test_an_item_with_any_bit_flipped_is_none(tmp_path: Path) -> None:
    made, item = kept(tmp_path)
    whole = item.read_bytes()
    for place in range(len(whole) * 8):
        harmed = bytearray(whole)
        harmed[place // 8] ^= 1 << place % 8
        item.write_bytes(harmed)
        assert made.get(KEY) is None, place
        assert not item.exists()
    made.put(KEY, DATA)
    assert made.get(KEY) == DATA


def test_an_item_that_is_cut_off_or_grown_is_none(tmp_path: Path) -> None:
    made, item = kept(tmp_path)
    whole = item.read_bytes()
    for data in (*(whole[:length] for length in range(len(whole))), whole + b"\0", b"\n" + whole):
        item.write_bytes(data)
        assert made.get(KEY) is None, data


def test_an_item_of_another_key_or_of_another_user_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, item = kept(tmp_path)
    other = made._path(tmp_path / "cache", key_of("other"))
    other.parent.mkdir(exist_ok=True)
    other.write_bytes(item.read_bytes())
    assert made.get(key_of("other")) is None
    be_user("another", tmp_path, monkeypatch)
    assert made.get(KEY) is None


def test_items_used_least_lately_go_when_there_is_too_much(tmp_path: Path) -> None:
    keys = [key_of(str(number)) for number in range(10)]
    with Cache(tmp_path / "cache") as filled:
        for key in keys:
            filled.put(key, bytes(1000))
    for age, key in enumerate(reversed(keys)):
        used = time.time() - 10_000 * (age + 1)
        os.utime(filled._path(tmp_path / "cache", key), (used, used))
    with Cache(tmp_path / "cache", largest=5000) as bounded:
        assert bounded.get(keys[0]) is not None  # the oldest, used again
        bounded.put(KEY, bytes(1000))
    assert sum(path.stat().st_size for path in files(tmp_path)) <= 5000
    left = [key for key in (*keys, KEY) if bounded.get(key) is not None]
    assert left == [keys[0], keys[8], keys[9], KEY]


def test_it_is_bounded_while_a_process_goes_on(tmp_path: Path) -> None:
    with Cache(tmp_path / "cache", largest=10_000) as used_for_long:
        for number in range(50):
            used_for_long.put(key_of(str(number)), bytes(900))
            assert sum(path.stat().st_size for path in files(tmp_path)) <= 11_500
        assert used_for_long.get(key_of("49")) is not None


def test_what_a_killed_build_left_unfinished_goes(tmp_path: Path) -> None:
    _, item = kept(tmp_path)
    left = [item.with_name(f".new-{number}") for number in range(2)]
    for path in left:
        path.write_bytes(b"half")
    os.utime(left[0], (1, 1))
    with Cache(tmp_path / "cache") as again:
        again.put(key_of("more"), DATA)
    assert not left[0].exists()
    assert left[1].exists(), "a build that runs now may be writing it"


def test_a_file_instead_of_the_folder_and_a_folder_instead_of_an_item_are_none(tmp_path: Path) -> None:
    made, item = kept(tmp_path)
    item.unlink()
    item.mkdir()
    assert made.get(KEY) is None
    made.put(KEY, DATA)
    (tmp_path / "file").write_text("")
    with Cache(tmp_path / "file") as elsewhere:
        elsewhere.put(KEY, DATA)
        assert elsewhere.get(KEY) is None


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unwritable to root")
def test_in_a_folder_that_is_not_writable_what_is_there_is_read(tmp_path: Path) -> None:
    _, item = kept(tmp_path)
    item.parent.chmod(0o500)
    (tmp_path / "cache").chmod(0o500)
    try:
        with Cache(tmp_path / "cache") as again:
            assert again.get(KEY) == DATA
            again.put(key_of("more"), DATA)
            assert again.get(key_of("more")) is None
    finally:
        (tmp_path / "cache").chmod(0o700)
        item.parent.chmod(0o700)


@pytest.mark.parametrize("failing", ["mkdir", "flush", "replace"])
def test_a_full_disk_keeps_nothing_and_leaves_nothing(
    failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if failing == "flush":
        make = tempfile.NamedTemporaryFile

        def unfinished(*arguments: object, **named: object) -> object:
            file = make(*arguments, **named)  # type: ignore[call-overload]
            file.flush = full
            return file

        monkeypatch.setattr(cache, "NamedTemporaryFile", unfinished)
    else:
        monkeypatch.setattr(Path, failing, full)
    with Cache(tmp_path / "cache") as made:
        made.put(KEY, DATA)
        assert made.get(KEY) is None
    assert files(tmp_path) == []


def test_a_folder_that_is_deleted_meanwhile_is_made_again(tmp_path: Path) -> None:
    made, item = kept(tmp_path)
    item.unlink()
    item.parent.rmdir()
    item.parent.parent.rmdir()
    assert made.get(KEY) is None
    made.put(KEY, DATA)
    assert made.get(KEY) == DATA


def test_many_at_once_in_one_folder_give_what_was_put_or_nothing(tmp_path: Path) -> None:
    keys = {key_of(str(number)): str(number).encode() * 1000 for number in range(8)}
    wrong: list[object] = []

    def work() -> None:
        for _ in range(5):
            with Cache(tmp_path / "cache", largest=10_000) as made:
                for key, data in keys.items():
                    made.put(key, data)
                    found = made.get(key)
                    if found not in (None, data):
                        wrong.append(found)

    run_at_once([work] * 4)
    assert wrong == []
    assert not [path for path in files(tmp_path) if path.name.startswith(".")]


def run_at_once(tasks: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=task) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
