"""What is said of one archived file by the several sources whose own it is.

In go their `archive:`s; out come one, or the keys on which they do not agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace

from report.model import Annex, Archive, Dossier

OF_THE_FILE = ("sha256", "first_page", "password_env", "fit", "landscape", "original", "append")
"""What can hold of a file in one way only."""

_OF_THE_SOURCE = {"place", "file", "via", "lines", "pages", "print_pages"}


def united(archives: Sequence[Archive]) -> Archive:
    """For each key what the first says that says something; the place, and what each source says for itself,
    is the first's.
    """
    names = [field.name for field in fields(Archive) if field.name not in _OF_THE_SOURCE]
    said = {name: [value for one in archives if _says(value := getattr(one, name))] for name in names}
    return replace(archives[0], **{name: values[0] for name, values in said.items() if values})


def archive_of(annex: Annex, dossier: Dossier) -> Archive | None:
    """What is said of an annex's file."""
    own = (dossier.sources[key].archive for key in annex.sources if key not in annex.via)
    known = [archive for archive in own if archive is not None]
    return united(known) if known else None


def differing(first: Archive, other: Archive) -> Iterator[str]:
    """The keys, as they are written, in which two say different things of one file."""
    for name in OF_THE_FILE:
        values = [getattr(one, name) for one in (first, other)]
        if all(map(_says, values)) and str(values[0]).lower() != str(values[1]).lower():
            yield name.replace("_", "-")


def _says(value: object) -> bool:
    """Whether something is said: `append: false` is."""
    return value is not None and value not in ("", ())
