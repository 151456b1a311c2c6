"""Whether the archived files are there, and whether `via` leads to one."""

from __future__ import annotations

from collections.abc import Iterator

from report.load.folder import Folder
from report.load.near import did_you_mean
from report.load.nodes import Scalar
from report.load.sources import Sources
from report.model import Archive, Problem, error


def check_archives(sources: Sources, folder: Folder) -> Iterator[Problem]:
    for source in sources.valid.values():
        archive = source.archive
        if archive and archive.via:
            yield from _via(source.id, archive, sources)
        elif archive:
            found = folder.locate(archive.file, archive.place)
            if isinstance(found, Problem):
                yield found


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
