"""Problems as they are printed, and their codes as they are documented."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from report.model import Place, error, warning
from report.problems import format_problem

ROOT = Path(__file__).resolve().parent.parent
MAKERS = {"error", "warning", "Fault", "Refusal", "_tell", "UnreadableError"}


def codes() -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "report").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                first = node.args[0]
                if name in MAKERS and isinstance(first, ast.Constant):
                    yield str(first.value), f"{file.relative_to(ROOT)}:{node.lineno}"


def test_every_code_is_documented() -> None:
    documented = set(
        re.findall(r"^\| `([a-z0-9-]+)`", (ROOT / "docs" / "problems.md").read_text("utf-8"), re.M)
    )
    assert [f"{code} ({place})" for code, place in codes() if code not in documented] == []


def test_codes_are_kebab_case() -> None:
    assert [code for code, _ in codes() if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", code)] == []


def test_a_problem_is_one_line_that_editors_parse() -> None:
    problem = error("x", 'no source has the key "a"', Place("entries/b.yaml", 12, 9), 'did you mean "ab"?')
    line = format_problem(problem, Path("/d"), Path("/d"))
    assert line == 'entries/b.yaml:12:9: error: no source has the key "a"; did you mean "ab"?'
    assert (
        format_problem(warning("x", "m", Place("a.yaml")), Path("/d/e"), Path("/d"))
        == "e/a.yaml:1:1: warning: m"
    )
    assert (
        format_problem(warning("x", "m", Place("a.yaml")), Path("/d"), Path("/d/e"))
        == "../a.yaml:1:1: warning: m"
    )


def test_the_current_folder_is_where_the_user_stands(tmp_path: Path, monkeypatch: object) -> None:
    assert format_problem(error("x", "m", Place("a.yaml")), Path.cwd() / "d") == "d/a.yaml:1:1: error: m"


def test_what_the_author_wrote_cannot_command_the_terminal() -> None:
    problem = error("x", "a\nb\x1b[31m\u202ec", Place("a.yaml"))
    assert format_problem(problem, Path(), Path()) == r"a.yaml:1:1: error: a\x0ab\x1b[31m\x202ec"
