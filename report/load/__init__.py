"""From the files that an author wrote to a `Dossier`, or to everything that is wrong with them.

A folder goes in; frozen, typed values come out, each knowing where it stands in its file. Problems are
collected, so that one run tells them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from report.load.citations import check_citations
from report.load.entries import Draft, in_order, load_entries
from report.load.evidence import check_annexes, check_archives
from report.load.folder import Folder
from report.load.forms import DossierForm
from report.load.mend import mended
from report.load.own_files import check_own_files
from report.load.pictures import check_pictures
from report.load.settings import Settings, annex_settings, load_settings
from report.load.sources import Sources, load_sources
from report.load.style import check_style
from report.load.tidy import tidy
from report.memory import Remember, forgetful
from report.model import Dossier, Problem, Severity

__all__ = ["load"]


def load(
    root: Path, remember: Remember = forgetful, lenient: bool = False
) -> tuple[Dossier | None, tuple[Problem, ...]]:
    """The dossier in `root`, None where there is an error, and all problems in the order of the files.

    `lenient`: a dossier with errors comes out as well, as far as it can be compiled (a draft).
    """
    folder = Folder.at(root, remember)
    settings, in_settings = load_settings(folder, lenient)
    sources, in_sources = load_sources(folder)
    drafts, in_entries = load_entries(folder, settings, lenient)
    between = _between(folder, settings, sources, drafts)
    problems = tidy((*in_settings, *in_sources, *in_entries, *between))
    faulty = any(problem.severity is Severity.ERROR for problem in problems)
    if settings.form is None or (faulty and not lenient):
        return None, problems
    dossier = _dossier(root, settings.form, settings, sources, drafts)
    return mended(dossier, drafts, problems) if faulty else dossier, problems


def _between(
    folder: Folder, settings: Settings, sources: Sources, drafts: Sequence[Draft]
) -> Iterator[Problem]:
    """What no file tells by itself: whether they fit together, and whether the files they name are there."""
    annexes = settings.scalars("annexes")
    yield from check_citations(drafts, sources, [item.value for item in annexes])
    yield from check_archives(sources, folder)
    yield from check_annexes(annexes, sources)
    yield from check_pictures(drafts, folder)
    yield from check_style(settings, folder)
    yield from check_own_files(folder)


def _dossier(
    root: Path, form: DossierForm, settings: Settings, sources: Sources, drafts: Sequence[Draft]
) -> Dossier:
    entries = (draft.entry for draft in drafts if draft.entry)
    return Dossier(
        root=root,
        title=form.title,
        entries=in_order(entries, form.order_by),
        sources=sources.valid,
        subtitle=form.subtitle,
        language=form.language,
        date=form.date,
        reference=form.reference,
        submitter=form.submitter,
        addressee=form.addressee,
        paper=form.paper,
        citation_style=form.citation_style,
        entries_start=form.entries_start,
        pagination=form.pagination,
        duplex=form.duplex,
        annexes=form.annexes,
        annex_settings=annex_settings(form),
        misquoted=Severity.ERROR if form.quotations == "error" else Severity.WARNING,
        highlight=form.highlight,
        edition=form.edition,
        places=settings.places(),
    )
