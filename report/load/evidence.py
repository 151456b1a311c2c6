"""Whether the archived files are there, and whether `via` leads to one."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from report.archives import differing
from report.load.folder import Folder
from report.load.near import did_you_mean
from report.load.nodes import Scalar
from report.load.sources import Sources
from report.model import Archive, Problem, Source, error


def check_archives(sources: Sources, folder: Folder) -> Iterator[Problem]:
    for source in sources.valid.values():
        archive = source.archive
        if archive and archive.via:
            yield from _via(source.id, archive, sources)
        elif archive:
            # An empty file is found out in reading, where a dossier can be compiled without it.
            found = folder.locate(archive.file, archive.place, may_be_empty=True)
            if isinstance(found, Problem):
                yield found
    yield from _of_one_file(sources)


def _of_one_file(sources: Sources) -> Iterator[Problem]:
    """One file is one annex, however many sources it serves: what is said of it must agree."""
    first: dict[str, Source] = {}
    for source in sources.valid.values():
        if source.archive is None or not source.archive.file:
            continue
        path = source.archive.file
        other = first.setdefault(posixpath.normpath(path), source)
        assert other.archive is not None
        if keys := ", ".join(differing(other.archive, source.archive)):
            yield error(
                "one-file-two-ways",
                f'"{path}" is also the file of "{other.id}", where {keys} differs',
                source.archive.place,
                "one file is one annex: write it the same at both, or at one of them only",
            )


def _via(key: str, archive: Archive, sources: Sources) -> Iterator[Problem]:
    if archive.via == key:
        yield error("bad-via", "a source cannot be its own reproduction", archive.place)
    elif archive.via not in sources.keys:
        hint = did_you_mean(archive.via, sources.keys)
        yield error("unknown-source", f'no source has the key "{archive.via}"', archive.place, hint)
    elif archive.via in sources.valid and not _has_file(sources, archive.via):
        yield error(
            "bad-via",
            f'the source "{archive.via}" has no archived file',
            archive.place,
            "via names the source whose file holds the words",
        )


def check_annexes(items: tuple[Scalar, ...], sources: Sources) -> Iterator[Problem]:
    """The keys of `annexes:`."""
    if not sources.certain:
        return
    for item in items:
        if item.value not in sources.keys:
            hint = did_you_mean(item.value, sources.keys)
            yield error("unknown-source", f'no source has the key "{item.value}"', item.place, hint)
        elif item.value in sources.valid and not _has_file(sources, item.value):
            hint = "name a source whose archive has a file"
            yield error(
                "annex-without-file", f'the source "{item.value}" has no archived file', item.place, hint
            )


def _has_file(sources: Sources, key: str) -> bool:
    archive = sources.valid[key].archive
    return archive is not None and archive.file != ""
