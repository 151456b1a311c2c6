"""The dossier in the root says what the page that it was made from says: all of it, in its order, letter for
letter, and nothing else. First the YAML is held against the archived text, then the PDF.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.page_text import Point, bare, find, page_texts

ROOT = Path(__file__).resolve().parent.parent
ARCHIVED = ROOT / "sources" / "censure-1988.txt"
AS_RECEIVED = ROOT.parent / "shared" / "censure-1988.txt"
SHA256 = "33e8c73b3f05b5db504529f8e677c290ab98d66638f96e4515a5d625e3d48ffc"

LINES = ARCHIVED.read_text(encoding="utf-8").split("\n")

# The links of the page, which are citations here. Of the third only the beginning goes: it names who speaks.
READ = ("Read the full article", "Read more")
CLICK = "Click here to read "

MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip

Yaml = dict[str, Any]


def as_typed(path: Path) -> Yaml:
    """A YAML file with every scalar as the text that stands there."""
    loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(loaded, dict)
    return loaded


DOSSIER = as_typed(ROOT / "dossier.yaml")
ENTRIES = {Path(path).stem: as_typed(ROOT / path) for path in DOSSIER["entries"]}
SOURCES = {source["id"]: source for source in as_typed(ROOT / "sources.yaml")["references"]}

CITATION = re.compile(r" ?\[@([a-z0-9-]+)(?:, ([^\]]*))?\]")
SPAN = re.compile(r"\[([^\]]+)\]\{lang=[a-z]+\}")


def expected() -> list[str]:
    """What the report has to say: the lines of the page, its links taken out."""
    lines = [line.strip() for line in LINES if line.strip() and line not in READ]
    return [line.removeprefix(CLICK) for line in lines]


def paragraphs(body: str) -> Iterator[str]:
    """The lines of a body as a reader sees them, without Markdown."""
    for line in body.splitlines():
        text = re.sub(r"^> ?", "", line).removesuffix("\\")
        if text.strip() and not text.startswith(":::"):
            yield CITATION.sub("", SPAN.sub(r"\1", text)).removeprefix("[…] ").strip()


def said(entry: Yaml) -> list[str]:
    """All that an entry says of the page, in the order in which it prints."""
    above = [entry["kicker"]] if "kicker" in entry else []
    return [*above, entry["title"], *paragraphs(entry["body"])]


def section(stem: str) -> str:
    """The part of the page that an entry is made of."""
    lines = said(ENTRIES[stem])
    starts = [number for number, line in enumerate(LINES) if line == lines[0]]
    end = max(number for number, line in enumerate(LINES) if line.strip().endswith(lines[-1]))
    return "\n".join(LINES[starts[0] : end + 1])


def lines_of(key: str) -> list[str]:
    """The lines of the archived text that a source is said to be reproduced in."""
    start, end = map(int, SOURCES[key]["archive"]["lines"].split("-"))
    return LINES[start - 1 : end]


def forms_of(date: str) -> tuple[str, ...]:
    """How the page may write a date: as far as it is known, no further."""
    year, month, day = [*date.split("-"), "", ""][:3]
    if not month:
        return (year,)
    if not day:
        return (f"{MONTHS[int(month) - 1]} {year}",)
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}", f"{day}.{month}.{year}"


# --- The archived text


def test_archived_text_is_as_received() -> None:
    assert hashlib.sha256(ARCHIVED.read_bytes()).hexdigest() == SHA256
    assert SOURCES["censure-1988"]["archive"] == {"file": "sources/censure-1988.txt", "sha256": SHA256}
    if AS_RECEIVED.exists():
        assert ARCHIVED.read_bytes() == AS_RECEIVED.read_bytes()


# --- The YAML against the text


def test_yaml_says_the_whole_page_and_no_more() -> None:
    spoken = [DOSSIER["title"], DOSSIER["subtitle"]]
    for entry in ENTRIES.values():
        spoken += said(entry)
    assert spoken == expected()


def test_nine_entries_and_none_left_out() -> None:
    assert len(ENTRIES) == 9
    assert {path.stem for path in (ROOT / "entries").glob("*")} == set(ENTRIES)


def test_nothing_is_known_of_the_dossier_but_its_text() -> None:
    assert set(DOSSIER) == {"title", "subtitle", "language", "citation-style", "entries"}


def test_three_statements_have_no_date() -> None:
    undated = {stem for stem, entry in ENTRIES.items() if "date" not in entry}
    assert undated == {"amnesty-20th-anniversary", "joint-statement-hrc34", "isj-report"}


@pytest.mark.parametrize("stem", ENTRIES)
def test_dates_are_in_the_text(stem: str) -> None:
    entry = ENTRIES[stem]
    events = entry.get("events", [])
    dates = [event["date"] for event in events] + ([entry["date"]] if "date" in entry else [])
    for date in dates:
        assert any(form in section(stem) for form in forms_of(date)), date
    assert entry.get("date-label", "").split(" ")[-1] in section(stem)


@pytest.mark.parametrize("stem", ("a-hrc-34-40", "a-hrc-34-65"))
def test_advance_versions_were_distributed(stem: str) -> None:
    """The days on which advance versions went out are no dates of the reports."""
    assert ENTRIES[stem]["date-label"] == "advance edited version distributed"
    assert "issued" not in SOURCES[stem]
    assert f"distributed on {forms_of(ENTRIES[stem]['date'])[0]}" in SOURCES[stem]["note"]


@pytest.mark.parametrize("stem", ENTRIES)
def test_events_are_told_in_the_words_of_the_text(stem: str) -> None:
    for event in ENTRIES[stem].get("events", []):
        at = 0
        for piece in re.split(r"\[[^\]]*\]", event["text"]):
            at = section(stem).find(piece.strip(), at)
            assert at >= 0, piece


@pytest.mark.parametrize("stem", ENTRIES)
def test_who_spoke_is_in_the_text(stem: str) -> None:
    by = ENTRIES[stem]["by"]
    for name in [by] if isinstance(by, str) else by:
        assert name in section(stem)


def test_facts_are_the_table_of_the_motion() -> None:
    table = [f"{label}: {value}" for label, value in ENTRIES["edm-448"]["facts"].items()]
    assert table == LINES[66:70]
    assert [stem for stem, entry in ENTRIES.items() if "facts" in entry] == ["edm-448"]


def test_the_six_organisations_are_named() -> None:
    assert len(ENTRIES["joint-statement-hrc34"]["by"]) == 6
    literals = [author["literal"] for author in SOURCES["joint-statement-hrc34"]["author"]]
    assert literals == ENTRIES["joint-statement-hrc34"]["by"]


# --- The sources against the text


def data(value: object) -> Iterator[str]:
    """Every scalar within a source's data."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from data(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from data(inner)
    else:
        yield str(value)


@pytest.mark.parametrize("key", SOURCES)
def test_source_data_are_in_the_text(key: str) -> None:
    """Names, titles, numbers: what stands in the data stands in the text, in one line, in that order."""
    ours = {"id", "type", "issued", "archive"}
    for value in data({name: value for name, value in SOURCES[key].items() if name not in ours}):
        words = [re.escape(word) for word in value.split()]
        in_order = re.compile(r"(?!\w).*?(?<!\w)".join(words), re.IGNORECASE)
        assert any(in_order.search(line) for line in LINES), value


@pytest.mark.parametrize("key", [key for key in SOURCES if key != "censure-1988"])
def test_source_is_reproduced_where_it_is_said_to_be(key: str) -> None:
    assert SOURCES[key]["archive"]["via"] == "censure-1988"
    lines = lines_of(key)
    assert lines[0].strip() and lines[-1].strip()
    if "issued" in SOURCES[key]:
        assert any(form in line for form in forms_of(SOURCES[key]["issued"]) for line in lines)


def test_no_two_sources_share_lines() -> None:
    spans = sorted(
        tuple(map(int, source["archive"]["lines"].split("-")))
        for source in SOURCES.values()
        if "lines" in source["archive"]
    )
    for (_, end), (start, _) in pairwise(spans):
        assert end < start


def quotations(body: str) -> Iterator[tuple[str, str, str]]:
    """Words quoted, key and locator: of blockquotes, and of runs in quotation marks before a citation."""
    for block in re.findall(r"(?m)(?:^>.*\n?)+", body):
        [(key, locator)] = CITATION.findall(block)
        yield CITATION.sub("", re.sub(r"(?m)^> ?|\\$", "", block)), key, locator
    for words, citation in re.findall(r"“([^”]+)”( \[@[^\]]+\])", body):
        [(key, locator)] = CITATION.findall(citation)
        yield words, key, locator


QUOTATIONS = [found for entry in ENTRIES.values() for found in quotations(entry["body"])]


def test_every_source_but_the_page_is_cited() -> None:
    cited = {key for entry in ENTRIES.values() for key, _ in CITATION.findall(entry["body"])}
    assert cited == set(SOURCES) - {"censure-1988"}


@pytest.mark.parametrize(("words", "key", "locator"), QUOTATIONS)
def test_quotation_stands_in_the_lines_of_its_source(words: str, key: str, locator: str) -> None:
    assert bare(words) in bare(" ".join(lines_of(key)))
    if key.startswith("a-hrc-34"):
        assert locator == "para. " + words.split(".", maxsplit=1)[0]
    else:
        assert not locator


def test_paragraphs_of_united_nations_reports_are_quoted_by_number() -> None:
    assert [(key, locator) for _, key, locator in QUOTATIONS if locator] == [
        ("a-hrc-34-40", "para. 31"),
        ("a-hrc-34-40", "para. 62"),
        ("a-hrc-34-65", "para. 31"),
        ("a-hrc-34-65", "para. 32"),
        ("a-hrc-34-65", "para. 58"),
    ]


# --- The PDF against the text


@pytest.fixture(scope="module")
def report_pages(root_pdf: Path) -> dict[str, str]:
    """The pages before the annexes, by label."""
    return {label: text for label, text in page_texts(root_pdf).items() if not label.startswith("A")}


def test_pdf_says_the_whole_page_in_order(report_pages: dict[str, str]) -> None:
    title, subtitle, *rest = expected()
    labels, pages = list(report_pages), list(report_pages.values())
    after_title = find(pages[:1], title, Point(0, 0))
    assert after_title and find(pages[:1], subtitle, after_title)
    at = Point(labels.index("1"), 0)
    for line in rest:
        found = find(pages, line, at)
        assert found, f"not found from page {labels[at.page]} on: {line}"
        at = found
