"""Puts the dossier together: one PDF out of the sections' sheets and the archived files, in one pass.

In go the sections in order, each with its sheets, the labels of its pages and their furniture, and the
facts about the document; out come the bytes of the PDF. One file here for one thing that a PDF has.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import BinaryIO

from report.join.attachments import Attachment, Relationship
from report.join.binder import Binder
from report.join.forms import looks
from report.join.metadata import DocumentFacts
from report.join.parts import Part, all_labels, first_pages, is_clean

__all__ = [
    "Attachment",
    "Binder",
    "DocumentFacts",
    "Part",
    "Relationship",
    "all_labels",
    "first_pages",
    "is_clean",
    "join",
    "join_into",
    "looks",
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
    """The same, written to a file as it comes, so that archived files never are in memory as a whole."""
    Binder().bind(target, parts, facts, attachments)
