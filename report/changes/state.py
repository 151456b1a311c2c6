"""A dossier's folder as a record: laid out as a build does it, so that pages and verdicts are in it too.

In goes the folder; out come the `Record` and the problems. Where something is wrong with the dossier it is
recorded as far as it can be composed, without pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from report import __version__
from report.building import cache_folder
from report.changes.older import Older, OlderError, find_older
from report.changes.record import Record
from report.changes.recorded import Recorded
from report.changes.revision import checked_out
from report.changes.since import record_of
from report.cite import CiteprocError, cite, find_style, sequence
from report.compile import lay_out
from report.compose import Material, compose
from report.load import load
from report.lookup import look_up
from report.model import Dossier, Problem, Severity
from report.problems import format_problem
from report.read import cited_keys, read
from report.stopwatch import Stopwatch
from report.workshop import Workshop


@dataclass(frozen=True, slots=True)
class FolderState:
    """`record` is None where the dossier cannot be read at all; `dossier` as well."""

    record: Record | None
    dossier: Dossier | None
    problems: tuple[Problem, ...]
    seconds: float = 0.0


def state_of(root: Path, tools: Workshop) -> FolderState:
    """Of the dossier in `root`, as it is printed where it can be, else as far as it can be composed."""
    watch = Stopwatch()
    layout, problems = lay_out(root, watch, tools)
    if layout is not None:
        record = record_of(layout.dossier, layout.annexes, layout.recorded)
        return FolderState(record, layout.dossier, problems, watch.seconds["total"])
    dossier, composed = _composed(root, tools)
    return FolderState(composed, dossier, problems, watch.seconds["total"])


def _composed(root: Path, tools: Workshop) -> tuple[Dossier | None, Record | None]:
    """The same of a dossier with errors, as far as it goes; its problems are known already."""
    dossier, _ = load(root)
    style = find_style(dossier.citation_style, dossier.root) if dossier else None
    if dossier is None or style is None:
        return dossier, None
    notes = sequence(dossier.entries)
    annexes, _ = read(dossier, cited_keys(notes, dossier.sources), tools.store)
    attested, _ = look_up(dossier, annexes, tools.store)
    try:
        citations = cite(notes, dossier.sources, style, dossier.language, ask=tools.ask_pandoc)
    except CiteprocError:
        return dossier, None
    composed, _ = compose(Material(dossier, citations, annexes, attested, __version__))
    recorded = Recorded(composed.texts, composed.notes, attested)
    return dossier, record_of(dossier, annexes, recorded)


def older_state(root: Path, old: Path | None, git: str | None, tools: Workshop) -> Older:
    """What the dossier is compared with: the commit `git`, else `old`, as `find_older` finds it.

    Raises OlderError.
    """
    if git is None:
        return find_older(root, old)
    with checked_out(root, git) as (folder, commit):
        _share_cache(root, folder)
        with Workshop(folder, tools.workers) as theirs:
            state = state_of(folder, theirs)
    if state.record is None:
        first = next(one for one in state.problems if one.severity is Severity.ERROR)
        raise OlderError(
            f"--git {git}: the dossier of that commit cannot be read: {format_problem(first, Path(), Path())}"
        )
    return Older(state.record, git if commit.startswith(git) else f"{git} ({commit})")


def _share_cache(root: Path, folder: Path) -> None:
    """Most of the older state is as it is now: it is in the dossier's own cache, and is kept there."""
    cache = cache_folder(root)
    cache.mkdir(parents=True, exist_ok=True)
    theirs = cache_folder(folder)
    theirs.parent.mkdir(parents=True, exist_ok=True)
    theirs.symlink_to(cache.resolve(), target_is_directory=True)
