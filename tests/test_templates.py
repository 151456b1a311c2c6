"""Templates: a dossier's own before the program's, in a sandbox, their faults told with template and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from report.compose import TemplateFillError
from report.compose.templates import Templates


def fill(root: Path, text: str, **values: object) -> str:
    (root / "templates").mkdir(exist_ok=True)
    (root / "templates" / "entry.html").write_text(text, "utf-8")
    return Templates(root).fill("entry.html", "the entry edm-448", **values)


def test_own_template_comes_first_and_the_others_stay(tmp_path: Path) -> None:
    assert fill(tmp_path, "<p>{{ word }}</p>", word="ours") == "<p>ours</p>"
    document = Templates(tmp_path).fill(
        "document.html", "a section", language="en", direction="ltr", title="T", content="C"
    )
    assert "<title>T</title>" in document


def test_text_is_escaped(tmp_path: Path) -> None:
    assert fill(tmp_path, "{{ word }}", word="<b>&") == "&lt;b&gt;&amp;"


@pytest.mark.parametrize(
    "expression",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ word.__init__.__globals__ }}",
        "{{ self.__init__ }}",
        "{{ ''|attr('__class__') }}",
        "{{ '{0.__class__}'.format(word) }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{% for n in range(10 ** 9) %}x{% endfor %}",
        "{{ lipsum.__globals__['os'].popen('id') }}",
        "{{ undefined_name }}",
        "{{ word.no_such_thing }}",
        "{{ 1 / 0 }}",
        "{{ word",
        "{% include 'no-such.html' %}",
        "{% include '../secret.html' %}",
        "{% include '/etc/passwd' %}",
    ],
)
def test_what_a_template_may_not_do_is_a_problem_with_its_line(tmp_path: Path, expression: str) -> None:
    (tmp_path / "secret.html").write_text("secret", "utf-8")
    with pytest.raises(TemplateFillError) as raised:
        fill(tmp_path, f"<p>\n</p>\n{expression}\n", word="word")
    problem = raised.value.problem
    assert (problem.place.file, problem.place.line) == ("templates/entry.html", 3)
    assert "the entry edm-448" in problem.message
    assert "line 3" in problem.message


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "dossier" / "templates").mkdir(parents=True)
    (tmp_path / "secret.html").write_text("secret", "utf-8")
    (tmp_path / "dossier" / "templates" / "cover.html").symlink_to(tmp_path / "secret.html")
    with pytest.raises(TemplateFillError) as raised:
        Templates(tmp_path / "dossier").fill("cover.html", "the cover")
    assert raised.value.problem.place.file == "templates/cover.html"


def test_a_template_that_is_not_utf_8(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "cover.html").write_bytes(b"<p>\xff</p>")
    with pytest.raises(TemplateFillError, match="UTF-8"):
        Templates(tmp_path).fill("cover.html", "the cover")
