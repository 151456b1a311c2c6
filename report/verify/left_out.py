"""What of a source may be passed over within a passage: note marks, furniture, footnotes, line numbers.

In go the pages of a source in one reading order, out come runs of their characters. A run only counts
where the words on both sides of it meet: nothing is taken out of the text, and whoever quotes the
footnote itself finds it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from report.model.attestation import PageWords
from report.verify.line_numbers import line_numbers

EDGE = 4
"""Lines at the head and the foot of a page that may be furniture."""

_FOLIO = re.compile(
    r"[\s\-–—.|/()\[\]]*(?:(?:page|p\.|seite|página|pagina|стр\.|صفحة|صفحه)\s*)?(\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:of|/|de|von|sur|di|из|من|از)\s*\d{1,4})?[\s\-–—.|/()\[\]]*",
    re.IGNORECASE,
)
_FOLIO_OF_HEAD = re.compile(r"(?<=^)\d{1,4}(?=\s+[^\W\d_])|(?<=[^\W\d_]\s)\d{1,4}(?=\s*$)")
_COUNTING = 4
"""Pages on which a folio must count on for a line with it to be a running head."""
_TELLING = 8
"""Characters of a line that hardly comes twice by chance."""
_NUMBER = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_SHORT_COUNTING = 3
"""Pages on which a short line ("GE.17 4") must count on for it to be furniture."""
_RULE = re.compile(r"[\s_\-–—=.·*]{3,}")
_NOTE = re.compile(r"\s*[(\[]?(\d{1,3}|[*†‡§])[)\]./]?(?!\d)")
_NOTE_RULE = re.compile(r"\s*[_—―-]{6,}\s*")
_SUPERIOR = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(_SUPERIOR, "0123456789")
_MARKS = re.compile(
    rf"[(\[{_SUPERIOR}*†‡](?:(?<=[(\[])\d{{1,3}}[)\]](?![\w(])|(?<=[{_SUPERIOR}])[{_SUPERIOR}]{{0,2}}(?!\w)|"
    r"(?<=[*†‡])(?=[\s.,;:]))"
)
_GLUED = re.compile(r"\d(?<![\d\s]\d)\d{0,2}(?=[\s.,;:)”’»]|$)")
"""Both begin with a set of characters, which is what makes a search of whole pages quick."""
_BEFORE_MARK = re.compile(r"[^\W\d_]{3}\Z|[^\W\d_][.,;:!?)\]”’»\"']{1,2}\Z")
_BEFORE_GLUED = re.compile(r"[a-zà-ÿ]{3}\Z|[^\W\d_][.,;:!?)\]”’»\"']{1,2}\Z")
"""What a note mark stands behind: a word, not a section ("5(1)") or a formula ("CO2"); or its full stop."""
_BULLET = re.compile(r"^[ \t]*([•▪■◦●○‣⁃·➢✓])(?=\s)", re.MULTILINE)
_LINE = re.compile(r"[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of a page that may be passed over."""

    start: int
    end: int


def left_out(pages: Sequence[PageWords]) -> list[list[Run]]:
    """For each page what may be passed over. A text, whose lines are its pages, has note marks alone."""
    lines = [[line for line in _LINE.finditer(page.text) if line.group().strip()] for page in pages]
    furniture = _furniture(lines) if any(len(page) > 1 for page in lines) else [[] for _ in pages]
    return [
        [
            *furniture[at],
            *_marks(page.text, lines[at], furniture[at]),
            *(Run(*run) for run in line_numbers(page, lines[at])),
        ]
        for at, page in enumerate(pages)
    ]


def _furniture(lines: Sequence[list[re.Match[str]]]) -> list[list[Run]]:
    """Lines that come again at the head or the foot of other pages, and folios that count on.

    A page that has nothing else has none: then it is what the page says.
    """
    known: Counter[str] = Counter()
    for at, page in enumerate(lines):
        edges = (*page[: _depth(page)], *page[-_depth(page) :])
        known.update({key for line in edges for key in _keys(line.group(), at)})
    found: list[list[Run]] = []
    for at, page in enumerate(lines):
        head = _edge(page[: _depth(page)], at, known, len(lines))
        foot = _edge(page[-_depth(page) :][::-1], at, known, len(lines))
        runs = {(line.start(), line.end()) for line in (*head, *foot)}
        found.append([Run(*run) for run in sorted(runs)] if len(runs) < len(page) else [])
    return found


def _depth(lines: Sequence[re.Match[str]]) -> int:
    """How many lines at an edge may be furniture: fewer where a page has few."""
    return 1 if len(lines) < 6 else max(2, min(EDGE, len(lines) // 4))


def _edge(
    lines: Sequence[re.Match[str]], page: int, known: Counter[str], pages: int
) -> Iterator[re.Match[str]]:  # fmt: skip
    """From the edge of the page inwards, until a line is none of them."""
    for depth, line in enumerate(lines):
        text = line.group()
        again = known[_key(text, page)] >= _enough(text, depth, pages) or any(
            known[key] >= _SHORT_COUNTING for key in _counting(text, page)
        )
        titled = depth == 0 and any(known[key] >= _COUNTING for key in _folios(text, page))
        if not (again or titled or _RULE.fullmatch(text)):
            return
        yield line


def _enough(line: str, depth: int, pages: int) -> int:
    """On how many pages a line must stand to be furniture: a short word may begin two pages by chance."""
    if len(line.strip()) < _TELLING and not _FOLIO.fullmatch(line):
        return _COUNTING
    return 2 if pages < 9 or depth < 2 else 3


def _key(line: str, page: int) -> str:
    """What a line has in common with those of other pages: of a folio, what it is ahead of the page."""
    folio = _FOLIO.fullmatch(line)
    if folio:
        number = int(folio[1]) if folio[1].isdecimal() else _roman(folio[1])
        return f"#{number - page}"
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", line)).casefold()


def _keys(line: str, page: int) -> tuple[str, ...]:
    """All that a line may have in common with those of other pages."""
    return (_key(line, page), *_folios(line, page), *_counting(line, page))


def _counting(line: str, page: int) -> list[str]:
    """Of a line with numbers, all but one of them as it stands, and what that one is ahead of the page."""
    text = " ".join(line.split()).casefold()
    if _FOLIO.fullmatch(line):
        return []
    return [
        f"{text[: found.start()]}\x00{int(found[0]) - page}\x00{text[found.end() :]}"
        for found in _NUMBER.finditer(text)
    ]


def _folios(line: str, page: int) -> list[str]:
    """Of a running head with a folio at one end, what that is ahead of the page."""
    return [f"#{int(number) - page}" for number in _FOLIO_OF_HEAD.findall(line) if not _FOLIO.fullmatch(line)]


def _roman(numeral: str) -> int:
    """The value of a Roman numeral, however it is put together."""
    values = ["ivxlc".index(letter) for letter in numeral.lower()]
    values = [(1, 5, 10, 50, 100)[value] for value in values]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def _marks(page: str, lines: Sequence[re.Match[str]], furniture: Sequence[Run]) -> Iterator[Run]:
    """Note marks, the notes that they lead to, bullets."""
    for start, end in _behind(_MARKS, _BEFORE_MARK, page):
        yield Run(start, end)
    for found in _BULLET.finditer(page):
        yield Run(found.start(1), found.end(1))
    inside = {run.start for run in furniture}
    notes = _notes(page, [line for line in lines if line.start() not in inside])
    for number, (mark, start) in notes.items():
        if number.isdigit():
            yield Run(*mark)
        yield Run(start, _foot(page, lines, furniture))
    for line in lines[len(lines) // 3 :]:
        if _NOTE_RULE.fullmatch(line.group()):
            yield Run(line.start(), _foot(page, lines, furniture))


def _notes(
    page: str, lines: Sequence[re.Match[str]]
) -> dict[str, tuple[tuple[int, int], int]]:  # fmt: skip
    """Numbers glued to a word that begin a line below: where the mark stands, and the note's line."""
    heads: dict[str, list[int]] = {}
    for line in lines:
        if found := _NOTE.match(line.group()):
            heads.setdefault(found[1], []).append(line.start())
    marks: dict[str, tuple[int, int]] = {}
    for start, end in _behind(_GLUED, _BEFORE_GLUED, page):
        marks.setdefault(page[start:end], (start, end))
    for start, end in _behind(_MARKS, _BEFORE_MARK, page):
        marks.setdefault(page[start:end].translate(_PLAIN).strip("()[]"), (start, end))
    paired = {}
    for number, mark in marks.items():
        below = [start for start in heads.get(number, ()) if start > mark[1]]
        if below:
            paired[number] = (mark, below[-1])
    return paired


def _behind(mark: re.Pattern[str], before: re.Pattern[str], page: str) -> Iterator[tuple[int, int]]:
    """Where a mark stands behind what it must stand behind."""
    for found in mark.finditer(page):
        start = found.start()
        if before.search(page, max(0, start - 4), start):
            yield start, found.end()


def _foot(page: str, lines: Sequence[re.Match[str]], furniture: Sequence[Run]) -> int:
    """Where the last line ends that is no furniture at the page's foot."""
    inside = {run.start for run in furniture}
    body = [line.end() for line in lines if line.start() not in inside]
    return max(body, default=len(page))
