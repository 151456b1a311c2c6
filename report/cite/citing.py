"""The stage itself: a sequence of citations and the sources in, `Citations` out.

Pandoc is asked once for the whole dossier, and once more where a style has no bibliography. What it
wrote is parted into what stands in the sentence and what stands in the note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from report.cite.document import document
from report.cite.order import Position, positions
from report.cite.pandoc import Ask, process
from report.cite.references import reference, words_of
from report.cite.rich import Inline
from report.cite.sheet import Sheet, prepare
from report.cite.styles import Style
from report.cite.writing import html
from report.directions import INVISIBLE, direction
from report.model import Citation, CitationItem, Citations, Cited, Footnote, Source

_FIRST_WORD = re.compile(rf"^((?:<[^>]+>|[“‘«„\s{INVISIBLE}])*)([^\W\d_]\w*)")
_FINAL_STOP = re.compile(rf"\.((?:</\w+>|[”’»“\"{INVISIBLE}])*)$")


def cite(
    sequence: Sequence[Citation | Footnote],
    sources: Mapping[str, Source],
    style: Style,
    language: str,
    also: Sequence[str] = (),
    ask: Ask = process,
) -> Citations:
    """Write the citations of `sequence` and the table of sources.

    The table has what is cited there or in `also`, and the sources that reproduce it (`via`). `ask` calls
    Pandoc, or remembers what it answered.
    Raises `CiteprocError` when Pandoc cannot work with the style.
    """
    groups = positions(sequence, style.in_text)
    flat = [position for group in groups for position in group]
    cited = (item.key for position in flat for item in position.citation.items)
    keys = _with_reproductions([*cited, *also], sources)
    if not flat and not keys:
        return Citations(tuple(() for _ in groups), {})
    desk = _Desk(sources, prepare(style.xml), locale_for(language, style.locale), direction(language), ask)
    answers, table = desk.ask(flat, keys)
    written = iter(answers)
    return Citations(
        tuple(tuple(desk.part(position, next(written)) for position in group) for group in groups),
        table | desk.first_forms([key for key in keys if not table.get(key)]),
    )


def _with_reproductions(cited: Iterable[str], sources: Mapping[str, Source]) -> list[str]:
    """The keys that there are, each once, each with the source that it was seen in."""
    keys: dict[str, None] = {}
    for first in cited:
        key = first
        while key in sources and key not in keys:
            keys[key] = None
            archive = sources[key].archive
            key = archive.via if archive else ""
    return list(keys)


def locale_for(language: str, of_style: str) -> str:
    """The dossier's language; where it says no country ("en"), the style's kind of it ("en-GB")."""
    primary, _, rest = language.partition("-")
    says_country = any(len(part) in (2, 3) for part in rest.split("-") if part)
    same = of_style.partition("-")[0].lower() == primary.lower()
    return of_style if same and not says_country else language


@dataclass(frozen=True)
class _Desk:
    """What all questions to Pandoc have in common."""

    sources: Mapping[str, Source]
    sheet: Sheet
    locale: str
    direction: str
    pandoc: Ask

    def ask(
        self, flat: Sequence[Position], keys: Sequence[str]
    ) -> tuple[list[list[Inline]], dict[str, Markup]]:
        """The inlines of each citation, and the bibliography of `keys` in the style's order."""
        references = [reference(self.sources[key]) for key in keys]
        blocks = self.pandoc(document(flat, references, keys, self.sheet, self.locale))
        answers = [block["c"][0]["c"][1] for block in blocks if block["t"] == "Para"]
        return answers, dict(self._entries(block for block in blocks if block["t"] == "Div"))

    def _entries(self, blocks: Iterable[Inline]) -> Iterable[tuple[str, Markup]]:
        for block in blocks:
            for (identity, _, _), content in (entry["c"] for entry in block["c"][1]):
                text = Markup(" ").join(html(part["c"], self.direction) for part in content)
                yield identity.removeprefix("ref-"), Markup(text.strip())  # noqa: S704

    def part(self, position: Position, inlines: Sequence[Inline]) -> Cited:
        at = next((index for index, one in enumerate(inlines) if one["t"] == "Note"), None)
        if at is None:
            return Cited(html(inlines, self.direction), Markup(""))
        note = html(inlines[at]["c"][0]["c"], self.direction)
        if position.opens:
            note = self._begin(note, position.citation.items[0])
        if not position.inside:
            return Cited(html(inlines[:at], self.direction), note)
        return Cited(note if position.closes else _unfinished(note), Markup(""))

    def first_forms(self, keys: Sequence[str]) -> dict[str, Markup]:
        """For styles without a bibliography: each source as its first note has it."""
        if not keys:
            return {}
        alone = [CitationItem(key, self.sources[key].place) for key in keys]
        flat = [Position(Citation((item,), item.place), number) for number, item in enumerate(alone, start=1)]
        answers, _ = self.ask(flat, keys)
        parted = [self.part(position, answer) for position, answer in zip(flat, answers, strict=True)]
        return {
            key: cited.note or cited.in_text or _bare(self.sources[key])
            for key, cited in zip(keys, parted, strict=True)
        }

    def _begin(self, note: Markup, first: CitationItem) -> Markup:
        """Begin a note with a capital: its prefix, and "ibid" where the style lets it.

        A word of the source's own is left as it is: "openDemocracy", "van Gogh".
        """
        found = _FIRST_WORD.match(note)
        if not found:
            return note
        word = found[2]
        if not first.prefix:
            source = self.sources.get(first.key)
            if self.sheet.lowers or (source and word in words_of(source)):
                return note
        # Nothing but the case of a letter changes, so it is as safe as it was.
        return Markup(f"{found[1]}{word[0].upper()}{word[1:]}{note[found.end() :]}")  # noqa: S704


def _unfinished(note: Markup) -> Markup:
    """Without its full stop, since the note goes on."""
    return Markup(_FINAL_STOP.sub(r"\1", str(note)))  # noqa: S704


def _bare(source: Source) -> Markup:
    """What names a source of which a style prints nothing (OSCOLA, of a resolution without a title)."""
    known = [str(source.csl[key]) for key in ("authority", "genre", "title", "number") if source.csl.get(key)]
    return escape(" ".join(known) or source.id)
