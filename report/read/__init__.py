"""Archived files, read: which of them are appended, as which annex, and what is in them.

In goes the dossier; out come its annexes, numbered in the order in which their sources are first cited,
and what is wrong with the files. Each file is hashed as it was received.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from report.folios import roman
from report.model import Annex, AnnexStyle, Archive, Citation, Dossier, Footnote, Problem, Source, cited_items
from report.read.text import read_text


def read(dossier: Dossier, cited: Sequence[str]) -> tuple[tuple[Annex, ...], tuple[Problem, ...]]:
    """`cited` are the keys in the order in which they are first cited."""
    annexes: list[Annex] = []
    problems: list[Problem] = []
    for path, keys in _files(dossier, cited).items():
        owners = [key for key in keys if _archive(dossier, key).file]
        file, found = read_text(dossier.root, path, _archive(dossier, owners[0]))
        problems += found
        if file is not None:
            via = tuple(key for key in keys if key not in owners)
            number = len(annexes) + 1
            name = annex_name(number, dossier.annex_settings.style)
            annexes.append(Annex(number, file, (*owners, *via), via, name))
    return tuple(annexes), tuple(problems)


def cited_keys(notes: Iterable[Citation | Footnote], sources: Mapping[str, Source]) -> tuple[str, ...]:
    """The keys cited, each once, in order; behind each the source in which its words are reproduced."""
    order: dict[str, None] = {}
    for item in cited_items(notes):
        order.setdefault(item.key)
        archive = sources[item.key].archive
        if archive is not None and archive.via:
            order.setdefault(archive.via)
    return tuple(order)


def annex_name(number: int, style: AnnexStyle) -> str:
    """3, C or III; behind Z comes AA."""
    if style is AnnexStyle.ROMAN:
        return roman(number).upper()
    if style is AnnexStyle.DECIMAL:
        return str(number)
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _files(dossier: Dossier, cited: Sequence[str]) -> dict[str, list[str]]:
    """The files to append, each with the keys of the sources that it serves."""
    files: dict[str, list[str]] = {}
    for key in _wanted(dossier, cited):
        archive = dossier.sources[key].archive
        if archive is None:
            continue
        path = archive.file or _archive(dossier, archive.via).file
        keys = files.setdefault(path, [])
        if archive.via and archive.via not in keys:
            keys.append(archive.via)
        if key not in keys:
            keys.append(key)
    return files


def _wanted(dossier: Dossier, cited: Sequence[str]) -> Sequence[str]:
    if dossier.annexes == "none":
        return ()
    return cited if isinstance(dossier.annexes, str) else dossier.annexes


def _archive(dossier: Dossier, key: str) -> Archive:
    archive = dossier.sources[key].archive
    assert archive is not None, f"{key} is appended, so it has an archived file"
    return archive
