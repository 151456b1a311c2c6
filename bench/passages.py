"""How well quotations are found: passages cut from PDFs by another reader, and each altered in one place.

`python -m bench.passages FOLDER… [--reader NAME] [--peers VENV] [--seed N] [--show]`. Another reader cuts
passages of 8 to 60 words out of paragraphs, and over page breaks; they are looked up in the file's words as
the program has them, with boxes and in all orders. Prints what was found, missed, falsely accepted and found
on another page; beside it, where VENV has them, what `quotecheck` and `linkml-reference-validator` say of the
same text (of the page and three around it: they are slow).

Of the missed, those are `doubted` that the other two readers, too, do not have letter for letter (spaces and
punctuation apart): then the reader that cut them has put letters or words together that do not stand so.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from unicodedata import normalize

from bench.cutters import Pages, cutter
from bench.words import read_words
from report.model.attestation import Document, Match
from report.verify import Index

READERS = ("mupdf", "poppler", "pdfminer")
KINDS = ("word", "digit", "letter", "dropped", "added", "order")
PEER = """
import json, sys
from linkml_reference_validator.models import ReferenceContent, ReferenceValidationConfig
from linkml_reference_validator.validation.supporting_text_validator import SupportingTextValidator
from quotecheck import check
validator = SupportingTextValidator(ReferenceValidationConfig())
out = []
for case in json.load(sys.stdin):
    reference = ReferenceContent(reference_id="file:a", content=case["text"])
    linkml = validator.find_text_in_reference(case["words"], reference).found
    out.append([check(case["words"], case["text"]).ok, bool(linkml)])
print(json.dumps(out))
"""


@dataclass(frozen=True, slots=True)
class Case:
    """Words to look up in a file: true ones (`kind` "") or altered ones, and the page they were cut from."""

    file: str
    page: int
    words: str
    kind: str
    over: bool


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.passages", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--reader", choices=READERS, default="mupdf", help="what cuts the passages")
    parser.add_argument("--pdfminer", type=Path, help="a virtual environment that has pdfminer.six")
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--cache", type=Path, help="a folder to keep what was read")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=12, help="passages of one file at most")
    parser.add_argument("--show", action="store_true", help="print every wrong verdict")
    options = parser.parse_args()
    files = [path for folder in options.folders for path in sorted(folder.glob("*.pdf"))]
    random_ = random.Random(options.seed)
    results: list[tuple[Case, Match]] = []
    peers: list[tuple[Case, list[bool]]] = []
    seconds = 0.0
    if options.reader == "pdfminer" and options.pdfminer is None:
        parser.error("--reader pdfminer needs --pdfminer VENV")
    cut = cutter(options.reader, options.pdfminer)
    of_file = {
        path: cases for path in files if (cases := list(_cases(path, cut(path), random_, options.each)))
    }
    with tempfile.TemporaryDirectory() as name:
        documents = read_words(list(of_file), options.cache or Path(name)).documents
    for (path, cases), document in zip(of_file.items(), documents, strict=True):
        if document is None:
            print(f"{path.name}: cannot be read, left out")
            continue
        begun = perf_counter()
        index = Index(document)
        index.find("words that make it ready")
        ready = perf_counter()
        found = [(case, index.find(case.words, {case.page})) for case in cases]
        seconds += perf_counter() - ready
        print(f"{path.name}: {len(cases)} in {perf_counter() - ready:.2f} s, index {ready - begun:.2f} s")
        if all(match.verdict == "unreadable" for _, match in found):
            print(f"{path.name}: no text but in form fields, left out")
            continue
        results += found
        if options.peers:
            peers += _peers(options.peers, document, cases)
    there = READERS if options.pdfminer else READERS[:-1]
    others = [cutter(name, options.pdfminer) for name in there if name != options.reader]
    doubted = _doubted(results, {path.name: path for path in of_file}, others)
    if options.show:
        _show(results, doubted)
    _table(results, peers, seconds, len(doubted))


def _cases(path: Path, pages: Pages, random_: random.Random, most: int) -> Iterator[Case]:
    every = [
        (number, part)
        for number, page in enumerate(pages, 1)
        for part in page
        if len(part) >= 10 and part[-1][-1] not in "-\u00ad\u2010"  # no part of a word that goes on elsewhere
    ]
    vocabulary = sorted({word for _, part in every for word in part if word.isalpha() and len(word) > 3})
    everything = " ".join(word for page in pages for part in page for word in part)
    chosen = random_.sample(every, min(most, len(every)))
    cuts = [(number, _cut(part, random_), False) for number, part in chosen]
    cuts += [(number, words, True) for number, words in _over_breaks(pages)][:most]
    for number, words, over in cuts:
        yield Case(path.name, number, " ".join(words), "", over)
        for kind in KINDS:
            altered = _altered(words, kind, vocabulary, random_)
            if altered and " ".join(altered) not in everything:
                yield Case(path.name, number, " ".join(altered), kind, over)


def _cut(part: Sequence[str], random_: random.Random) -> list[str]:
    length = min(len(part), random_.randint(8, 60))
    start = random_.randint(0, len(part) - length)
    return list(part[start : start + length])


def _over_breaks(pages: Sequence[Sequence[list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Where the last paragraph of a page goes on in the first of the next: no full stop, no capital."""
    for number, (page, following) in enumerate(pairwise(pages), 1):
        tails = [part for part in page if len(part) >= 12 and re.search(r"[a-zà-ÿ,]$", part[-1])]
        heads = [part for part in following if len(part) >= 12]
        if (
            tails
            and heads
            and tails[-1] is [p for p in page if len(p) >= 12][-1]
            and heads[0][0][:1].islower()
        ):
            yield number, [*tails[-1][-10:], *heads[0][:10]]


def _altered(words: Sequence[str], kind: str, vocabulary: Sequence[str], random_: random.Random) -> list[str]:
    """The words with one change, never the first or last; [] where there is nothing to change so."""
    new = list(words)
    inner = [at for at in range(1, len(words) - 1) if any(map(str.isalnum, words[at]))]
    places = [at for at in inner if kind != "digit" or re.search(r"\d", words[at])]
    places = [at for at in places if kind != "letter" or re.search(r"[^\W\d_]", words[at])]
    if not places or not vocabulary:
        return []
    at = random_.choice(places)
    word = new[at]
    if kind in ("word", "added"):
        other = random_.choice(
            [item for item in vocabulary if item not in (word, *words[at - 1 : at + 2])] or [""]
        )
        if not other:
            return []
        new[at : at + 1] = [other] if kind == "word" else [other, word]
    elif kind in ("digit", "letter"):
        spot = random_.choice(
            [m.start() for m in re.finditer(r"\d" if kind == "digit" else r"[^\W\d_]", word)]
        )
        new[at] = word[:spot] + _other(word[spot], random_) + word[spot + 1 :]
    elif kind == "dropped":
        if words[at] in (words[at - 1], words[at + 1]):
            return []
        del new[at]
    else:
        if not any(map(str.isalnum, words[at - 1])) or words[at - 1] == word:
            return []
        new[at - 1], new[at] = word, words[at - 1]
    return new


def _other(letter: str, random_: random.Random) -> str:
    if letter.isdigit():
        alphabet = "0123456789"
        return random_.choice([item for item in alphabet if int(item) != int(letter)])
    alphabet = "ابتجحدرسعفقلمن" if "\u0600" <= letter <= "\u06ff" else "abcdefghijklmnopqrstuvwxyz"
    return random_.choice([item for item in alphabet if item != letter.lower()])


def _peers(venv: Path, document: Document, cases: Sequence[Case]) -> list[tuple[Case, list[bool]]]:
    texts = [orders[0].text for orders in document.pages]
    items = [
        asdict(case) | {"text": "\n".join(texts[max(0, case.page - 4) : case.page + 3])} for case in cases
    ]
    done = subprocess.run(
        [venv / "bin" / "python", "-c", PEER],
        input=json.dumps(items),
        capture_output=True,
        text=True,
        check=True,
    )
    return list(zip(cases, json.loads(done.stdout.splitlines()[-1]), strict=True))


def _doubted(
    results: Sequence[tuple[Case, Match]],
    paths: Mapping[str, Path],
    others: Sequence[Callable[[Path], Pages]],
) -> set[Case]:
    """The missed passages whose letters no other reader has in this order, on this page and the next."""
    missed = [case for case, match in results if not case.kind and match.verdict != "verbatim"]
    found: set[Case] = set()
    for name in {case.file for case in missed}:
        texts = [reader(paths[name]) for reader in others]
        for case in missed:
            around = [text[case.page - 1 : case.page + case.over] for text in texts]
            letters = _letters(case.words)
            if case.file == name and not any(
                letters in "".join(_letters(" ".join(part)) for page in pages for part in page)
                for pages in around
            ):
                found.add(case)
    return found


def _letters(text: str) -> str:
    return "".join(letter for letter in normalize("NFKC", text) if letter.isalnum())


def _show(results: Sequence[tuple[Case, Match]], doubted: Collection[Case]) -> None:
    for case, match in results:
        wrong = (match.verdict == "verbatim") == bool(case.kind) or (case.kind and match.verdict != "altered")
        if wrong or (not case.kind and not _on_page(case, match)):
            what = f"{case.kind or 'TRUE'} {'over ' if case.over else ''}{match.verdict}"
            what += " (doubted)" if case in doubted else ""
            print(f"\n{case.file} p. {case.page} {what}")
            print(f"  {case.words}\n  {match.changes} {match.spans[:3]}")


def _on_page(case: Case, match: Match) -> bool:
    return bool(match.spans) and case.page in {span.page for span in match.spans}


def _table(
    results: Sequence[tuple[Case, Match]],
    peers: Sequence[tuple[Case, Sequence[bool]]],
    seconds: float,
    doubted: int,
) -> None:
    true = [(case, match) for case, match in results if not case.kind]
    altered = [(case, match) for case, match in results if case.kind]
    found = [(case, match) for case, match in true if match.verdict == "verbatim"]
    accepted = Counter(case.kind for case, match in altered if match.verdict == "verbatim")
    shown = sum(match.verdict == "altered" for _, match in altered)
    elsewhere = sum(not _on_page(case, match) for case, match in found)
    over = sum(case.over for case, _ in true)
    print(f"\n{len(true)} passages ({over} over a page break), {len(altered)} altered")
    print(f"{'':28}{'found':>8}{'missed':>8}{'accepted':>10}{'wrong page':>12}{'shown altered':>15}")
    print(
        f"{'Attest':28}{len(found):8}{len(true) - len(found):8}{accepted.total():10}{elsewhere:12}"
        f"{shown / max(1, len(altered)):15.1%}"
    )
    for at, name in enumerate(("quotecheck", "linkml-reference-validator")):
        if peers:
            ok = sum(answer[at] for case, answer in peers if not case.kind)
            false = sum(answer[at] for case, answer in peers if case.kind)
            print(f"{name:28}{ok:8}{len(true) - ok:8}{false:10}")
    each = 1000 * seconds / max(1, len(results))
    print(f"{doubted} of the missed are doubted: no other reader has them")
    print(f"falsely accepted by kind: {dict(accepted)}; {each:.1f} ms a quotation")


if __name__ == "__main__":
    main()
