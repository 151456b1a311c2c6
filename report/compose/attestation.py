"""The table of attestation: every quotation, what was found of it, and where.

In go the verdicts and the notes in which the quotations are cited; out comes what the template prints. It
claims no more than was looked up: words found in a reproduction are verbatim in the reproduction, and words
found in a scan are verbatim in what was recognised there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from report.compose.annexes import shown_path
from report.compose.evidence import NBSP
from report.compose.viewing import describe
from report.compose.views import AttestationView, AttestedGroupView, AttestedView
from report.compose.words import Words
from report.model import Attested, Citations, Dossier, Place, Verdict

_WORDS = 8
"""Of a quotation are shown."""


def view_attestation(
    attested: Sequence[Attested],
    notes: Mapping[Place, int],
    dossier: Dossier,
    citations: Citations,
    words: Words,
) -> AttestationView:
    """`notes` has the number of the note of each citation, by its place."""
    verbatim = [one for one in attested if one.match.verdict is Verdict.VERBATIM]
    summary = words["attested-summary"].format(
        n=len(verbatim), m=len(attested), k=sum(one.via is not None for one in verbatim)
    )
    scanned = sum(one.recognised for one in verbatim)
    if scanned:
        summary += " " + words["attested-recognised"].format(r=scanned)
    groups: dict[str, list[Attested]] = {}
    for one in attested:
        groups.setdefault(one.path, []).append(one)
    disclosure = dossier.annex_settings.disclosure
    return AttestationView(
        summary,
        tuple(
            AttestedGroupView(
                title=shown_path(path, disclosure) if path else words["not-looked-up"],
                sha256=found[0].sha256,
                rows=tuple(_row(one, notes, dossier, citations, words) for one in found),
            )
            for path, found in groups.items()
        ),
    )


def quoted_lines(
    attested: Sequence[Attested], annex: int, notes: Mapping[Place, int]
) -> dict[int, tuple[int, ...]]:
    """The lines of a text that are quoted, each with the numbers of the notes whose words begin in it."""
    lines: dict[int, tuple[int, ...]] = {}
    for one in attested:
        if one.annex != annex or one.line is None or one.match.verdict is not Verdict.VERBATIM:
            continue
        for span in one.match.spans:
            lines.setdefault(span.page, ())
        note = notes.get(one.quotation.citation.place)
        if note is not None:
            lines[one.line] = (*lines[one.line], note)
    return lines


def _row(
    one: Attested, notes: Mapping[Place, int], dossier: Dossier, citations: Citations, words: Words
) -> AttestedView:
    return AttestedView(
        words=first_words(one.quotation.text),
        language=one.quotation.language,
        source=describe(one.source, dossier, citations),
        verdict=words[f"verdict-{_verdict(one)}"],
        where=_where(one, words),
        anchor=one.anchor,
        note=notes.get(one.quotation.citation.place),
    )


def _verdict(one: Attested) -> str:
    verdict = one.match.verdict
    name = "reproduced" if verdict is Verdict.VERBATIM and one.via else verdict.value
    told = verdict in (Verdict.VERBATIM, Verdict.ALTERED, Verdict.ABSENT)
    return f"recognised-{name}" if one.recognised and told else name


def _where(one: Attested, words: Words) -> str:
    """`p. 12, para. 58`: the place in the source."""
    paragraph = f"{words['para']}{NBSP}{one.paragraph}" if one.paragraph is not None else ""
    page = f"{words['p']}{NBSP}{one.number}" if one.number else ""
    place = f"{words['line']}{NBSP}{one.line}" if one.line is not None else page
    return words["comma"].join(part for part in (place, paragraph) if part)


def first_words(text: str) -> str:
    """By which a reader knows the quotation."""
    words = text.split()
    return " ".join(words) if len(words) <= _WORDS else f"{' '.join(words[:_WORDS])} …"
