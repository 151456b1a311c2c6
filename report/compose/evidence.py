"""Where the words of a source can be seen: its annex, or the annex that reproduces it.

In go the items of a citation, the sources and the annexes; out comes what a note ends with: `Annex 2, p. 4.`,
or `Reproduced in Annex 1, p. A1-2, lines 46–50.`
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from report.compose.words import Words
from report.model import Annex, Attested, CitationItem, Locator, Range, Source, TextFile
from report.page_numbers import find_lines, find_pages, locator_of

NBSP = "\u00a0"
EN_DASH = "\u2013"


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages of an annex's file: as printed (`3–4`), and the anchor of the first."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The annex that shows a source. `reproduced`: it holds the words, but is another source's file."""

    annex: int
    name: str
    reproduced: bool = False
    lines: tuple[Range, ...] = ()
    pages: tuple[Pages, ...] = ()

    @property
    def anchors(self) -> tuple[str, ...]:
        """Of the annex, and of what in it is meant."""
        lines = (f"annex:{self.annex}:line:{run.start}" for run in self.lines)
        return (f"annex:{self.annex}", *(run.anchor for run in self.pages), *lines)


@dataclass(frozen=True, slots=True)
class Press:
    """How evidence is told: the words, and whether a page's number in the PDF stands beside the file's."""

    words: Words
    physical: bool = False


def find_evidence(
    items: Iterable[CitationItem], sources: Mapping[str, Source], annexes: Sequence[Annex]
) -> tuple[Evidence, ...]:
    """The evidence for the items of one citation, each once, in the order cited."""
    found = (evidence_of(sources.get(item.key), annexes, item.locator) for item in items)
    return tuple(dict.fromkeys(evidence for evidence in found if evidence))


def evidence_of(
    source: Source | None, annexes: Sequence[Annex], locator: Locator | None = None
) -> Evidence | None:
    """A page or line that is cited, else the pages or lines in which the author says that the words stand."""
    if source is None or source.archive is None:
        return None
    annex = next((annex for annex in annexes if source.id in annex.sources), None)
    if annex is None:
        return None
    reproduced = source.id in annex.via
    if locator is not None and locator.label == "page" and not reproduced:
        pages = _pages(locator.value, annex)
    else:
        pages = _pages(locator_of(source.archive.pages), annex)
    cited = find_lines(locator.value) if locator is not None and locator.label == "line" else ()
    lines = source.archive.lines if reproduced or not cited else cited
    return Evidence(annex.number, annex.name, reproduced, _within(lines, annex), pages)


def with_place(evidence: Evidence, attested: Attested) -> Evidence:
    """The evidence with the page or line on which the words were found, where the author gave none."""
    if attested.annex != evidence.annex or not attested.anchor:
        return evidence
    if attested.line is not None:
        return evidence if evidence.lines else replace(evidence, lines=(Range(attested.line, attested.line),))
    return (
        replace(evidence, pages=(Pages(attested.number, attested.anchor),))
        if not evidence.pages
        else evidence
    )


def _pages(locator: str, annex: Annex) -> tuple[Pages, ...]:
    """Only pages that are appended: no other can be led to."""
    return tuple(
        Pages(run.text, f"annex:{annex.number}:page:{run.first.number}")
        for run in find_pages(locator, annex)
        if run.first is not None
    )


def _within(lines: Sequence[Range], annex: Annex) -> tuple[Range, ...]:
    """Only lines that the file has: the page of any other could not be printed."""
    count = len(annex.file.lines) if isinstance(annex.file, TextFile) else 0
    return tuple(run for run in lines if 1 <= run.start <= run.end <= count)


def sentence(evidence: Sequence[Evidence], press: Press) -> Markup:
    """What a note ends with, as a sentence of its own: a note may end in any way, with any style."""
    text = phrase(evidence, press, "annex")
    # A link comes first when the annex is the source's own: then there is no letter to raise.
    return text[:1].upper() + text[1:] + Markup(".") if text else text


def phrase(evidence: Sequence[Evidence], press: Press, first: str = "annex-inline") -> Markup:
    """The same within a sentence; `first` is the word for an annex at its beginning."""
    own = [one for one in evidence if not one.reproduced]
    parts = [place(one, press, first if one is own[0] else "annex-inline") for one in own]
    others = [place(one, press, "annex-inline") for one in evidence if one.reproduced]
    if others:
        parts.append(escape(press.words["reproduced-in"]).format(places=Markup("; ").join(others)))
    return Markup("; ").join(parts)


def place(evidence: Evidence, press: Press, word: str) -> Markup:
    """`Annex 1, p. A1-2, lines 46–50`, `Annex 2, pp. 3–4`: links to the first of the lines, to each page."""
    label = f"{press.words[word]}{NBSP}{evidence.name}"
    if evidence.pages:
        return _page_links(evidence.pages, label, press)
    if not evidence.lines:
        return Markup('<a class="proof" href="dossier:annex:{}">{}</a>').format(evidence.annex, label)
    anchor = f"annex:{evidence.annex}:line:{evidence.lines[0].start}"
    return Markup(
        '<a class="proof" href="dossier:{anchor}">{label}{comma}'
        '<span class="nowrap">{page}\u00a0<span data-folio="{anchor}"></span></span>{comma}'
        '<span class="nowrap">{lines}</span></a>'
    ).format(
        anchor=anchor,
        label=label,
        page=press.words["p"],
        lines=lines_in_words(evidence.lines, press.words),
        comma=press.words["comma"],
    )


def _page_links(pages: Sequence[Pages], label: str, press: Press) -> Markup:
    """The annex's name is part of the first link: what a reader aims at is one piece."""
    several = len(pages) > 1 or EN_DASH in pages[0].text
    before = Markup("{}{}{}\u00a0").format(label, press.words["comma"], press.words["pp" if several else "p"])
    links = []
    for run in pages:
        physical = Markup(' [<span data-folio="{}"></span>]').format(run.anchor) if press.physical else ""
        links.append(
            Markup('<a class="proof" href="dossier:{}"><span class="nowrap">{}{}{}</span></a>').format(
                run.anchor, before, run.text, physical
            )
        )
        before = Markup()
    return escape(press.words["comma"]).join(links)


def lines_in_words(lines: Sequence[Range], words: Words) -> str:
    """`line 5`, `lines 5–9 and 12`."""
    texts = runs(lines)
    several = len(lines) > 1 or lines[0].start != lines[0].end
    listed = f"{words['comma'].join(texts[:-1])} {words['and']} {texts[-1]}" if len(texts) > 1 else texts[0]
    return f"{words['lines' if several else 'line']}{NBSP}{listed}"


def runs(lines: Sequence[Range]) -> list[str]:
    """`5–9`, `12`."""
    return [str(run.start) if run.start == run.end else f"{run.start}{EN_DASH}{run.end}" for run in lines]
