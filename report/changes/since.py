"""What changed since an earlier state, for a dossier that is being composed: it has no pages yet."""

from __future__ import annotations

from collections.abc import Sequence

from report.changes.compare import compare
from report.changes.older import Older
from report.changes.record import Record, read_record
from report.changes.recorded import Recorded
from report.compose import Since
from report.manifest import manifest
from report.model import Annex, Dossier


def record_of(dossier: Dossier, annexes: Sequence[Annex], recorded: Recorded) -> Record:
    """As a later Attest will read it from the manifest."""
    return read_record(manifest(dossier, annexes, False, recorded))


def since(older: Older, dossier: Dossier, annexes: Sequence[Annex], recorded: Recorded) -> Since:
    """`recorded` needs no pages: where something stands now is printed late."""
    return Since(older.name, compare(older.record, record_of(dossier, annexes, recorded)))
