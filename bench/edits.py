"""The edits that are measured: what people do to a dossier on its last day, each to the files on disk.

In go the folder of a dossier that `bench.dossiers` wrote and a number, so that no two edits are the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from weasyprint import HTML

from bench.annexes import document_of

Edit = Callable[[Path, int], None]

_FIRST_WORD = re.compile(r"(?<=body: \|\n  )\w+")
_FRONT = 1
"""The index of the entry "at the front": the second."""
_PAGE_WORDS = 560
"""As many as stand on a page."""


def change_a_word(folder: Path, number: int) -> None:
    """The first word of the entry in the middle."""
    entries = _entries(folder)
    _at_first_word(entries[len(entries) // 2], lambda _: f"Word{number}")


def add_a_page(folder: Path, number: int) -> None:
    """A page more in the second entry."""
    words = f"another page of number {number} in filler text ".split() * (_PAGE_WORDS // 8)
    _at_first_word(_entries(folder)[_FRONT], lambda word: f"{' '.join(words)}.\n\n  {word}")


def add_a_note(folder: Path, number: int) -> None:
    """A note more in the second entry, short enough that no page is added."""
    _at_first_word(_entries(folder)[_FRONT], lambda word: f"{word}^[Note {number}.]")


def add_an_annex(folder: Path, number: int, pages: int = 250) -> None:
    """An archived file, cited in the last entry."""
    name = f"added-{number}"
    HTML(string=document_of(pages)).write_pdf(folder / "sources" / f"{name}.pdf", pdf_variant="pdf/ua-1")
    with (folder / "sources.yaml").open("a", encoding="utf-8") as file:
        file.write(
            f"- {{id: {name}, type: report, title: Added {number}, archive: {{file: sources/{name}.pdf}}}}\n"
        )
    with _entries(folder)[-1].open("a", encoding="utf-8") as file:
        file.write(f"\n  Words of what was added [@{name}, p. 7].\n")


EDITS: dict[str, Edit] = {
    "one word in the middle": change_a_word,
    "one page more at the front": add_a_page,
    "one note more at the front": add_a_note,
}


def _entries(folder: Path) -> list[Path]:
    return sorted((folder / "entries").iterdir())


def _at_first_word(entry: Path, change: Callable[[str], str]) -> None:
    text, times = _FIRST_WORD.subn(lambda found: change(found[0]), entry.read_text("utf-8"), count=1)
    assert times == 1, entry
    entry.write_text(text, "utf-8")
