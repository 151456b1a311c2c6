"""Whatever is edited, an incremental PDF has the bytes of a clean build: from the cache, and in a process
that goes on.

Hypothesis chooses edits to a tiny dossier: words, order, entries, notes, quotations, sources, settings,
templates, styles, pictures. After each the dossier is compiled in three ways, which give the same.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.dossiers import Shape, write_dossier
from report import building
from report.compile import build
from report.options import BuildOptions
from report.outcome import Outcome
from report.resources import template_folder
from report.workers import Workers
from report.workshop import Workshop

Step = tuple[str, int, int]
"""The name of an edit, and two numbers that it chooses by."""

_SETTINGS = {
    "title": ("One title", "Another title"),
    "language": ("en", "fr"),
    "pagination": ("labelled", "physical"),
    "entries-start": ("new-page", "run-on"),
    "duplex": ("true", "false"),
    "highlight": ("true", "false"),
    "paper": ("A4", "Letter"),
    "annexes": ("cited", "none"),
    "quotations": ("error", "warn"),
    "order-by": ("date", "listed"),
}
_CSS = (
    "h1 { color: red }",
    "h1 { color: blue }",
    ":root { --size: 12pt }",
    "h1::before { content: url(mark.svg) }",
    "@import 'more.css';",
    "p { color: ; }",
)
_TEMPLATES = ("document", "entry", "contents", "colophon", "furniture", "annex")


def entries(root: Path) -> list[Path]:
    return sorted((root / "entries").glob("*.yaml"))


def append(root: Path, which: int, text: str) -> None:
    files = entries(root)
    if files:
        with files[which % len(files)].open("a", encoding="utf-8") as file:
            file.write(f"\n  {text}\n")


def word(root: Path, which: int, what: int) -> None:
    for path in entries(root)[which % 5 :][:1]:
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"(?<=\|\n  )\w+", f"Word{what}", text, count=1), "utf-8")


def paragraph(root: Path, which: int, what: int) -> None:
    append(root, which, f"More words {what}. " * (1 + what % 90))


def note(root: Path, which: int, what: int) -> None:
    append(root, which, f"A note^[Number {what}.] and a citation [@source-{what % 3}, p. {what}].")


def quotation(root: Path, which: int, what: int) -> None:
    lines = (root / "sources" / "page.txt").read_text("utf-8").splitlines()
    append(root, which, f"> {lines[what % len(lines)]} [@source-0]")


def reference(root: Path, which: int, what: int) -> None:
    files = entries(root)
    if files:
        append(root, which, f"As said before ([there](#{files[what % len(files)].stem})).")


def new_entry(root: Path, which: int, what: int) -> None:
    path = root / "entries" / f"entry-{which % 10:04}-{what % 7}.yaml"
    path.write_text(f"title: New {which}\ndate: 199{what % 10}-01-01\nbody: |\n  Words {what} [@source-1].\n")


def delete_entry(root: Path, which: int, _what: int) -> None:
    for path in entries(root)[1:][which % 5 :][:1]:
        path.unlink()


def rename_entry(root: Path, which: int, what: int) -> None:
    for path in entries(root)[which % 5 :][:1]:
        path.rename(path.with_name(f"entry-{what % 10:04}-renamed.yaml"))


def exchange(root: Path, which: int, what: int) -> None:
    """The words of two entries."""
    files = entries(root)
    if files:
        one, other = files[which % len(files)], files[what % len(files)]
        first, second = one.read_bytes(), other.read_bytes()
        one.write_bytes(second)
        other.write_bytes(first)


def setting(root: Path, which: int, what: int) -> None:
    key, values = sorted(_SETTINGS.items())[which % len(_SETTINGS)]
    path = root / "dossier.yaml"
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(f"{key}:")]
    path.write_text("\n".join([*lines, f"{key}: {values[what % len(values)]}", ""]), "utf-8")


def source_title(root: Path, which: int, what: int) -> None:
    path = root / "sources.yaml"
    titles = list(re.finditer(r"title: .*", path.read_text("utf-8")))
    found = titles[which % len(titles)]
    path.write_text(
        f"{found.string[: found.start()]}title: Title {what}{found.string[found.end() :]}", "utf-8"
    )


def source_text(root: Path, which: int, what: int) -> None:
    path = root / "sources" / "page.txt"
    lines = path.read_text("utf-8").splitlines()
    lines[which % len(lines)] = f"A line that is new {what}."
    path.write_text("\n".join(lines) + "\n", "utf-8")


def style(root: Path, which: int, what: int) -> None:
    (root / "styles").mkdir(exist_ok=True)
    path = root / "styles" / ("house.css", "more.css", "entry.css")[which % 3]
    if what % 4 == 0:
        path.unlink(missing_ok=True)
    else:
        path.write_text(_CSS[what % len(_CSS)], "utf-8")


def picture(root: Path, _which: int, what: int) -> None:
    (root / "styles").mkdir(exist_ok=True)
    (root / "styles" / "mark.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
        f'<rect width="{what % 9}" height="5"/></svg>'
    )


def figure(root: Path, which: int, what: int) -> None:
    picture(root, which, what)
    append(root, which, "![A mark](styles/mark.svg)")


def template(root: Path, which: int, what: int) -> None:
    (root / "templates").mkdir(exist_ok=True)
    path = root / "templates" / f"{_TEMPLATES[which % len(_TEMPLATES)]}.html"
    if what % 3 == 0:
        path.unlink(missing_ok=True)
    else:
        words = (template_folder() / path.name).read_text("utf-8")
        path.write_text(words.replace("</p>", f" {what}</p>", 1), "utf-8")


EDITS: dict[str, Callable[[Path, int, int], None]] = {
    edit.__name__: edit
    for edit in (
        word, paragraph, note, quotation, reference, new_entry, delete_entry, rename_entry, exchange, setting,
        source_title, source_text, style, picture, figure, template,
    )
}  # fmt: skip
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=6
)


def compared(outcome: Outcome) -> Outcome:
    """All but what may differ: where it was written, how long it took, what was kept."""
    return replace(
        outcome,
        pdf=None,
        sections=tuple(replace(one, cached=False, seconds=0.0) for one in outcome.sections),
        annexes=tuple(replace(one, cached=False, seconds=0.0) for one in outcome.annexes),
        seconds={},
    )


def check(steps: list[Step]) -> int:
    """How many of the steps gave a PDF."""
    made = 0
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "dossier"
        write_dossier(root, 3, seed=7, shape=Shape((1, 3), (10, 20), (3, 5), 8))
        # A quotation whose source an edit changed must not end all that follows in an error.
        with (root / "dossier.yaml").open("a", encoding="utf-8") as file:
            file.write("quotations: warn\n")
        with Workers(1) as workers, Workshop(root, workers, cached=False) as workshop:
            build(root, BuildOptions(Path(name) / "warm.pdf"), workshop)
            for count in range(1, len(steps) + 1):
                edit, which, what = steps[count - 1]
                EDITS[edit](root, which, what)
                warm = build(root, BuildOptions(Path(name) / "warm.pdf"), workshop)
                kept = building.build(root)
                clean = building.build(root, BuildOptions(Path(name) / "clean.pdf"), cached=False)
                made += clean.pdf is not None
                assert compared(kept) == compared(clean), ("cache", steps[:count])
                assert compared(warm) == compared(clean), ("warm", steps[:count])
    return made


_QUICK = settings(
    max_examples=2, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
_MANY = settings(_QUICK, max_examples=60, derandomize=False)


def test_every_kind_of_edit_in_turn() -> None:
    steps = [(name, 3 * index + 1, 5 * index + 2) for index, name in enumerate(EDITS)]
    assert check(steps) > len(steps) * 2 // 3


@_QUICK
@given(STEPS)
def test_edits(steps: list[Step]) -> None:
    check(steps)


@pytest.mark.slow
@_MANY
@given(STEPS)
def test_many_edits(steps: list[Step]) -> None:
    check(steps)
