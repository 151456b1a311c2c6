"""What is attached to the PDF: the manifest, and the originals that the author wants to go with it.

In go the dossier, its annexes, what is recorded of both and whether the whole is PDF/UA; out come
attachments. Nothing else is ever
attached: files within archived files are left out.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from report.archives import archive_of
from report.changes.recorded import Recorded
from report.join import Attachment, Relationship
from report.manifest import manifest
from report.model import Annex, Disclosure, Dossier
from report.read.manifest import MANIFEST


def attachments_of(
    dossier: Dossier,
    annexes: Sequence[Annex],
    pdf_ua: bool,
    recorded: Recorded,
    lineage: Mapping[str, object] | None = None,
) -> tuple[Attachment, ...]:
    """The manifest first, which has the `lineage` too, then the originals in the order of the annexes."""
    attached = list(_originals(dossier, annexes))
    if dossier.annex_settings.disclosure is not Disclosure.NONE:
        data = manifest(dossier, annexes, pdf_ua, recorded, lineage)
        attached.insert(0, Attachment(MANIFEST, data, "What was compiled", Relationship.DATA))
    return tuple(attached)


def _originals(dossier: Dossier, annexes: Sequence[Annex]) -> Iterator[Attachment]:
    taken = {MANIFEST}
    for annex in annexes:
        if not annex.attached:
            continue
        archive = archive_of(annex, dossier)
        name = posixpath.basename(annex.file.path)
        if name in taken:  # of another folder
            name = f"annex-{annex.name}-{name}"
        taken.add(name)
        yield Attachment(
            name,
            dossier.root / annex.file.path,
            f"Annex {annex.name} as received, sha256 {annex.file.sha256}",
            Relationship.SOURCE,
            archive.captured if archive else "",
        )
