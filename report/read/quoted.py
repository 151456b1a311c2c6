"""Files that are quoted from and not appended: read all the same, so that their words can be looked up.

In go the dossier, the keys that are quoted and the annexes; out come further `Annex`es, numbered behind the
others, of which nothing is printed, and the problems.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from report.model import Annex, Dossier, OtherFile, PagedFile, Problem, Severity
from report.read.files import read_files
from report.read.store import Store
from report.read.wanted import wanted_files


def read_quoted(
    dossier: Dossier, quoted: Sequence[str], annexes: Sequence[Annex], store: Store
) -> tuple[tuple[Annex, ...], tuple[Problem, ...]]:
    """`quoted` are keys, behind each that of the source which reproduces its words.

    A source whose words stand in an annex that does not name it comes out with that annex's number.
    """
    known = {key for annex in annexes if annex.appended for key in annex.sources}
    by_path = {posixpath.normpath(annex.file.path): annex for annex in annexes}
    files = wanted_files(replace(dossier, annexes="cited"), [key for key in quoted if key not in known])
    here = [one for one in files if one.path in by_path and by_path[one.path].appended]
    # All pages are looked up: none is printed. `append: false` is said of the pages, not of the words.
    others = [
        replace(one, appended=True, attached=False, print_pages=())
        for one in files
        if one.path not in by_path or isinstance(by_path[one.path].file, OtherFile)
    ]
    read, problems = read_files(dossier, others, store)
    found = [replace(by_path[one.path], sources=(*one.owners, *one.via), via=one.via) for one in here]
    behind = max((annex.number for annex in annexes), default=0) + 1
    found += [
        Annex(number, file, (*one.owners, *one.via), one.via, first_page=one.first_page)
        for number, (one, file) in enumerate(zip(others, read, strict=True), behind)
    ]
    return tuple(found), tuple(_told(problems))


def read_whole(
    dossier: Dossier, keys: Sequence[str], annexes: Sequence[Annex], store: Store, after: int
) -> tuple[tuple[Annex, ...], tuple[Problem, ...]]:
    """The files of these sources with all their pages, where `annexes` has only some (`print-pages`).

    They are numbered from `after` on. A file that cannot be read so is not among them.
    """
    in_part = {
        posixpath.normpath(annex.file.path)
        for annex in annexes
        if isinstance(annex.file, PagedFile) and len(annex.file.reading.pages) < annex.file.reading.count
    }
    files = wanted_files(replace(dossier, annexes="cited"), keys)
    whole = [
        replace(one, appended=True, attached=False, print_pages=()) for one in files if one.path in in_part
    ]
    read, problems = read_files(dossier, whole, store)
    found = (
        Annex(number, file, (*one.owners, *one.via), one.via, first_page=one.first_page)
        for number, (one, file) in enumerate(zip(whole, read, strict=True), after)
        if isinstance(file, PagedFile)
    )
    # What the reader has to tell of the file, it told of the pages that are appended.
    failed = (problem for problem in problems if problem.severity is Severity.ERROR)
    return tuple(found), tuple(_told(failed))


def _told(problems: Iterable[Problem]) -> Iterator[Problem]:
    """What stands in the way of reading is no error here, since nothing of the file is to be printed."""
    for problem in problems:
        if problem.code == "changed-file":
            yield problem
        elif problem.severity is Severity.ERROR and problem.code != "unsupported-file":
            yield replace(problem, severity=Severity.WARNING)
