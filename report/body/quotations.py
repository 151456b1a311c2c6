"""Finds what is quoted verbatim: runs in quotation marks directly before a citation, and blockquotes.

Runs or read blocks go in, quotations come out: the words alone, as plain text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from report.body.quotation_marks import match_marks
from report.body.reading import Paragraph, Reading
from report.body.runs import Cite, Run, Words, text_of, text_of_all
from report.body.scope import Scope
from report.body.tree import Node
from report.model import Citation, Footnote, Place, Quotation

_DASHES = re.compile(r"[\s—–-]*")
_ENDED = re.compile(r"[.!?…][”’»›\"')\]]*\Z")
_BEFORE_CITATION = ".,;:!?… \t\n\u00a0\u202f"
# Stands for a citation, so that the mark before it is not taken for the apostrophe of the word behind it.
_CITATION = "\ufffc"
_WINDOW = 10_000
_HALF = re.compile(r"[“”„«»「」『』]|(?<!\d)\"")
"""Marks that are nothing else: no apostrophe, and no sign for inches."""
_LOOKED_FOR = 16


@dataclass(frozen=True, slots=True)
class _Flat:
    """The text of a paragraph as one string: where each run begins in it, and the scope that it has."""

    text: str
    starts: tuple[int, ...]
    scopes: tuple[Scope, ...]

    def scope_of(self, start: int, end: int, otherwise: Scope) -> Scope:
        """The scope of a stretch that stands in one, else that of the paragraph."""
        first, last = (bisect_right(self.starts, at) - 1 for at in (start, max(start, end - 1)))
        return self.scopes[first] if self.scopes[first] == self.scopes[last] else otherwise


def find_quoted_runs(runs: Sequence[Run], scope: Scope, paragraph: Paragraph) -> list[Quotation]:
    """`“words” [@a]`: one for each citation with a run in quotation marks directly before it."""
    if not any(isinstance(run, Cite) for run in runs):
        return []
    flat = _flatten(runs, scope)
    opened_at = match_marks(flat.text)
    found = []
    for at, run in enumerate(runs):
        if isinstance(run, Cite) and not run.citation.items[0].author_in_text and not _follows_one(runs, at):
            close = flat.starts[at] - 1
            while close >= 0 and flat.text[close] in _BEFORE_CITATION:
                close -= 1
            if (start := opened_at.get(close)) is not None:
                found += _quotation(flat, (start, close), run, scope, paragraph)
            else:
                _look_for_half(flat, (flat.starts[at], opened_at), run, paragraph)
    return found


def _look_for_half(
    flat: _Flat, before: tuple[int, Mapping[int, int]], cite: Cite, paragraph: Paragraph
) -> None:
    """Tell of words before a citation that have only one of two quotation marks."""
    end, opened_at = before
    start = flat.text.rfind(_CITATION, 0, end) + 1
    paired = {*opened_at, *opened_at.values()}
    alone = [mark.start() for mark in _HALF.finditer(flat.text, start, end) if mark.start() not in paired]
    if alone:
        at = alone[-1]
        words = flat.text[at + 1 : end].replace(_CITATION, "").strip()
        paragraph.reading.warning(
            "unpaired-mark",
            f"the quotation mark {flat.text[at]} has no counterpart, so that no words are looked up",
            _place_of_mark(flat.text[at], words[:_LOOKED_FOR], cite, paragraph),
            "put marks on both sides of what is quoted, the second one directly before the citation",
        )


def _follows_one(runs: Sequence[Run], at: int) -> bool:
    """Whether another citation stands between this one and the words."""
    before = at - 1
    while before >= 0 and (
        isinstance(run := runs[before], Footnote) or (isinstance(run, Words) and not run.text.strip())
    ):
        before -= 1
    return before >= 0 and isinstance(runs[before], Cite)


def _flatten(runs: Sequence[Run], scope: Scope) -> _Flat:
    texts = [(_CITATION if isinstance(run, Cite) else "") + text_of(run) for run in runs]
    starts = tuple(accumulate((len(text) for text in texts), initial=0))
    scopes = tuple(run.scope if isinstance(run, Words) else scope for run in runs)
    return _Flat("".join(texts), starts[:-1], scopes)


def _quotation(
    flat: _Flat, marks: tuple[int, int], cite: Cite, scope: Scope, paragraph: Paragraph
) -> list[Quotation]:
    start, close = marks
    words = flat.text[start + 1 : close].replace(_CITATION, "").strip()
    if not words:
        return []
    within = flat.scope_of(start + 1, close, scope)
    place = _place_of_mark(flat.text[start], words, cite, paragraph)
    return [
        Quotation(words, cite.citation, place, False, within.language, within.original, within.translation)
    ]


def _place_of_mark(mark: str, words: str, cite: Cite, paragraph: Paragraph) -> Place:
    """Where the opening quotation mark was typed: the last one before the citation with these words."""
    if paragraph.locate is None:
        return cite.citation.place
    first = max(0, cite.pos - len(words) - _WINDOW)
    typed = paragraph.content[first : cite.pos].replace("\n", " ")
    for length in (_LOOKED_FOR, 4, 0):
        pos = typed.rfind(mark + words[:length])
        if pos >= 0:
            return paragraph.locate(first + pos)
    return cite.citation.place


def find_block_quotations(reading: Reading, block: Node, scope: Scope) -> list[Quotation]:
    """A quoted block, read: one quotation for each citation that ends a paragraph of it.

    So each run of words is looked up under the citation that the author put behind it.
    """
    found: list[Quotation] = []
    texts: list[str] = []
    place: Place | None = None
    for node, text in _texts(block):
        place = place or (reading.place_of(node) if found else reading.place_of(block, ">"))
        citation = final_citation(node.runs)
        if text and not (citation and _DASHES.fullmatch(text)):
            texts.append(text)
        if citation and texts:
            words = "\n\n".join(texts)
            found.append(
                Quotation(words, citation, place, True, scope.language, scope.original, scope.translation)
            )
            texts, place = [], None
    return found


def _texts(block: Node) -> Iterator[tuple[Node, str]]:
    """The paragraphs of a block in order, with the numbers typed before them."""
    for child in block.children:
        if child.kind == "inline":
            yield child, _quoted_text(child.runs)
        elif child.kind == "list_item" and child.token.info:
            number = f"{child.token.info}{child.token.markup} "
            for node, text in _texts(child):
                yield node, number + text
                number = ""
        elif child.kind in {"fence", "code_block"}:
            yield child, child.token.content.rstrip()
        else:
            yield from _texts(child)


def _quoted_text(runs: Sequence[Run]) -> str:
    citation = final_citation(runs)
    text = text_of_all(runs).strip()
    if citation and citation.trail and text.endswith(citation.trail):
        words = text[: -len(citation.trail)].rstrip()
        # `words [@a].` has its full stop behind the citation, `words. [@a].` has one too many.
        return words if _ENDED.search(words) else words + citation.trail
    return text


def final_citation(runs: Sequence[Run]) -> Citation | None:
    """The citation that ends a paragraph: of several that stand together, the one next to the words."""
    found = None
    for run in reversed(runs):
        if isinstance(run, Cite):
            found = run.citation
        elif text_of(run).strip():
            break
    return found
