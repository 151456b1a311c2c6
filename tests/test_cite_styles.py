"""Citation styles: found by name and by path, with or without a parent, or refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from report.cite import CiteprocError, Refusal, Style, cite, find_style, read_style
from tests.citing import kinds, on, style, text

KINDS = kinds()


def test_a_dependent_style_needs_no_network() -> None:
    nature = style("nature-genetics")
    assert (nature.in_text, nature.locale) == (True, "en-GB")
    assert "independent-parent" not in nature.xml
    (group,) = cite([on("book")], KINDS, nature, "en").cited
    assert group[0].in_text == "<sup>1</sup>"


def test_a_dependent_style_of_the_dossier(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "court.csl").write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" default-locale="de-AT"><info>'
        '<link href="http://www.zotero.org/styles/oscola" rel="independent-parent"/></info></style>'
    )
    found = find_style("styles/court.csl", tmp_path)
    assert found == Style("styles/court.csl", style("oscola").xml, in_text=False, locale="de-AT")


def test_names_have_other_forms() -> None:
    assert style("oscola.csl") == style("oscola")
    assert style("chicago-fullnote-bibliography").xml == style("chicago-notes-bibliography").xml


def test_a_style_without_bibliography_lists_first_notes() -> None:
    parts = [on("book", "p. 3"), on("law"), on("book", "p. 4")]
    table = cite(parts, KINDS, style("chicago-notes"), "en").bibliography
    assert list(table) == ["book", "law"]
    assert text(table["book"]).startswith("Ervand Abrahamian, Tortured Confessions")


@pytest.mark.parametrize(
    ("name", "code", "says"),
    [
        ("oscolla", "unknown-style", 'did you mean "oscola"?'),
        ("../x.csl", "outside-folder", "outside"),
        ("link.csl", "outside-folder", "outside"),
        ("styles/none.csl", "missing-file", "by its name"),
        ("broken.csl", "bad-style", "XML is broken"),
        ("other.csl", "bad-style", "not a CSL style"),
        ("entities.csl", "bad-style", "document type"),
        ("orphan.csl", "bad-style", 'depends on "nowhere"'),
    ],
)
def test_refused(tmp_path: Path, name: str, code: str, says: str) -> None:
    (tmp_path / "link.csl").symlink_to("/etc/passwd")
    (tmp_path / "broken.csl").write_text("<style")
    (tmp_path / "other.csl").write_text("<html/>")
    (tmp_path / "entities.csl").write_text('<!DOCTYPE style [<!ENTITY a "b">]><style>&a;</style>')
    (tmp_path / "orphan.csl").write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl"><info>'
        '<link href="http://example.org/styles/nowhere" rel="independent-parent"/></info></style>'
    )
    refusal = read_style(name, tmp_path)
    assert isinstance(refusal, Refusal)
    assert refusal.code == code
    assert says in f"{refusal.message}; {refusal.hint}"
    assert find_style(name, tmp_path) is None


def test_a_style_that_citeproc_cannot_use() -> None:
    broken = Style("x", style("un").xml.replace("<text macro", "<txt macro"), in_text=False)
    with pytest.raises(CiteprocError, match="txt"):
        cite([on("book", "p. 1")], KINDS, broken, "en")
