"""`manifest.json`, attached to the PDF: what the dossier was compiled from, for programs.

The dossier, its annexes and what is recorded of its texts go in, JSON comes out. With `manifest: public`
it names nobody who captured or held a file, and no path; nothing in it depends on the machine or the hour.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from report import __version__
from report.archives import archive_of
from report.changes.recorded import Recorded, place, record
from report.compose import shown_failure, shown_path
from report.model import Annex, Archive, Disclosure, Dossier, FailedFile, OtherFile, Step, TextFile


def manifest(
    dossier: Dossier,
    annexes: Sequence[Annex],
    pdf_ua: bool,
    recorded: Recorded,
    lineage: Mapping[str, object] | None = None,
) -> bytes:
    """`pdf_ua`: whether the whole PDF conforms to PDF/UA-1; the report alone always does. `lineage` is what
    it was compiled from (`report/lineage.py`).
    """
    data = {
        "compiler": f"Attest {__version__}",
        "title": dossier.title,
        "subtitle": dossier.subtitle,
        "reference": dossier.reference,
        "language": dossier.language,
        "date": str(dossier.date) if dossier.date else None,
        "pagination": dossier.pagination.value,
        "conformance": {"report": "PDF/UA-1", "whole": "PDF/UA-1" if pdf_ua else None},
        **record(dossier, recorded),
        "annexes": [
            {**_annex(annex, dossier), **place(f"annex:{annex.number}", recorded.pages)} for annex in annexes
        ],
        **(lineage or {}),
    }
    return _written(data).encode("utf-8", errors="backslashreplace")


def _written(data: Mapping[str, object]) -> str:
    """A line for each key, and for each item of a list: Python's `indent` takes ten times as long."""
    return "{\n" + ",\n".join(f" {_dump(key)}: {_lines(value)}" for key, value in data.items()) + "\n}\n"


def _lines(value: object) -> str:
    if not isinstance(value, list) or not value:
        return _dump(value)
    return "[\n" + ",\n".join(f"  {_dump(item)}" for item in value) + "\n ]"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _annex(annex: Annex, dossier: Dossier) -> dict[str, object]:
    disclosure = dossier.annex_settings.disclosure
    archive = archive_of(annex, dossier)
    return {
        "label": f"Annex {annex.name}",
        "number": annex.number,
        "sources": list(annex.sources),
        "file": shown_path(annex.file.path, disclosure),
        "sha256": annex.file.sha256,
        "size": annex.file.size,
        "appended": annex.appended,
        "attached": annex.attached,
        **_copy(annex, disclosure),
        **(_provenance(archive, disclosure) if archive else {}),
    }


def _copy(annex: Annex, disclosure: Disclosure) -> dict[str, object]:
    """What the pages are, and what was done to them."""
    file = annex.file
    if isinstance(file, FailedFile):
        return {"failure": shown_failure(file, disclosure)}
    if isinstance(file, TextFile):
        return {"kind": "text", "lines": len(file.lines)}
    if isinstance(file, OtherFile):
        return {}
    reading = file.reading
    return {
        "kind": reading.kind.value,
        "pages": reading.count,
        "appended_pages": [page.number for page in reading.pages],
        "changes": [{"change": change.value, "detail": detail} for change, detail in reading.changes],
        "removed": dict(sorted(reading.removed.items())),
        "restrictions": list(reading.restrictions),
        "signatures": reading.signatures,
        "embedded": list(reading.embedded),
    }


def _provenance(archive: Archive, disclosure: Disclosure) -> dict[str, object]:
    full = disclosure is Disclosure.FULL
    known: dict[str, object] = {
        "captured": archive.captured,
        "method": archive.method,
        "url": archive.url,
        "transformations": [_step(step, full) for step in archive.transformations],
    }
    if full:
        known |= {
            "captured_by": archive.captured_by,
            "custody": [_step(step, full) for step in archive.custody],
        }
    return {key: value for key, value in known.items() if value}


def _step(step: Step, full: bool) -> dict[str, str]:
    return {key: value for key, value in asdict(step).items() if value and (full or key != "who")}
