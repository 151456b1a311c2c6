"""Puts the dossier together: one PDF out of the sections' sheets and the archived files, in one pass.

In go the sections in order, each with its sheets, the labels of its pages and their furniture, and the
facts about the document; out come the bytes of the PDF. One file here for one thing that a PDF has.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import BinaryIO, Final

import pikepdf

from report.join.attachments import Attachment, Relationship, attach
from report.join.labels import write_labels
from report.join.links import write_destinations
from report.join.metadata import DocumentFacts, write_metadata
from report.join.outline import write_outline
from report.join.parts import Part, all_labels, file_pages, first_pages, is_clean, own_pages
from report.join.whole import Whole

__all__ = [
    "Attachment",
    "DocumentFacts",
    "Part",
    "Relationship",
    "all_labels",
    "file_pages",
    "first_pages",
    "is_clean",
    "join",
    "join_into",
    "own_pages",
]


def join(parts: Sequence[Part], facts: DocumentFacts, attachments: Sequence[Attachment] = ()) -> bytes:
    """The whole dossier as PDF 1.7.

    Raises KeyError for a link whose anchor no section has: a fault of the program.
    """
    target = io.BytesIO()
    join_into(target, parts, facts, attachments)
    return target.getvalue()


def join_into(
    target: BinaryIO, parts: Sequence[Part], facts: DocumentFacts, attachments: Sequence[Attachment] = ()
) -> None:
    """The same, written to a file as it comes, so that it never is in memory as a whole."""
    with pikepdf.new() as pdf:
        whole = Whole(pdf)
        for part in parts:
            whole.take(part)
        whole.finish(facts.language)
        write_labels(pdf, all_labels(parts))
        write_outline(pdf, [part.section for part in parts], whole.targets, whole.file_pages)
        write_destinations(pdf, whole.targets)
        attach(pdf, attachments)
        write_metadata(pdf, facts, accessible=is_clean(parts))
        _save(pdf, target)


_LEVEL: Final = 1
"""Of compression (zlib): the texts of five thousand pages take a second more at the usual 6."""


def _save(pdf: pikepdf.Pdf, target: BinaryIO) -> None:
    pikepdf.settings.set_flate_compression_level(_LEVEL)
    pdf.save(
        target,
        min_version="1.7",
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        deterministic_id=True,
        fix_metadata_version=False,
    )
