"""Which files a dossier appends, each once, and how: its own settings, or those of the dossier.

In go the dossier and the keys that it cites; out come the files, in the order in which they are cited.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass

from report.archives import united
from report.model import Archive, Dossier, Fit, Landscape, Original, Range


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to append: `owners` are the sources whose own it is, `via` those whose words it reproduces.

    `archive` is what they say of it; its place, where a problem with the file is told, the first owner's.
    `print_pages` are those of all owners, () for the whole file.
    """

    path: str
    owners: tuple[str, ...]
    via: tuple[str, ...]
    archive: Archive
    title: str
    language: str
    print_pages: tuple[Range, ...]
    first_page: int | None
    fit: Fit
    landscape: Landscape
    attached: bool
    appended: bool


def wanted_files(dossier: Dossier, cited: Sequence[str]) -> tuple[Wanted, ...]:
    """`cited` are the keys in the order in which they are first cited."""
    files: dict[str, list[str]] = {}
    for key in _keys(dossier, cited):
        archive = dossier.sources[key].archive
        if archive is None:
            continue
        path = posixpath.normpath(archive.file or _archive(dossier, archive.via).file)
        served = files.setdefault(path, [])
        served += [one for one in (archive.via, key) if one and one not in served]
    return tuple(_wanted(dossier, path, served) for path, served in files.items())


def _wanted(dossier: Dossier, path: str, served: Sequence[str]) -> Wanted:
    owners = tuple(key for key in served if _archive(dossier, key).file)
    archives = [_archive(dossier, key) for key in owners]
    archive = united(archives)
    settings = dossier.annex_settings
    source = dossier.sources[owners[0]]
    printed = [archive.print_pages for archive in archives]
    return Wanted(
        path=path,
        owners=owners,
        via=tuple(key for key in served if key not in owners),
        archive=archive,
        title=str(source.csl.get("title") or ""),
        language=archive.language or str(source.csl.get("language") or dossier.language),
        print_pages=tuple(run for runs in printed for run in runs) if all(printed) else (),
        first_page=archive.first_page,
        fit=archive.fit or settings.fit,
        landscape=archive.landscape or settings.landscape,
        attached=(archive.original or settings.original) is Original.ATTACH,
        appended=settings.append if archive.append is None else archive.append,
    )


def _keys(dossier: Dossier, cited: Sequence[str]) -> Sequence[str]:
    if dossier.annexes == "none":
        return ()
    return cited if isinstance(dossier.annexes, str) else dossier.annexes


def _archive(dossier: Dossier, key: str) -> Archive:
    archive = dossier.sources[key].archive
    assert archive is not None, f"{key} is appended, so it has an archived file"
    return archive
