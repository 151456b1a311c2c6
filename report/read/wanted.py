"""Which files a dossier appends, each once, and how: its own settings, or those of the dossier.

In go the dossier and the keys that it cites; out come the files, in the order in which they are cited.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from report.model import Archive, Dossier, Fit, Landscape, Original, Range

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to append: `owners` are the sources whose own it is, `via` those whose words it reproduces.

    `archive` is the first owner's: where a problem with the file is told. `print_pages` are those of all
    owners, () for the whole file.
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
        path = archive.file or _archive(dossier, archive.via).file
        served = files.setdefault(path, [])
        served += [one for one in (archive.via, key) if one and one not in served]
    return tuple(_wanted(dossier, path, served) for path, served in files.items())


def _wanted(dossier: Dossier, path: str, served: Sequence[str]) -> Wanted:
    owners = tuple(key for key in served if _archive(dossier, key).file)
    archives = [_archive(dossier, key) for key in owners]
    settings = dossier.annex_settings
    source = dossier.sources[owners[0]]
    printed = [archive.print_pages for archive in archives]
    return Wanted(
        path=path,
        owners=owners,
        via=tuple(key for key in served if key not in owners),
        archive=archives[0],
        title=str(source.csl.get("title") or ""),
        language=_first(archive.language for archive in archives)
        or str(source.csl.get("language") or dossier.language),
        print_pages=tuple(run for runs in printed for run in runs) if all(printed) else (),
        first_page=_first(archive.first_page for archive in archives),
        fit=_first(archive.fit for archive in archives) or settings.fit,
        landscape=_first(archive.landscape for archive in archives) or settings.landscape,
        attached=(_first(archive.original for archive in archives) or settings.original) is Original.ATTACH,
        appended=next((one.append for one in archives if one.append is not None), settings.append),
    )


def _first(values: Iterable[T | None]) -> T | None:
    """The first that says something."""
    return next((value for value in values if value), None)


def _keys(dossier: Dossier, cited: Sequence[str]) -> Sequence[str]:
    if dossier.annexes == "none":
        return ()
    return cited if isinstance(dossier.annexes, str) else dossier.annexes


def _archive(dossier: Dossier, key: str) -> Archive:
    archive = dossier.sources[key].archive
    assert archive is not None, f"{key} is appended, so it has an archived file"
    return archive
