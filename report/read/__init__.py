"""Archived files, read: which of them are appended, as which annex, and what is in them.

In goes the dossier; out come its annexes, numbered in the order in which their sources are first cited,
and what is wrong with the files. Each file is hashed as it was received, at every build. All but plain
texts are read by processes that are shut in (`pool`); what those made is kept (`store`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from report.model import Annex, Citation, Dossier, Footnote, Problem, Source, cited_items
from report.read.confine import isolation
from report.read.files import read_files
from report.read.names import annex_name, numbers_of
from report.read.quoted import read_quoted, read_whole
from report.read.store import Store
from report.read.wanted import wanted_files

__all__ = ["Store", "cited_keys", "isolation", "read", "read_quoted", "read_whole"]


def read(
    dossier: Dossier, cited: Sequence[str], store: Store, given: Mapping[str, int] | None = None
) -> tuple[tuple[Annex, ...], tuple[Problem, ...]]:
    """`cited` are the keys in the order in which they are first cited; pages are kept in `store`.

    `given` are numbers that annexes have already, by the keys of sources: they keep them, and the others
    come behind. A file that cannot be appended is an annex all the same, with the reason, and a problem.
    """
    wanted = wanted_files(dossier, cited)
    files, problems = read_files(dossier, wanted, store)
    style = dossier.annex_settings.style
    annexes = (
        Annex(
            number=number,
            file=file,
            sources=(*one.owners, *one.via),
            via=one.via,
            name=annex_name(number, style),
            first_page=one.first_page,
            attached=one.attached,
        )
        for number, one, file in zip(numbers_of(wanted, given or {}), wanted, files, strict=True)
    )
    return tuple(sorted(annexes, key=lambda annex: annex.number)), problems


def cited_keys(notes: Iterable[Citation | Footnote], sources: Mapping[str, Source]) -> tuple[str, ...]:
    """The keys cited, each once, in order; behind each the source in which its words are reproduced."""
    order: dict[str, None] = {}
    for item in cited_items(notes):
        order.setdefault(item.key)
        archive = sources[item.key].archive
        if archive is not None and archive.via:
            order.setdefault(archive.via)
    return tuple(order)
