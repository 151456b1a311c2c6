"""Single values: dates, runs of lines, languages, near misses, and the dates of CSL data."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pypandoc
import pytest

from report.load.csl_dates import read_edtf
from report.load.dates import read_date, read_moment
from report.load.faults import Fault
from report.load.languages import check_language
from report.load.near import did_you_mean
from report.load.patterns import expand
from report.load.ranges import read_ranges
from report.model import PartialDate, Range


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2016", PartialDate(2016)),
        ("2016-09", PartialDate(2016, 9)),
        ("2016-02-29", PartialDate(2016, 2, 29)),
    ],
)
def test_dates(text: str, date: PartialDate) -> None:
    assert read_date(text) == date


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("13.9.2016", "write 2016-09-13"),
        ("13. 9. 2016", "write 2016-09-13"),
        ("Sept. 13, 2016", "write 2016-09-13"),
        ("13 Sep 2016", "write 2016-09-13"),
        ("2016/9/13", "write 2016-09-13"),
        ("2016.09", "write 2016-09"),
        ("32.01.2016", "write year, month, day: 2016-09-13, 2016-09 or 2016"),
        ("last March", "write year, month, day: 2016-09-13, 2016-09 or 2016"),
        ("٢٠١٦", "write year, month, day: 2016-09-13, 2016-09 or 2016"),
    ],
)
def test_the_way_to_write_a_date(text: str, hint: str) -> None:
    with pytest.raises(Fault) as caught:
        read_date(text)
    assert (caught.value.code, caught.value.hint) == ("bad-date", hint)


@pytest.mark.parametrize("text", ["2026-11-01T10:00:00Z", "2026-11-01T10:00+01:00", "2026-11-01", "2026-11"])
def test_moments_stay_as_typed(text: str) -> None:
    assert read_moment(text) == text


def test_ranges() -> None:
    assert read_ranges("12-31, 40,7 – 9") == (Range(12, 31), Range(40, 40), Range(7, 9))
    for text in ("", "a", "1-", "3-2", "0", "1,,2", "1-2-3"):
        with pytest.raises(Fault):
            read_ranges(text)


@pytest.mark.parametrize(
    ("tag", "usual"),
    [("en", "en"), ("EN-gb", "en-GB"), ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419"), ("ckb", "ckb"),
     ("de-1996", "de-1996"), ("fa-IR-u-nu-latn", "fa-IR-u-nu-latn"), ("en-x-house", "en-x-house")],
)  # fmt: skip
def test_language_tags(tag: str, usual: str) -> None:
    assert check_language(tag) == usual


@pytest.mark.parametrize(
    ("tag", "hint"),
    [
        ("Persian", "write fa"),
        ("Deutsch", "write de"),
        ("en_GB", "write en-GB"),
        ("en-UK", 'did you mean "GB"?'),
        ("jp", 'did you mean "ja"?'),
        ("qq", "write a tag such as en, fr or fa"),
        ("en; DROP", "write a tag such as en, fr or fa"),
    ],
)
def test_no_language_tags(tag: str, hint: str) -> None:
    with pytest.raises(Fault) as caught:
        check_language(tag)
    assert caught.value.hint == hint


def test_near_misses() -> None:
    keys = ["edm-448", "a-hrc-34-65", "a-hrc-34-40"]
    assert did_you_mean("edm-44", keys) == 'did you mean "edm-448"?'
    assert did_you_mean("EDM-448", keys) == 'did you mean "edm-448"?'
    assert did_you_mean("something else", keys) == ""
    assert did_you_mean("x", []) == ""


def test_patterns(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yaml", ".c.yaml", "d/e.yaml", "d/f/g.yaml", "d/f/h.txt", ".git/i.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert list(expand(tmp_path, "*.yaml")) == ["a.yaml", "b.yaml"]
    assert list(expand(tmp_path, "d/**/*.yaml")) == ["d/e.yaml", "d/f/g.yaml"]
    assert list(expand(tmp_path, "**/**/[ag].yaml")) == ["a.yaml", "d/f/g.yaml"]
    assert list(expand(tmp_path, "*/*/*")) == ["d/f/g.yaml", "d/f/h.txt"]
    assert list(expand(tmp_path, "**")) == ["a.yaml", "b.yaml", "d/e.yaml", "d/f/g.yaml", "d/f/h.txt"]
    assert list(expand(tmp_path, "gone/*.yaml")) == []


EDTF = ["2016", "2016-09", "2016-09-13", "2016-09-13T10:00:00Z", "2017~", "2016/2017", "2016-09/2016-10-03"]
EDTF += ["2016/", "-0044", "2017-21"]


@pytest.mark.parametrize("text", ["2017?", "2017%", "2017-03?", "2016/2017?"])
def test_doubt_is_kept(text: str) -> None:
    # Pandoc knows ~ alone, and prints a doubtful date as a certain one.
    assert read_edtf(text)["circa"] is True


def test_an_open_end() -> None:
    # Pandoc reads the older form alone.
    assert read_edtf("2016/..") == read_edtf("2016/open") == read_edtf("2016/")


def test_edtf_as_pandoc_reads_it() -> None:
    items = [{"id": f"s{number}", "type": "book", "issued": text} for number, text in enumerate(EDTF)]
    command = [pypandoc.get_pandoc_path(), "-f", "csljson", "-t", "csljson"]
    answer = subprocess.run(command, input=json.dumps(items), capture_output=True, text=True, check=True)
    assert [item["issued"] for item in json.loads(answer.stdout)] == [read_edtf(text) for text in EDTF]


@pytest.mark.parametrize(
    "text", ["201X", "2017-13", "17", "2017-3", "2017-03-", "x/2017", "0000", "2016/x", "1/2/3", ""]
)
def test_no_edtf(text: str) -> None:
    with pytest.raises(Fault):
        read_edtf(text)
