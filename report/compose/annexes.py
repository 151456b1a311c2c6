"""Turns an annex into what its cover sheet and the index of annexes print.

In go the annex, the dossier and its citations; out comes text, with what was done to the copy. What the
author does not disclose (`manifest:`) is left out here, so that no template can print it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence

from markupsafe import Markup, escape

from report.archives import archive_of
from report.compose.dates import in_words
from report.compose.evidence import NBSP, evidence_of, runs
from report.compose.viewing import describe, view_line
from report.compose.views import AnnexView, FactView, ReproducedView
from report.compose.words import Words
from report.directions import direction
from report.model import (
    Annex,
    Archive,
    Citations,
    Disclosure,
    Dossier,
    FailedFile,
    Note,
    OtherFile,
    PagedFile,
    PartialDate,
    Range,
    Reading,
    Source,
    Step,
    TextFile,
)


def view_annex(
    annex: Annex, dossier: Dossier, citations: Citations, notes: Sequence[Note], words: Words
) -> AnnexView:
    """`notes` are those that lead to the annex."""
    own = [dossier.sources[key] for key in annex.sources if key not in annex.via]
    archive = archive_of(annex, dossier)
    language = _language(own, archive, dossier)
    label = f"{words['annex']}{NBSP}{annex.name}"
    disclosure = dossier.annex_settings.disclosure
    file = shown_path(annex.file.path, disclosure)
    title = str(own[0].csl.get("title") or file) if own else file
    return AnnexView(
        number=annex.number,
        name=annex.name,
        label=label,
        line=view_line(f"annex:{annex.number}", f"{label}. {title}", "annex", dossier.language),
        title=title,
        date=_issued(own[0], dossier.language) if own else "",
        file=file,
        sha256=annex.file.sha256,
        extent=_extent(annex, words),
        last=_last_anchor(annex),
        failure=shown_failure(annex.file, disclosure) if isinstance(annex.file, FailedFile) else "",
        shows=tuple(describe(source.id, dossier, citations) for source in own),
        reproduces=tuple(_view_reproduced(key, annex, dossier, citations) for key in annex.via),
        in_pages=isinstance(annex.file, PagedFile),
        facts=tuple(_facts(annex, archive, dossier, notes, words)),
        language=language,
        direction=direction(language),
        lines=annex.file.lines if isinstance(annex.file, TextFile) else (),
    )


def shown_path(path: str, disclosure: Disclosure) -> str:
    """The file's path, or, where paths are not disclosed, its name."""
    return path if disclosure is Disclosure.FULL else posixpath.basename(path)


def shown_failure(file: FailedFile, disclosure: Disclosure) -> str:
    """Why a file is not reproduced, as a sentence without its full stop, and without its path."""
    reason = file.reason.replace(file.path, shown_path(file.path, disclosure))
    first = reason.split(maxsplit=1)[0] if reason else ""
    return reason[:1].upper() + reason[1:] if first.isalpha() else reason


def _language(own: Sequence[Source], archive: Archive | None, dossier: Dossier) -> str:
    written_in = (archive.language if archive else "") or (own[0].csl.get("language") if own else "")
    return str(written_in or dossier.language)


def _issued(source: Source, language: str) -> str:
    """When a source was published, in words; "" where that is not known, or not told by one date."""
    issued = source.csl.get("issued")
    if not isinstance(issued, Mapping):
        return ""
    match issued.get("date-parts"):
        case [[int() as year, *rest]] if year > 0 and all(isinstance(part, int) for part in rest):
            month = rest[0] if rest and rest[0] <= 12 else None
            return in_words(PartialDate(year, month, rest[1] if month and len(rest) > 1 else None), language)
    return str(issued.get("literal") or "")


def _last_anchor(annex: Annex) -> str:
    """What stands on the annex's last page."""
    file = annex.file
    if isinstance(file, PagedFile):
        return f"annex:{annex.number}:page:{file.reading.pages[-1].number}"
    if isinstance(file, TextFile) and file.lines:
        return f"annex:{annex.number}:line:{len(file.lines)}"
    return f"annex:{annex.number}"


def _extent(annex: Annex, words: Words) -> str:
    """The same for a table: the number alone where all is appended."""
    file = annex.file
    if isinstance(file, PagedFile) and len(file.reading.pages) == file.reading.count:
        return str(file.reading.count)
    return _pages(annex, words)


def _pages(annex: Annex, words: Words) -> str:
    """What of the file is appended: `17, all of them appended`, `3–7 and 12 of 40`."""
    file = annex.file
    if isinstance(file, TextFile):
        return words["lines-all"].format(n=len(file.lines))
    if not isinstance(file, PagedFile):
        return words["pages-none"] if isinstance(file, OtherFile) else ""
    count, numbers = file.reading.count, [page.number for page in file.reading.pages]
    if len(numbers) == count:
        return words["pages-all"].format(n=count) if count > 1 else str(count)
    return words["pages-some"].format(n=count, pages=words["comma"].join(runs(_in_runs(numbers))))


def _in_runs(numbers: Iterable[int]) -> list[Range]:
    found: list[Range] = []
    for number in numbers:
        if found and number == found[-1].end + 1:
            found[-1] = Range(found[-1].start, number)
        else:
            found.append(Range(number, number))
    return found


# ---------------------------------------------------------------------------------------------------
# The table on the cover sheet


def _facts(
    annex: Annex, archive: Archive | None, dossier: Dossier, notes: Sequence[Note], words: Words
) -> Iterator[FactView]:
    """What identifies the file as it was received, how it came here, and what was done to the copy."""
    disclosure = dossier.annex_settings.disclosure
    told: list[tuple[str, str | Markup]] = [
        ("file", shown_path(annex.file.path, disclosure)),
        ("kind", _kind(annex, words)),
        ("lines-head" if isinstance(annex.file, TextFile) else "pages-head", _pages(annex, words)),
        ("size", words["bytes"].format(n=f"{annex.file.size:,}")),
        ("sha256", Markup('<span class="hash">{}</span>').format(annex.file.sha256)),
        *(_provenance(archive, disclosure) if archive else ()),
    ]
    if isinstance(annex.file, PagedFile):
        told += [
            ("copy", _copy(annex, annex.file.reading, words)),
            ("embedded", words["comma"].join(annex.file.reading.embedded)),
        ]
    elif annex.attached:
        told.append(("copy", words["attached"]))
    told.append(("cited-in", _note_links(notes, words)))
    return (FactView(words[key], value) for key, value in told if value)


def _kind(annex: Annex, words: Words) -> str:
    if isinstance(annex.file, PagedFile):
        return words[f"kind-file-{annex.file.reading.kind.value}"]
    return words["kind-file-text"] if isinstance(annex.file, TextFile) else ""


def _provenance(archive: Archive, disclosure: Disclosure) -> Iterator[tuple[str, str]]:
    """As far as it is disclosed: the public are not told who captured and held a file."""
    full = disclosure is Disclosure.FULL
    yield "captured", archive.captured
    if full:
        yield "captured-by", archive.captured_by
    yield "method", archive.method
    yield "address", archive.url
    if full:
        yield "custody", "; ".join(_step(step, full) for step in archive.custody)
    yield "transformations", "; ".join(_step(step, full) for step in archive.transformations)


def _step(step: Step, full: bool) -> str:
    return ", ".join(part for part in (step.when, step.who if full else "", step.what, step.tool) if part)


def _copy(annex: Annex, reading: Reading, words: Words) -> Markup:
    """What differs between the file as received and the pages that follow. Details are in English."""
    told = []
    for change, detail in reading.changes:
        text = escape(words[f"change-{change.value}"])
        more = Markup(' (<span lang="en" dir="ltr">{}</span>)').format(detail) if detail else Markup()
        told.append(text + more)
    if reading.restrictions:
        listed = Markup('<span lang="en" dir="ltr">{}</span>').format(", ".join(reading.restrictions))
        told.append(escape(words["restricted"]).format(list=listed))
    if reading.signatures:
        told.append(escape(words["signed"]))
    if annex.attached:
        told.append(escape(words["attached"]))
    return Markup("; ").join(told)


def _note_links(notes: Sequence[Note], words: Words) -> Markup:
    return escape(words["comma"]).join(
        Markup('<a href="dossier:note:{n}" data-note="{n}"></a>').format(n=note.name) for note in notes
    )


def _view_reproduced(key: str, annex: Annex, dossier: Dossier, citations: Citations) -> ReproducedView:
    evidence = evidence_of(dossier.sources[key], (annex,))
    assert evidence is not None, f"{key} is served by the annex"
    pages = ", ".join(run.text for run in evidence.pages)
    return ReproducedView(
        key=key,
        html=describe(key, dossier, citations),
        language=str(dossier.sources[key].csl.get("language") or ""),
        where=pages or ", ".join(runs(evidence.lines)),
        anchor=evidence.anchors[1] if len(evidence.anchors) > 1 else "",
    )
