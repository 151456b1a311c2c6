"""Loading, in the corners that `tests/cases` cannot hold: links, line ends, order, values, limits."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from report.load import limits, load
from report.model import Dossier, Fact, Kind, Paper, PartialDate, Place, Problem, Range, Step

CASES = Path(__file__).parent / "cases"
ENTRY = "title: An entry\nbody: Words.\n"

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A dossier of the files given, by their paths."""

    def write(files: dict[str, str | bytes], settings: str = "entries: [entries/*.yaml]") -> Path:
        root = tmp_path / "dossier"
        for name, content in {"dossier.yaml": f"title: A dossier\n{settings}\n", **files}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return root

    return write


def told(root: Path) -> list[str]:
    return [line(problem) for problem in load(root)[1]]


def line(problem: Problem) -> str:
    return f"{problem.place.file}:{problem.place.line}:{problem.place.column}: {problem.code}"


def loaded(root: Path) -> Dossier:
    dossier, problems = load(root)
    assert dossier, problems
    return dossier


# -- what is loaded


def test_every_key_arrives() -> None:
    dossier = loaded(CASES / "good")
    assert (dossier.title, dossier.subtitle, dossier.reference) == ("A dossier", "2016-17", "1.10")
    assert (dossier.language, dossier.date, dossier.paper) == ("en-GB", PartialDate(2017, 8), Paper.LETTER)
    assert (dossier.submitter, dossier.addressee) == (("One", "Two"), ("The Committee",))
    assert (dossier.citation_style, dossier.entries_start) == ("oscola", "run-on")
    assert (dossier.pagination, dossier.annexes) == ("labelled", ("page",))
    assert dossier.places["order-by"] == Place("dossier.yaml", 14)
    first, second = dossier.entries
    assert (first.id, first.title, first.kind, first.language) == ("first", "The first", Kind.MOTION, "fr")
    assert (first.kicker, first.date_label, first.by) == ("A line above", "tabled", ("Somebody",))
    facts = (Fact("Session", "2016-17"), Fact("Date tabled", "13.09.2016"), Fact("No", "448"))
    assert first.facts == facts
    assert [(str(event.date), event.text) for event in first.events] == [("1988-09", "it happened")]
    assert (second.id, second.language, second.kind, second.date) == ("second", "en-GB", Kind.STATEMENT, None)


def test_sources_arrive_as_csl_json() -> None:
    sources = loaded(CASES / "good").sources
    assert sources["motion"].csl == {
        "id": "motion",
        "type": "bill",
        "number": "448",
        "issued": {"date-parts": [[2016, 9, 13]]},
        "accessed": {"date-parts": [[2017], [2018, 3]]},
        "author": [{"family": "Amess", "given": "David"}, {"literal": "A body"}],
    }
    assert sources["zotero"].csl == {
        "id": "zotero",
        "type": "book",
        "archive": "National Archives",
        "submitted": {"date-parts": [[2017, 3, 30]], "circa": True},
        "original-date": {"date-parts": [[2016], [2017]], "circa": True},
        "event-date": {"literal": "the summer of 1988"},
    }
    assert sources["zotero"].archive is None


def test_archive_arrives() -> None:
    sources = loaded(CASES / "good").sources
    page, motion = sources["page"].archive, sources["motion"].archive
    assert page and motion
    assert (page.file, page.lines, page.first_page) == ("sources/page.txt", (Range(1, 2), Range(4, 4)), 3)
    assert page.sha256 == page.sha256.lower()
    assert page.custody == (Step("2026-11-01", "A name", "saved", "wget 1.21"),)
    assert (page.place.line, page.place.column) == (8, 11)
    assert (motion.via, motion.lines, motion.file) == ("page", (Range(3, 3),), "")


def test_only_title_entries_and_body_are_needed(write: Write) -> None:
    dossier = loaded(write({"entries/a.yaml": ENTRY}))
    assert dossier == Dossier(
        dossier.root, "A dossier", dossier.entries, places=dossier.places, addressee=(), submitter=()
    )
    assert dossier.entries[0].language == "en"


def test_undated_entries_come_last_as_listed(write: Write) -> None:
    dates = {"e": "", "a": "date: 2016-02\n", "d": "", "b": "date: 2016\n", "c": "date: 1988-09-30\n"}
    files = {f"entries/{name}.yaml": date + ENTRY for name, date in dates.items()}
    listed = ", ".join(f"entries/{name}.yaml" for name in dates)
    by_date = loaded(write(files, f"entries: [{listed}]\norder-by: date"))
    assert [entry.id for entry in by_date.entries] == ["c", "b", "a", "e", "d"]
    as_listed = loaded(write(files, f"entries: [{listed}]"))
    assert [entry.id for entry in as_listed.entries] == list(dates)


def test_each_file_once_in_the_order_of_the_list(write: Write) -> None:
    files = {f"{name}.yaml": ENTRY for name in ("x/b", "x/a", "y/c", "y/deep/d", "x/.hidden")}
    dossier = loaded(write(files, "entries: [x/b.yaml, ./x/*.yaml, y/**/*.yaml, 'x/[ab].yaml']"))
    assert [entry.id for entry in dossier.entries] == ["b", "a", "c", "d"]


def test_a_pattern_leaves_the_dossiers_own_files_out(write: Write) -> None:
    root = write({"a.yaml": ENTRY, "sources.yaml": "references: []\n"}, "entries: ['*.yaml']")
    assert [entry.id for entry in loaded(root).entries] == ["a"]


def test_one_line_texts_lose_their_line_breaks(write: Write) -> None:
    root = write({"entries/a.yaml": "title: >\n  One\n  two\nby: |\n  A body\n  of two lines\nbody: x\n"})
    assert [(entry.title, entry.by) for entry in loaded(root).entries] == [
        ("One two", ("A body of two lines",))
    ]


def test_windows_line_ends_and_byte_order_mark(write: Write) -> None:
    text = "title: An entry\r\nbody: |\r\n  One [@gone].\r\n\r\n  Two [@gone].\r\n"
    root = write({"entries/a.yaml": b"\xef\xbb\xbf" + text.encode()})
    assert told(root) == ["entries/a.yaml:3:8: unknown-source", "entries/a.yaml:5:8: unknown-source"]


def test_an_opening_and_a_closing_line_of_hyphens(write: Write) -> None:
    assert told(write({"entries/a.yaml": f"---\n{ENTRY}---\n", "entries/b.yaml": f"{ENTRY}...\n"})) == []


# -- what is refused


def test_links_out_of_the_folder(write: Write, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    for name, content in {
        "e.yaml": ENTRY,
        "x.txt": "x",
        "s.csl": "<style/>",
        "t.css": "a{}",
        "p.png": "x",
    }.items():
        (outside / name).write_text(content)
    body = "title: x\nbody: |\n  ![Alternative](picture.png) [@a]\n"
    sources = "references:\n- id: a\n  archive:\n    file: folder/x.txt\n"
    settings = "entries: [entries/*.yaml, folder/e.yaml, folder/*.yaml]\ncitation-style: styles/s.csl"
    root = write({"entries/a.yaml": body, "sources.yaml": sources}, settings)
    (root / "styles").mkdir()
    for link, target in {
        "folder": outside,
        "entries/linked.yaml": outside / "e.yaml",
        "styles/s.csl": outside / "s.csl",
        "styles/type.css": outside / "t.css",
        "picture.png": outside / "p.png",
        "templates": outside,
    }.items():
        (root / link).symlink_to(target)
    assert told(root) == [
        "dossier.yaml:2:27: outside-dossier",
        "dossier.yaml:2:42: no-match",
        "dossier.yaml:3:17: outside-dossier",
        "entries/a.yaml:3:3: outside-dossier",
        "entries/linked.yaml:1:1: outside-dossier",
        "sources.yaml:4:11: outside-dossier",
        "styles/type.css:1:1: outside-dossier",
        "templates:1:1: outside-dossier",
    ]


def test_the_dossiers_own_files_as_links_out(write: Write, tmp_path: Path) -> None:
    root = write({"entries/a.yaml": ENTRY})
    (tmp_path / "dossier.yaml").write_text("title: x\nentries: [entries/*.yaml]\n")
    (root / "dossier.yaml").unlink()
    for name in ("dossier.yaml", "sources.yaml"):
        (root / name).symlink_to(tmp_path / "dossier.yaml")
    assert told(root) == ["dossier.yaml:1:1: outside-dossier", "sources.yaml:1:1: outside-dossier"]


def test_links_inside_the_folder_are_followed(write: Write) -> None:
    root = write({"text/a.yaml": ENTRY})
    (root / "entries").mkdir()
    (root / "entries" / "b.yaml").symlink_to(root / "text" / "a.yaml")
    assert [entry.id for entry in loaded(root).entries] == ["b"]


def test_a_dossier_that_is_itself_behind_a_link(write: Write, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(write({"entries/a.yaml": ENTRY}))
    assert loaded(link).root == link


def test_links_to_themselves_and_to_nothing(write: Write) -> None:
    root = write({"entries/a.yaml": ENTRY}, "entries: [entries/*.yaml, loop.yaml]")
    (root / "loop.yaml").symlink_to(root / "loop.yaml")
    (root / "entries" / "gone.yaml").symlink_to(root / "nothing")
    assert told(root) == ["entries/gone.yaml:1:1: missing-file", "loop.yaml:1:1: unreadable-file"]


def test_what_is_no_file(write: Write) -> None:
    root = write({"entries/a.yaml": ENTRY}, "entries: [entries/*.yaml, pipe, socket]")
    os.mkfifo(root / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(root)  # a socket's path is short
        try:
            server.bind("socket")
        finally:
            os.chdir(here)
    (root / "sources.yaml").mkdir()
    assert told(root) == [
        "dossier.yaml:2:27: not-a-file",
        "dossier.yaml:2:33: not-a-file",
        "sources.yaml:1:1: not-a-file",
    ]


def test_what_may_not_be_read(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write({"entries/a.yaml": ENTRY, "b.yaml": ENTRY}, "entries: [entries/*.yaml, b.yaml]")
    may = os.access

    def access(path: Path, mode: int) -> bool:
        return Path(path).name not in ("a.yaml", "b.yaml") and may(path, mode)

    monkeypatch.setattr(os, "access", access)
    assert told(root) == ["b.yaml:1:1: unreadable-file", "entries/a.yaml:1:1: unreadable-file"]


def test_no_dossier(tmp_path: Path) -> None:
    assert told(tmp_path / "nowhere") == ["dossier.yaml:1:1: missing-file"]
    (tmp_path / "file").touch()
    assert told(tmp_path / "file") == ["dossier.yaml:1:1: missing-file"]


def test_a_file_that_is_too_large(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILE_BYTES", 1000)
    assert told(write({"entries/a.yaml": ENTRY + "# " + "x" * 1000})) == ["entries/a.yaml:1:1: too-large"]


def test_a_file_with_too_many_values(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "NODES", 20)
    assert told(write({"entries/a.yaml": ENTRY + "by: [" + "x, " * 50 + "]"})) == [
        "entries/a.yaml:3:51: too-large"
    ]


def test_long_text_behind_many_aliases(write: Write) -> None:
    facts = "".join(f"  f{number}: *t\n" for number in range(1000))
    root = write({"entries/a.yaml": f"title: &t {'long ' * 2000}\nfacts:\n{facts}body: x\n"})
    assert [one.split(": ")[1] for one in told(root)] == ["yaml-alias"]


def test_problems_without_end_are_told_by_the_first_ones(write: Write) -> None:
    root = write({"entries/a.yaml": ENTRY + "".join(f"key{number}: x\n" for number in range(500))})
    problems = load(root)[1]
    assert len(problems) == 101
    assert problems[-1].message == "400 more problems in this file"


def test_messages_do_not_quote_without_end(write: Write) -> None:
    root = write({"entries/a.yaml": f"{ENTRY}date: {'x' * 5000}\n"})
    assert [len(problem.message) for problem in load(root)[1]] == [300]


def test_a_pattern_enters_no_folder_through_a_link(write: Write, tmp_path: Path) -> None:
    root = write({"entries/a.yaml": ENTRY}, "entries: ['**/*.yaml', '*/**/**/*.yaml']")
    (root / "up").symlink_to(tmp_path)
    (root / "round").symlink_to(root)
    assert [entry.id for entry in loaded(root).entries] == ["a"]
