"""A part of a dossier: which sections are in it, with the numbers that they have in the whole.

The whole is composed and laid out, since notes, annexes and pages count through it; then what is not
wanted is left out. Links to what is left out are no links.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import unescape
from pathlib import PurePosixPath

from report.file_sheets import sheets_of
from report.join import Part
from report.load.near import did_you_mean
from report.model import Dossier, Note, Place, Problem, Section, error
from report.numerals import Label
from report.options import BuildOptions

_LINK = re.compile(r' href="dossier:([^"]*)"')
_ID = re.compile(r'\sid="([^"]*)"')
_FOLIOS = re.compile(r' data-folios="([^"]*)"')
_FOLIO = re.compile(r' data-folio="([^"]*)"')


def entry_ids(only: Sequence[str]) -> tuple[str, ...]:
    """An entry may be named by its id or by its file."""
    return tuple(PurePosixPath(name).stem if name.endswith(".yaml") else name for name in only)


def call_problems(dossier: Dossier, options: BuildOptions) -> tuple[Problem, ...]:
    """What is wanted and cannot be had."""
    place = dossier.places.get("entries", Place("dossier.yaml"))
    known = [entry.id for entry in dossier.entries]
    problems = [
        error("unknown-entry", f'--only: there is no entry "{name}"', place, did_you_mean(name, known))
        for name in entry_ids(options.only)
        if name not in known
    ]
    if options.only and dossier.entries_start == "run-on" and len(known) > 1:
        problems.append(
            error(
                "only-run-on",
                "--only: the entries run on, so that none of them has pages of its own",
                dossier.places.get("entries-start", place),
                "compile the whole, or set entries-start: new-page",
            )
        )
    return tuple(problems)


def chosen(
    sections: Sequence[Section], proofs: Mapping[str, Sequence[Note]], options: BuildOptions
) -> tuple[Section, ...]:
    """The sections that are in it: all, without the annexes, or with `only` the cover, the entries and
    the annexes that they cite. `proofs` are the notes that lead to an anchor in an annex.
    """
    wanted = [section for section in sections if options.annexes or section.annex is None]
    if not options.only:
        return tuple(wanted)
    ids = {"cover", "problems", *entry_ids(options.only)}
    notes = {number for section in sections if section.id in ids for number in section.notes}
    cited = {
        int(anchor.split(":")[1])
        for anchor, leading in proofs.items()
        if anchor.startswith("annex:") and any(note.number in notes for note in leading)
    }
    return tuple(section for section in wanted if section.id in ids or section.annex in cited)


def unlinked(sections: Sequence[Section], there: Sequence[Section]) -> tuple[Section, ...]:
    """The sections, those that are `there` without links to what is in none of them."""
    anchors = frozenset(anchor for section in there for anchor in _anchors(section))
    everywhere = anchors.union(anchor for section in sections for anchor in _anchors(section))
    ids = {section.id for section in there}
    return tuple(
        _unlinked(section, anchors, everywhere) if section.id in ids else section for section in sections
    )


def _anchors(section: Section) -> Sequence[str]:
    if section.file is not None:
        return list(sheets_of(section).anchors)
    return [unescape(name) for name in _ID.findall(section.html)]


def _unlinked(section: Section, anchors: frozenset[str], everywhere: frozenset[str]) -> Section:
    def link(match: re.Match[str]) -> str:
        return match[0] if unescape(match[1]) in anchors else ""

    def folio(match: re.Match[str]) -> str:
        return match[0] if unescape(match[1]) in everywhere else ""

    def folios(match: re.Match[str]) -> str:
        kept = " ".join(one for one in match[1].split() if unescape(one) in anchors)
        return f' data-folios="{kept}"' if kept else ""

    html = _FOLIO.sub(folio, _FOLIOS.sub(folios, _LINK.sub(link, section.html)))
    return section if html == section.html else replace(section, html=html)


def select(parts: Sequence[Part], wanted: Sequence[Section]) -> tuple[Part, ...]:
    """The parts of the sections that are `wanted`, each on a right-hand page where it was on one."""
    ids = {section.id for section in wanted}
    kept: list[Part] = []
    before = position = 0
    for part in parts:
        before += part.blank is not None
        if part.section.id in ids:
            uneven = part.mirrored and (before - position) % 2 == 1
            blank = (part.blank or Label(f"blank-{position + 1}", "", 1)) if uneven else None
            kept.append(replace(part, blank=blank))
            position += part.sheets.pages + uneven
        before += part.sheets.pages
    return tuple(kept)
