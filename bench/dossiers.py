"""Writes dossiers of any size, the same for the same seed, for measurements and tests.

In go a folder, a number of entries and a seed; out come dossier.yaml, sources.yaml, entries and an archived
text. The words are filler: no person, place or event is meant.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

_WORDS = (
    "the of and to in that for with on was by this which from report statement committee inquiry members"
    " evidence government resolution letter chamber witnesses answer question session record public minister"
    " council paragraph adopted requested considered concern information representatives responsible"
    " international independent investigation accountability documentation correspondence notwithstanding"
).split()


@dataclass(frozen=True, slots=True)
class Shape:
    """How long things are, in words, and how often there is a note (one in so many words)."""

    paragraphs: tuple[int, int] = (3, 7)
    words: tuple[int, int] = (40, 120)
    note_words: tuple[int, int] = (4, 40)
    words_per_note: int = 90


def write_dossier(folder: Path, entries: int, seed: int = 1, shape: Shape | None = None) -> None:
    """Make a dossier in `folder`, which is made too. Half of its notes are citations."""
    chance = random.Random(seed)
    shape = shape or Shape()
    (folder / "entries").mkdir(parents=True)
    (folder / "sources").mkdir()
    sources = [f"source-{number}" for number in range(max(3, entries // 4))]
    (folder / "dossier.yaml").write_text(
        "title: Statements for a measurement\nsubtitle: Filler text, no person or event is meant\n"
        "submitter: The submitter\nentries: [entries/*.yaml]\n",
        "utf-8",
    )
    (folder / "sources.yaml").write_text(_sources(sources, chance), "utf-8")
    lines = [f"{_sentence(chance, 45 if 2 <= line <= 8 else 12)}." for line in range(60)]
    (folder / "sources" / "page.txt").write_text("\n".join(lines) + "\n", "utf-8")
    for number in range(1, entries + 1):
        text = _entry(number, sources, lines[2:9], chance, shape)
        (folder / "entries" / f"entry-{number:04}.yaml").write_text(text, "utf-8")


def _sources(keys: list[str], chance: random.Random) -> str:
    items = []
    for number, key in enumerate(keys):
        archive = "{file: sources/page.txt}" if number == 0 else "{via: source-0, lines: 3-9}"
        items.append(
            f"- id: {key}\n  type: report\n  title: {_sentence(chance, 6)}\n"
            f"  author: [{{literal: Office {number}}}]\n  issued: {2000 + number % 20}-0{1 + number % 9}\n"
            f"  archive: {archive}\n"
        )
    return "references:\n" + "".join(items)


def _entry(number: int, sources: list[str], quotable: list[str], chance: random.Random, shape: Shape) -> str:
    date = f"{1990 + number % 30}-{1 + number % 12:02}-{1 + number % 28:02}"
    body: list[str] = []
    for index in range(chance.randint(*shape.paragraphs)):
        if index % 4 == 2:
            body.append(f"> {chance.choice(quotable)} [@{chance.choice(sources)}, para. {index + 1}]")
        else:
            body.append(_paragraph(sources, chance, shape))
    # Every source is cited somewhere, so that nothing is warned of.
    body.append(f"{_sentence(chance, 8)} [@{sources[number % len(sources)]}].")
    indented = "\n\n".join(body).replace("\n", "\n  ")
    return (
        f"title: Statement {number}, {_sentence(chance, 5)}\ndate: {date}\n"
        f"by: Office {number % 17}\nkind: statement\nbody: |\n  {indented}\n"
    )


def _paragraph(sources: list[str], chance: random.Random, shape: Shape) -> str:
    words = [chance.choice(_WORDS) for _ in range(chance.randint(*shape.words))]
    for place in range(shape.words_per_note, len(words), shape.words_per_note):
        note = f"^[{_sentence(chance, chance.randint(*shape.note_words))}.]"
        words[place] += note if chance.random() < 0.5 else f" [@{chance.choice(sources)}, p. {place}]"
    return " ".join(words).capitalize() + "."


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(words)).capitalize()
