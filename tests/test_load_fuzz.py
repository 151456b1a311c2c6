"""Whatever stands in the three files of a dossier, loading tells problems and never breaks."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report.load import load
from report.model import Severity

GOOD = Path(__file__).parent / "cases" / "good"
FILES = ("dossier.yaml", "sources.yaml", "entries/first.yaml")
QUICK = settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))

# What YAML, the formats and the paths give a meaning to.
SIGNS = (
    "\n ␣ : - [ ] { } , # ' \" * &a *a ! !!str < << ? ~ no null --- ... % \t | \\ ` @ ^[ [^1] [^1]: ::: > \0"
)
WORDS = """\u2028 \ufeff . .. ../ / ** *.yaml é -1 2017 2017-03 2017-02-30 99999999999999999999 title body:
    entries references issued: author: archive: date-parts [[2017]] file via id [@page] ![a](b) [a](#first)"""
PIECES = st.sampled_from([piece.replace("␣", " ") for piece in f"{SIGNS} {WORDS}".split(" ") if piece])


def check(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "entries").mkdir()
        (root / "sources").mkdir()
        (root / "sources" / "page.txt").write_text("x")
        (root / "entries" / "second.yaml").write_bytes((GOOD / "entries" / "second.yaml").read_bytes())
        for name, content in files.items():
            (root / name).write_bytes(content)
        dossier, problems = load(root)
    assert (dossier is None) == any(problem.severity is Severity.ERROR for problem in problems)
    assert all(problem.place.line >= 1 and problem.place.column >= 1 for problem in problems)


def good() -> dict[str, bytes]:
    return {name: (GOOD / name).read_bytes() for name in FILES}


@QUICK
@given(name=st.sampled_from(FILES), content=st.binary(max_size=200))
def test_any_bytes(name: str, content: bytes) -> None:
    check({**good(), name: content})


@QUICK
@given(name=st.sampled_from(FILES), content=st.lists(PIECES, max_size=40).map("".join))
def test_any_yaml(name: str, content: str) -> None:
    check({**good(), name: content.encode()})


@settings(QUICK, max_examples=120)
@given(
    name=st.sampled_from(FILES),
    at=st.floats(0, 1, exclude_max=True),
    taken=st.integers(0, 12),
    put=st.lists(PIECES, max_size=3).map("".join),
)
def test_a_good_file_with_a_slip(name: str, at: float, taken: int, put: str) -> None:
    text = (GOOD / name).read_text("utf-8")
    start = int(at * len(text))
    check({**good(), name: (text[:start] + put + text[start + taken :]).encode("utf-8")})


# A value of any shape in the place of any other.
SHAPES = st.recursive(
    st.sampled_from(
        ["x", "no", "~", "", "'x'", "2017-03", "-5", "'\u202e'", "https://example.org", "[]", "{}"]
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(
            st.tuples(st.sampled_from(["id", "title", "year", "literal", "file", "x"]), inner), max_size=3
        ).map(lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in dict(pairs).items()) + "}"),
    ),
    max_leaves=6,
)
KEYS = {
    "dossier.yaml": "title subtitle language date reference submitter paper citation-style entries order-by "
    "entries-start pagination annexes",
    "entries/first.yaml": "title kicker date date-label by kind language facts events body",
    "sources.yaml": "id type archive author issued accessed language number title URL note custom categories "
    "keyword",
}


@settings(QUICK, max_examples=120)
@given(name=st.sampled_from(FILES), data=st.data())
def test_any_shape_under_any_key(name: str, data: st.DataObject) -> None:
    keys = data.draw(st.lists(st.sampled_from(KEYS[name].split()), min_size=1, max_size=4, unique=True))
    lines = [f"{key}: {data.draw(SHAPES)}" for key in keys]
    if name == "sources.yaml":
        lines = ["references:", *(f"{'- ' if row == 0 else '  '}{line}" for row, line in enumerate(lines))]
    check({**good(), name: "\n".join(lines).encode()})
