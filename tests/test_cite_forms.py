"""How each kind of source is cited: in its first note, in a later one, in the table of sources.

The forms stand in `tests/citations/*.txt`, to be read as an editor reads them. `python -m
tests.test_cite_forms` writes them anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from report.cite import cite
from report.model import Source
from tests.citing import kinds, on, root_sources, style, text

FOLDER = Path(__file__).parent / "citations"
TABLES = [("dossier", "un"), ("dossier", "oscola"), ("kinds", "un"), ("kinds", "oscola")]

# A pinpoint as such a source has it; the others are cited whole.
PINPOINTS = {
    "censure-1988": "lines 27-33", "a-hrc-34-40": "para. 31", "a-hrc-34-65": "para. 58",
    "un-report": "paras. 3-5", "resolution": "para. 3", "ngo": "pp. 3-4", "book": "p. 12", "case": "para. 5",
    "treaty": "art. 6", "law": "art. 286",
}  # fmt: skip


def forms(name: str, known: Mapping[str, Source]) -> str:
    """All sources one after the other, then all of them again."""
    citations = [on(key, PINPOINTS.get(key, "")) for key in known]
    answer = cite(citations * 2, known, style(name), "en")
    notes = [text(one.note) for (one,) in answer.cited]
    lines = []
    for key, first, later in zip(known, notes, notes[len(known) :], strict=False):
        lines += [
            key,
            f"  first: {first}",
            f"  later: {later}",
            f"  table: {text(answer.bibliography[key])}",
            "",
        ]
    return "\n".join(lines)


@pytest.mark.parametrize(("whose", "name"), TABLES)
def test_forms(whose: str, name: str) -> None:
    assert forms(name, _known(whose)) == (FOLDER / f"{whose}.{name}.txt").read_text("utf-8")


def _known(whose: str) -> dict[str, Source]:
    return kinds() if whose == "kinds" else root_sources()


if __name__ == "__main__":
    for table, called in TABLES:
        (FOLDER / f"{table}.{called}.txt").write_text(forms(called, _known(table)), "utf-8")
