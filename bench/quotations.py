"""A thousand quotations looked up in a hundred sources of fifty pages each, with and without the text cache.

The sources are PDFs of filler in words of all frequencies, under a running head and a folio; quotations are
cut from them, some over a page break, some with an ellipsis, some altered in one word. Beside it, where VENV
has it, `quotecheck`, which gets the same text and tells no page.
"""

from __future__ import annotations

import json
import random
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path
from textwrap import wrap
from time import perf_counter

import pikepdf
from pikepdf import Dictionary, Name

from bench.words import read_words
from report.model.attestation import Document
from report.verify import Index

LINES = 44
WIDTH = 80
"""Letters of a line."""
PEER = """
import json, sys
from time import perf_counter
from quotecheck import check
texts, cases = json.load(sys.stdin)
begun = perf_counter()
found = [check(case["words"], texts[case["file"]]).ok for case in cases]
print(json.dumps([perf_counter() - begun, found]))
"""


@dataclass(frozen=True, slots=True)
class Case:
    """Words to look up in a file (its place in the row). Those of the kind "altered" do not stand there."""

    file: int
    kind: str
    words: str


class _Filler:
    """Words as often as words are in a language: the second half as often as the first, and so on."""

    def __init__(self, chance: random.Random, size: int = 6000) -> None:
        self._chance = chance
        syllables = [one + two for one in "bcdfghlmnprstv" for two in ("a", "e", "i", "o", "u", "en", "or")]
        self._words = ["".join(chance.choices(syllables, k=1 + place % 4)) for place in range(size)]
        self._weights = list(accumulate(1 / (place + 1) for place in range(size)))

    def words(self, count: int) -> list[str]:
        return self._chance.choices(self._words, cum_weights=self._weights, k=count)


def write_source(target: Path, pages: Sequence[Sequence[str]], name: str) -> None:
    """A PDF of pages of lines, with a running head and a folio, in Helvetica."""
    with pikepdf.new() as pdf:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        fonts = pdf.make_indirect(Dictionary(Font=Dictionary(F1=pdf.make_indirect(font))))
        for number, lines in enumerate(pages, 1):
            pdf.add_blank_page(page_size=(595, 842))
            shown = "".join(f"({line}) Tj T*\n" for line in lines)
            pdf.pages[-1].obj.Resources = fonts
            pdf.pages[-1].obj.Contents = pdf.make_stream(
                (
                    f"BT /F1 8 Tf 72 800 Td (Report {name}) Tj ET BT /F1 8 Tf 290 30 Td ({number}) Tj ET\n"
                    f"BT /F1 10 Tf 72 770 Td 16 TL\n{shown}ET"
                ).encode()
            )
        pdf.save(target)


def _sources(folder: Path, files: int, pages: int, chance: random.Random) -> list[list[list[str]]]:
    """The lines of each page of each file, which are written too."""
    filler = _Filler(chance)
    made = []
    for number in range(files):
        text = [wrap(" ".join(filler.words(14 * LINES)), WIDTH)[:LINES] for _ in range(pages)]
        write_source(folder / f"{number:03}.pdf", text, str(number))
        made.append(text)
    return made


def _cases(sources: Sequence[list[list[str]]], count: int, chance: random.Random) -> Iterator[Case]:
    kinds = ("as it is", "as it is", "as it is", "over a page", "ellipsis", "altered")
    for number in range(count):
        kind = kinds[number % len(kinds)]
        file = chance.randrange(len(sources))
        page = chance.randrange(len(sources[file]) - 1)
        text = [word for line in sources[file][page] for word in line.split()]
        size = chance.randint(8, 60)
        start = chance.randrange(len(text) - size)
        words = text[start : start + size]
        if kind == "over a page":
            following = [word for line in sources[file][page + 1] for word in line.split()]
            words = [*text[-size // 2 :], *following[: size // 2]]
        elif kind == "ellipsis":
            words[size // 3 : size // 2] = ["[…]"]
        elif kind == "altered":
            words[size // 2] = "altered"
        yield Case(file, kind, " ".join(words))


def report(files: int, pages: int, quotations: int, peers: Path | None) -> str:
    """A table of seconds; raises AssertionError where a verdict is wrong."""
    chance = random.Random(files)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cases = list(_cases(_sources(folder, files, pages, chance), quotations, chance))
        paths = sorted(folder.glob("*.pdf"))
        first = read_words(paths, folder / "cache")
        second = read_words(paths, folder / "cache")
    documents = [document for document in second.documents if document is not None]
    begun = perf_counter()
    seconds = _look_up(documents, cases)
    search = perf_counter() - begun
    each = {kind: 1000 * sum(times) / len(times) for kind, times in seconds.items()}
    longest = 1000 * max(max(times) for times in seconds.values())
    cold, warm = first.letters + search, second.letters + search
    lines = [
        f"{quotations} quotations in {files} sources of {pages} pages",
        f"  pages read {first.pages:.1f} s, from the cache {second.pages:.2f} s",
        f"  letters read {first.letters:.1f} s, from the cache {second.letters:.2f} s",
        f"  looked up {search:.2f} s: {1000 * search / quotations:.2f} ms each, making the indexes included",
        f"  whole: {cold:.1f} s without the text cache, {warm:.1f} s with it",
        *(f"  {kind:14}{value:8.2f} ms each" for kind, value in each.items()),
        f"  {'the longest':14}{longest:8.2f} ms",
    ]
    return "\n".join([*lines, *(_peer(peers, documents, cases) if peers else ())])


def _look_up(documents: Sequence[Document], cases: Sequence[Case]) -> dict[str, list[float]]:
    """The seconds of each quotation by kind, and of each index."""
    seconds: dict[str, list[float]] = defaultdict(list)
    indexes: dict[int, Index] = {}
    for case in cases:
        begun = perf_counter()
        if case.file not in indexes:
            indexes[case.file] = Index(documents[case.file])
            indexes[case.file].find("what makes it ready")
            seconds["index"].append(perf_counter() - begun)
            begun = perf_counter()
        match = indexes[case.file].find(case.words)
        seconds[case.kind].append(perf_counter() - begun)
        expected = "altered" if case.kind == "altered" else "verbatim"
        assert match.verdict == expected, (case, match)
    return seconds


def _peer(venv: Path, documents: Sequence[Document], cases: Sequence[Case]) -> Iterator[str]:
    texts = ["\n".join(orders[0].text for orders in document.pages) for document in documents]
    done = subprocess.run(
        [venv / "bin" / "python", "-c", PEER],
        input=json.dumps([texts, [asdict(case) for case in cases]]),
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, found = json.loads(done.stdout.splitlines()[-1])
    missed = sum(not ok for case, ok in zip(cases, found, strict=True) if case.kind != "altered")
    accepted = sum(ok for case, ok in zip(cases, found, strict=True) if case.kind == "altered")
    each = 1000 * seconds / len(cases)
    yield f"  quotecheck: {seconds:.1f} s, {each:.2f} ms each; {missed} missed, {accepted} accepted"
