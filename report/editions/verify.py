"""Whether a PDF was compiled from a folder: it is compiled again as it was then, and the bytes are compared.

In go a PDF, which may be anybody's, and the dossier's folder; out comes whether they belong together, and if
they do not, which inputs, versions and fonts differ, as far as the PDF's manifest tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import ValidationError

from report.changes.older import of_manifest
from report.digests import sha256_of
from report.editions.keep import FOLDER, PDF
from report.lineage import Lineage, Since
from report.model import Place, Problem, error
from report.options import BuildOptions
from report.outcome import Outcome
from report.read.manifest import MANIFEST, NotReadableError, manifest_of

_LARGEST = 2_000_000_000
"""Bytes of a PDF."""


@dataclass(frozen=True, slots=True)
class Difference:
    """`what` is `input`, `version`, `font` or `build`; `then` and `now` are "" for what is not there."""

    what: str
    name: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Verification:
    """`compiled`: the PDF is what the folder compiles to, byte by byte. `same_content`: its pages say the
    same, whatever the bytes. `rebuilt` is the sha256 of what was compiled now, "" where nothing was.
    `unread`: it could not be compared, as the problem says. `told`: it has a manifest, so that differences
    could be told.
    """

    file: Path
    sha256: str
    outcome: Outcome
    compiled: bool = False
    same_content: bool = False
    rebuilt: str = ""
    edition: str = ""
    told: bool = False
    unread: bool = False
    differences: tuple[Difference, ...] = ()


def verify(
    file: Path, root: Path, build: Callable[[Path, BuildOptions], Outcome], older: Path | None = None
) -> Verification:
    """Compile the dossier in `root` as `file` says that it was compiled. Raises OSError.

    Where the PDF marks changes, `older` is what it marks them since; by itself that is looked for among the
    editions in `root` alone, since nothing that a PDF says is taken for a path.
    """
    digest = sha256_of(file)
    try:
        record = _record(file) or _of_edition(root, digest)
    except NotReadableError as fault:
        return Verification(
            file, digest, Outcome(root, problems=(_not_attests(file, str(fault)),)), unread=True
        )
    since = record.build.changes_since if record else None
    if since is not None and older is None:
        older = of_manifest(root, since.sha256)
        if older is None:
            return Verification(file, digest, Outcome(root, problems=(_no_older(file, since),)), unread=True)
    with TemporaryDirectory(prefix="attest-verify-") as aside:
        target = Path(aside) / PDF
        options = options_of(record or Lineage(), target)
        outcome = build(root, replace(options, changes_since=older) if since is not None else options)
        now = _record(target) if outcome.pdf is not None else None
    compiled = outcome.sha256 == digest
    found = Verification(
        file,
        digest,
        replace(outcome, pdf=None),
        compiled,
        rebuilt=outcome.sha256 or "",
        edition=record.edition if record else "",
        told=record is not None,
    )
    if record is None or now is None or compiled:
        return replace(found, same_content=compiled)
    return replace(
        found,
        same_content=record.content_hash == outcome.content_hash != "",
        differences=tuple(differences(record, now)),
    )


def options_of(record: Lineage, output: Path) -> BuildOptions:
    """What to ask for, to get the same again."""
    way = record.build
    final = record.edition if record.final else ""
    return BuildOptions(output, way.keep_going, way.draft, final, way.annexes, way.only)


def differences(then: Lineage, now: Lineage) -> Iterator[Difference]:
    if then.edition != now.edition:
        yield Difference("build", "edition", then.edition, now.edition)
    if then.after != now.after:
        yield Difference("build", "edition before", then.after, now.after)
    if then.build.changes_since != now.build.changes_since:
        yield Difference("build", "changes since", _since(then), _since(now))
    yield from _of("input", then.inputs, now.inputs)
    yield from _of("version", then.versions, now.versions)
    yield from _of("font", _fonts(then), _fonts(now))


def _since(record: Lineage) -> str:
    since = record.build.changes_since
    return f"{since.name} (manifest {since.sha256[:12]})" if since else ""


def _fonts(record: Lineage) -> Mapping[str, str]:
    """Digests by name."""
    return {name: digest for name, _, digest in (font.partition(" ") for font in record.fonts)}


def _of(what: str, then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Difference]:
    for name in sorted(then.keys() | now.keys()):
        before, after = then.get(name, ""), now.get(name, "")
        if before != after:
            yield Difference(what, name, before, after)


def _record(file: Path) -> Lineage | None:
    if file.stat().st_size > _LARGEST:
        raise NotReadableError("it is larger than two gigabytes")
    data = manifest_of(file)
    if data is None:
        return None
    try:
        return Lineage.model_validate_json(data)
    except ValidationError as fault:
        raise NotReadableError("its manifest is not one that Attest writes") from fault


def _of_edition(root: Path, digest: str) -> Lineage | None:
    """Of a PDF without a manifest that is kept as an edition: there it stands beside."""
    for pdf in sorted((root / FOLDER).glob(f"*/{PDF}")):
        if sha256_of(pdf) == digest:
            try:
                return Lineage.model_validate_json((pdf.parent / MANIFEST).read_bytes())
            except (OSError, ValidationError):
                return None
    return None


def _no_older(file: Path, since: Since) -> Problem:
    return error(
        "nothing-to-compare",
        f'the PDF marks what changed since "{since.name}", which is none of the editions of this folder',
        Place(str(file.absolute())),
        "name the earlier PDF with --changes-since OLD",
    )


def _not_attests(file: Path, reason: str) -> Problem:
    return error(
        "not-a-dossier",
        f"the PDF cannot be verified: {reason}",
        Place(str(file.absolute())),
        "name a PDF that Attest has compiled",
    )
